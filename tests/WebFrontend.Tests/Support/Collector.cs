using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>A span as it came over the wire.</summary>
/// <param name="Service">The kind of process that sent it.</param>
/// <param name="Scope">The source it comes from.</param>
/// <param name="Parent">Empty at the beginning of a trace.</param>
internal sealed record CollectedSpan(string Service, string Scope, string Name, string Trace, string Id, string Parent);

/// <summary>A collector of spans: takes what the OpenTelemetry protocol sends over HTTP, in protobuf.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();
    private readonly SemaphoreSlim _more = new(0);

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public IReadOnlyList<CollectedSpan> Spans => [.. _spans];

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new Collector(app);
        app.MapPost("/v1/traces", collector.TakeAsync);
        app.MapPost("/v1/metrics", () => Results.Ok());
        await app.StartAsync();
        return collector;
    }

    /// <summary>Waits for a span.</summary>
    public async Task<CollectedSpan> FindAsync(Func<CollectedSpan, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_spans.FirstOrDefault(fits) is { } found)
            {
                return found;
            }

            if (!await _more.WaitAsync(Look) && patience.IsCancellationRequested)
            {
                var came = _spans
                    .CountBy(it => $"{it.Service} {it.Scope} {it.Name}")
                    .Select(it => $"{it.Value} {it.Key}");
                throw new TimeoutException($"It did not come; there came:\n{string.Join('\n', came)}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _more.Dispose();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        foreach (var resourceSpans in Fields(body.ToArray(), 1))
        {
            var service = Fields(resourceSpans, 1)
                .SelectMany(resource => Fields(resource, 1))
                .Select(Attribute)
                .First(it => it.Key == "service.name")
                .Value;
            foreach (var scopeSpans in Fields(resourceSpans, 2))
            {
                var scope = Fields(scopeSpans, 1).Select(it => TextOf(it, 1)).FirstOrDefault("");
                foreach (var span in Fields(scopeSpans, 2))
                {
                    _spans.Enqueue(
                        new CollectedSpan(
                            service,
                            scope,
                            TextOf(span, 5),
                            HexOf(span, 1),
                            HexOf(span, 2),
                            HexOf(span, 4)
                        )
                    );
                }
            }
        }

        _more.Release();
        return Results.Bytes([], "application/x-protobuf");
    }

    private static (string Key, string Value) Attribute(byte[] keyValue) =>
        (TextOf(keyValue, 1), Fields(keyValue, 2).Select(it => TextOf(it, 1)).FirstOrDefault(""));

    private static string TextOf(byte[] message, int field) =>
        Fields(message, field).Select(Encoding.UTF8.GetString).FirstOrDefault("");

    private static string HexOf(byte[] message, int field) =>
        Fields(message, field).Select(Convert.ToHexStringLower).FirstOrDefault("");

    /// <summary>The contents of the fields of a number in a message of protobuf: those that have a length.</summary>
    private static List<byte[]> Fields(byte[] message, int wanted)
    {
        var found = new List<byte[]>();
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint();
            switch (tag & 7)
            {
                case 0:
                    Varint();
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint();
                    if (tag >> 3 == (ulong)wanted)
                    {
                        found.Add(message[at..(at + length)]);
                    }

                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException("This is not protobuf.");
            }
        }

        return found;

        ulong Varint()
        {
            var (value, shift) = (0UL, 0);
            byte next;
            do
            {
                next = message[at++];
                value |= (ulong)(next & 0x7f) << shift;
                shift += 7;
            } while (next >= 0x80);

            return value;
        }
    }
}
