using System.Collections.Concurrent;
using System.Diagnostics;
using CivicGrains.Silo.Operations;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace CivicGrains.WebFrontend.Tests.Operations;

/// <summary>One trace goes from the request over the grain to the append.</summary>
public sealed class TraceTests(TestHost shared, TraceTests.TracedTown town) : IClassFixture<TraceTests.TracedTown>
{
    [Fact]
    public async Task A_report_is_one_trace_from_the_request_over_the_grain_to_the_append()
    {
        var spans = town.Spans;
        using var resident = await town.Host.ApiAsync("resident");

        await resident.ReportAsync();

        var append = await spans.FindAsync(it => it.OperationName == "append" && HasRoot(it, "POST /api/issues"));
        var trace = spans.Of(append.TraceId);
        var request = Assert.Single(
            trace,
            it => it.Kind == ActivityKind.Server && it.Source.Name != "Microsoft.Orleans.Application"
        );
        var call = Assert.Single(
            trace,
            it => it.Kind == ActivityKind.Client && it.Source.Name == "Microsoft.Orleans.Application"
        );
        var turn = Assert.Single(
            trace,
            it => it.Kind == ActivityKind.Server && it.Source.Name == "Microsoft.Orleans.Application"
        );
        Assert.Equal(
            [request.SpanId, call.SpanId, turn.SpanId],
            [call.ParentSpanId, turn.ParentSpanId, append.ParentSpanId]
        );
        Assert.Equal("won", append.GetTagItem("civicgrains.append.outcome"));
        Assert.Equal(SmallTown.Compound.ToString(), append.GetTagItem("civicgrains.stream"));

        bool HasRoot(Activity it, string name) =>
            spans
                .Of(it.TraceId)
                .Any(root => root.ParentId is null && root.DisplayName.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Appends_and_the_batch_they_travel_in_lead_to_each_other()
    {
        var spans = town.Spans;
        using var resident = await town.Host.ApiAsync("resident");

        await resident.ReportAsync();

        var append = await spans.FindAsync(it => it.OperationName == "append");
        var batch = await spans.FindAsync(it =>
            it.OperationName == "append_batch" && it.Links.Any(link => link.Context.SpanId == append.SpanId)
        );
        Assert.Contains(append.Links, link => link.Context.SpanId == batch.SpanId);
        Assert.NotEqual(append.TraceId, batch.TraceId);
        Assert.Contains(spans.Of(batch.TraceId), it => it.Source.Name == "Npgsql" && it.ParentSpanId == batch.SpanId);
    }

    [Fact]
    public async Task What_follows_elsewhere_names_the_command_it_follows_from()
    {
        var spans = town.Spans;
        using var resident = await town.Host.ApiAsync("resident");

        // Noise: its grid has it first, which is offered a task.
        await resident.ReportAsync(category: "ENV-05");

        // Other hosts of this process are heard as well: one whose cause was heard too.
        var append = await spans.FindAsync(it => it.OperationName == "append" && ReactionOf(it) is not null);
        var reaction = ReactionOf(append)!;
        Assert.Null(reaction.ParentId);
        Assert.NotEqual(
            reaction.GetTagItem("civicgrains.cause.command.id"),
            append.GetTagItem("civicgrains.command.id")
        );

        Activity? ReactionOf(Activity append) =>
            spans
                .Of(append.TraceId)
                .FirstOrDefault(reaction =>
                    reaction.OperationName == "reaction"
                    && spans.All.Any(cause =>
                        cause.OperationName == "append"
                        && Equals(
                            cause.GetTagItem("civicgrains.command.id"),
                            reaction.GetTagItem("civicgrains.cause.command.id")
                        )
                    )
                );
    }

    [Fact]
    public async Task Looks_that_nobody_asked_for_begin_no_trace()
    {
        var spans = town.Spans;
        using var resident = await town.Host.ApiAsync("resident");

        await resident.GetAsync("/health/ready");
        await resident.ReportAsync();

        await spans.FindAsync(it => it.OperationName == "append");
        Assert.DoesNotContain(spans.All, it => it.ParentId is null && it.Kind == ActivityKind.Client);
        Assert.DoesNotContain(spans.All, it => it.DisplayName.Contains("health", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_collector_an_append_costs_no_span()
    {
        // The host of all tests runs in this process and collects nothing of its own.
        Assert.Null(Environment.GetEnvironmentVariable(Observability.EndpointVariable));
        Assert.Null(shared.Services.GetService<TracerProvider>());
    }

    /// <summary>A host whose spans are kept, for all tests here: each finds its own among them, or any of its kind.</summary>
    public sealed class TracedTown(TestHost shared) : IAsyncLifetime
    {
        /// <summary>What has ended.</summary>
        internal Spans Spans { get; } = new();

        /// <summary>The host.</summary>
        public TestHost Host { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() =>
            Host = await TestHost.StartAsync(
                shared.Postgres,
                builder => builder.AddCivicTracing(tracing => tracing.AddProcessor(Spans))
            );

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    /// <summary>Keeps every span that ends.</summary>
    internal sealed class Spans : BaseProcessor<Activity>
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly SemaphoreSlim _more = new(0);

        public IReadOnlyList<Activity> All => [.. _ended];

        public override void OnEnd(Activity data)
        {
            _ended.Enqueue(data);
            _more.Release();
        }

        public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _ended.Where(it => it.TraceId == trace)];

        /// <summary>Waits for a span that has ended; children end before what they belong to.</summary>
        public async Task<Activity> FindAsync(Func<Activity, bool> fits)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (true)
            {
                if (_ended.FirstOrDefault(fits) is { } found)
                {
                    return found;
                }

                await _more.WaitAsync(patience.Token);
            }
        }
    }
}
