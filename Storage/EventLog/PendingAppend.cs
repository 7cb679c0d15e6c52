using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicGrains.Domain.Common;

namespace CivicGrains.Storage.EventLog;

/// <summary>An event with all that can be computed before the lock of the log is held.</summary>
internal readonly record struct PreparedEvent(
    int Version,
    string? Subject,
    string Type,
    string Payload,
    ReadOnlyMemory<byte> Hash
);

/// <summary>A view row that lacks its end, which append_batch writes: <c>{…,"stream":"…","seq":</c>.</summary>
internal readonly record struct OpenViewRow(string View, string Json);

/// <summary>
/// An append on its way. Made on the caller's thread, so that many callers serialise and hash side by side and the
/// writer only carries.
/// </summary>
internal sealed class PendingAppend
{
    // PostgreSQL refuses unpaired surrogates, and Npgsql would notice only in the middle of a message.
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly TaskCompletionSource<AppendResult> outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private PendingAppend(AppendRequest request, PreparedEvent[] events, OpenViewRow[] rows)
    {
        Request = request;
        Events = events;
        Rows = rows;
        At = request.At.UtcDateTime;
    }

    public AppendRequest Request { get; }

    public PreparedEvent[] Events { get; }

    public OpenViewRow[] Rows { get; }

    public DateTime At { get; }

    /// <summary>Version of the stream after a win.</summary>
    public int Version => Request.ExpectedVersion + Events.Length;

    /// <summary>Hash of the stream's head after a win.</summary>
    public ReadOnlyMemory<byte> HeadHash => Events is [.., var last] ? last.Hash : Request.HeadHash;

    /// <summary>When it was made, of <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>The span of its caller; null when nobody traces.</summary>
    public Activity? Span { get; set; }

    /// <summary>How often it was sent and surely not written.</summary>
    public int Attempts { get; set; }

    /// <summary>Ends when the outcome is known.</summary>
    public Task<AppendResult> Outcome => outcome.Task;

    /// <summary>Serialises and hashes.</summary>
    /// <exception cref="ArgumentException">The request breaks a rule of its own: that is a bug of the caller.</exception>
    /// <exception cref="PoisonAppendException">A text in it is not valid Unicode or holds a zero character.</exception>
    public static PendingAppend Of(AppendRequest request)
    {
        Check(request);
        try
        {
            var stream = request.Stream;
            CheckText(stream);
            CheckText(request.Answer);
            foreach (var text in request.Texts)
            {
                CheckText(text.Body);
            }

            return new PendingAppend(request, EventsOf(request), RowsOf(request));
        }
        catch (EncoderFallbackException e)
        {
            throw new PoisonAppendException(request.CommandId, e);
        }
    }

    public void Win(long lastSeq) =>
        outcome.TrySetResult(
            new AppendResult(AppendOutcome.Won, lastSeq, Request.Answer, ReadOnlyMemory<byte>.Empty, HeadHash)
        );

    public void Recognise(string answer, ReadOnlyMemory<byte> requestHash, long lastSeq) =>
        outcome.TrySetResult(
            new AppendResult(AppendOutcome.Known, lastSeq, answer, requestHash, ReadOnlyMemory<byte>.Empty)
        );

    public void FallBehind() =>
        outcome.TrySetResult(
            new AppendResult(
                AppendOutcome.Behind,
                0,
                Request.Answer,
                ReadOnlyMemory<byte>.Empty,
                ReadOnlyMemory<byte>.Empty
            )
        );

    public void Fail(Exception exception) => outcome.TrySetException(exception);

    private static void Check(AppendRequest request)
    {
        var headBytes = request.ExpectedVersion == 0 ? 0 : EventHash.Bytes;
        if (request.ExpectedVersion < 0 || request.HeadHash.Length != headBytes)
        {
            throw new ArgumentException("The hash of the head goes with its version.", nameof(request));
        }

        if (request.At.Ticks % TimeSpan.TicksPerMicrosecond != 0)
        {
            throw new ArgumentException("Times of the log are whole microseconds.", nameof(request));
        }

        if (request is { Events.Count: 0, Views.Count: > 0 })
        {
            throw new ArgumentException("A view row changes by an event: it carries its seq.", nameof(request));
        }
    }

    private static void CheckText(string text)
    {
        _ = Strict.GetByteCount(text);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new EncoderFallbackException("PostgreSQL stores no zero character.");
        }
    }

    private static PreparedEvent[] EventsOf(AppendRequest request)
    {
        var events = new PreparedEvent[request.Events.Count];
        var microseconds = EventHash.MicrosecondsOf(request.At);
        var previous = request.HeadHash;
        for (var i = 0; i < events.Length; i++)
        {
            var happened = request.Events[i];
            var version = request.ExpectedVersion + i + 1;
            var type = EventCatalog.NameOf(happened);
            var payload = EventJson.WriteUtf8(happened);
            previous = EventHash.Of(
                previous.Span,
                request.Stream,
                version,
                happened.Subject,
                type,
                request.CommandId,
                microseconds,
                EventHash.CommitActor(request.Actor, request.Stream, version),
                SHA256.HashData(payload)
            );
            events[i] = new PreparedEvent(version, happened.Subject, type, Strict.GetString(payload), previous);
        }

        return events;
    }

    private static OpenViewRow[] RowsOf(AppendRequest request)
    {
        if (request.Views.Count == 0)
        {
            return [];
        }

        var end = $"\"stream\":{JsonSerializer.Serialize(request.Stream)},\"seq\":";
        var rows = new OpenViewRow[request.Views.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var json = request.Views[i].Json.AsSpan().Trim();
            if (json is not ['{', .., '}'])
            {
                throw new ArgumentException("A view row is one JSON object.", nameof(request));
            }

            var fields = json[1..^1].Trim();
            var open = fields.IsEmpty ? $"{{{end}" : $"{{{fields},{end}";
            CheckText(open);
            rows[i] = new OpenViewRow(request.Views[i].View, open);
        }

        return rows;
    }
}
