using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Rules;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CivicGrains.Storage.Tests.Rules;

/// <summary>How the law comes together from the district's stream, without a database: a log that a test feeds.</summary>
public sealed class LawKeeperTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FedLog _log = new();
    private readonly FedTail _tail = new();
    private readonly LawKeeper _keeper;

    public LawKeeperTests() =>
        _keeper = new LawKeeper(_log, _tail, Options.Create(new DistrictOptions()), NullLogger<LawKeeper>.Instance);

    [Fact]
    public async Task Nobody_sees_the_law_of_the_middle_of_the_stream_while_it_is_read()
    {
        var reading = _keeper.ReadyAsync(CancellationToken.None).AsTask();
        await _log.GiveAsync(1, Rules(1));
        await _log.GiveAsync(2, Year(1, 2027));

        // Both were folded; more may come.
        Assert.Throws<InvalidOperationException>(() => _keeper.Law);
        var asking = _keeper.ReadyAsync(CancellationToken.None).AsTask();
        Assert.False(asking.IsCompleted);

        await _log.GiveAsync(3, Rules(2));
        _log.End();
        await Task.WhenAll(reading, asking).WaitAsync(Patience, TimeProvider.System);

        Assert.Equal((2, 1), (_keeper.Law.Version, _keeper.Law.Calendar.Version));
    }

    [Fact]
    public async Task Rules_and_years_come_by_the_tail_each_once_and_build_on_one_another()
    {
        await _log.GiveAsync(1, Year(1, 2027));
        _log.End();
        await _keeper.StartAsync(CancellationToken.None);
        await InForceAsync(law => law.Calendar.Version == 1);

        // The cursor was taken before the stream was read, so its end comes again.
        _tail.Give(Logged(1, Year(1, 2027)), Logged(2, Rules(1)), Logged(3, Year(2, 2028)));
        await InForceAsync(law => law.Calendar.Version == 2);

        Assert.Equal([2025, 2026, 2027, 2028], _keeper.Law.Calendar.Years.Select(year => year.Year));
        Assert.Equal(1, _keeper.Law.Version);
        await _keeper.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_the_grain_has_committed_is_in_force_before_the_tail_brings_it_and_stays()
    {
        _log.End();
        await _keeper.StartAsync(CancellationToken.None);
        await InForceAsync(law => law.Version == 0);

        _keeper.Take(Fold(Year(1, 2027), Year(2, 2028)), version: 2);
        _tail.Give(Logged(1, Year(1, 2027)));
        _tail.Give(Logged(2, Year(2, 2028)), Logged(3, Rules(1)));
        await InForceAsync(law => law.Version == 1);

        Assert.Equal([2025, 2026, 2027, 2028], _keeper.Law.Calendar.Years.Select(year => year.Year));
        await _keeper.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_another_stream_or_a_newer_platform_says_changes_no_law_and_stops_nothing()
    {
        _log.End();
        await _keeper.StartAsync(CancellationToken.None);

        var newer = Logged(1, Rules(1)) with { Type = "district.moved-to-the-moon", Payload = "{}" };
        var elsewhere = Logged(1, Rules(1)) with { Stream = "district/510106" };
        _tail.Give(elsewhere, newer, Logged(2, Year(1, 2027)));
        await InForceAsync(law => law.Calendar.Version == 1);

        Assert.Equal(0, _keeper.Law.Version);
        await _keeper.StopAsync(CancellationToken.None);
    }

    public void Dispose() => _keeper.Dispose();

    private static RulesPublished Rules(int version) => new(version, DefaultRules.Template);

    private static CalendarYearPublished Year(int version, int year) =>
        new(version, StatutoryDays.Of(year) with { Source = "示例通知" });

    private static DistrictState Fold(params DomainEvent[] happened) =>
        happened.Aggregate(
            DistrictState.Initial(Domain.Places.Place.District("510105")),
            (state, it) => DistrictState.Evolve(state, it, default, default)
        );

    private static LoggedEvent Logged(int version, DomainEvent happened) =>
        new(
            version,
            "district/510105",
            version,
            null,
            EventCatalog.NameOf(happened),
            EventJson.Write(happened),
            default,
            default,
            new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero),
            default
        );

    private async Task InForceAsync(Func<Law, bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        await _keeper.InForceAsync(holds, limit.Token);
    }

    /// <summary>A stream that is read as far as it was given, and ends when it is told to; each reader gets all of it.</summary>
    private sealed class FedLog : IEventLog
    {
        private readonly List<LoggedEvent> _given = [];
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<int> _taken = Channel.CreateUnbounded<int>();
        private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Gives an event; when somebody reads, returns when it was folded and the next is asked for.</summary>
        public async Task GiveAsync(int version, DomainEvent happened)
        {
            TaskCompletionSource more;
            lock (_given)
            {
                _given.Add(Logged(version, happened));
                (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            more.SetResult();
            if (HasReader)
            {
                while (await _taken.Reader.ReadAsync() < version) { }
            }
        }

        public void End() => _ended.TrySetResult();

        public async IAsyncEnumerable<LoggedEvent> ReadStreamAsync(
            string stream,
            long afterVersion,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            HasReader = true;
            for (var i = (int)afterVersion; ; i++)
            {
                await _taken.Writer.WriteAsync(i, cancellationToken);
                LoggedEvent? next;
                while ((next = Find(i, out var more)) is null)
                {
                    if (_ended.Task.IsCompleted)
                    {
                        yield break;
                    }

                    await Task.WhenAny(more, _ended.Task).WaitAsync(cancellationToken);
                }

                yield return next;
            }
        }

        private bool HasReader { get; set; }

        public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<StoredAnswer?> FindAnswerAsync(Guid commandId, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        private LoggedEvent? Find(int index, out Task more)
        {
            lock (_given)
            {
                more = _more.Task;
                return index < _given.Count ? _given[index] : null;
            }
        }
    }

    private sealed class FedTail : ILogTail
    {
        private readonly Channel<IReadOnlyList<LoggedEvent>> _batches = Channel.CreateUnbounded<
            IReadOnlyList<LoggedEvent>
        >();

        public string Epoch => "test";

        public long Seq => 0;

        public void Give(params LoggedEvent[] batch) => _batches.Writer.TryWrite(batch);

        public IAsyncEnumerable<IReadOnlyList<LoggedEvent>> ReadAsync(
            long after,
            CancellationToken cancellationToken
        ) => _batches.Reader.ReadAllAsync(cancellationToken);

        public void Wake() { }
    }
}
