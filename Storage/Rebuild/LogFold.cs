using System.Runtime.CompilerServices;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Rebuild;

/// <summary>A row of a view with what the log stamps into it.</summary>
internal readonly record struct StampedRow(ViewRow Row, string Stream, long Seq);

/// <summary>Folds the log from its beginning, all streams side by side, and yields the rows that follow.</summary>
internal sealed class LogFold(NpgsqlDataSource source)
{
    private static readonly string EventsSql = SqlText.Load("rebuild-events");

    private readonly Dictionary<string, Folded> streams = new(StringComparer.Ordinal);
    private long seq;

    /// <summary>How many events were folded.</summary>
    public long Events { get; private set; }

    /// <summary>
    /// The rows of each command that was logged after the last one folded, up to a sequence number at which no append is
    /// half seen.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<StampedRow>> ContinueAsync(
        long upTo,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(EventsSql);
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = seq });
        command.Parameters.Add(new() { Value = upTo });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var append = new List<LoggedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var next = LogReader.Read(reader);
            if (append.Count > 0 && (append[0].CommandId != next.CommandId || append[0].Stream != next.Stream))
            {
                yield return Fold(append);
                append.Clear();
            }

            append.Add(next);
        }

        if (append.Count > 0)
        {
            yield return Fold(append);
        }

        seq = upTo;
    }

    /// <summary>Folds the events of one command; its rows carry the number of the last one, as in the log.</summary>
    private List<StampedRow> Fold(List<LoggedEvent> append)
    {
        var (stream, last) = (append[0].Stream, append[^1]);
        try
        {
            var known = streams.TryGetValue(stream, out var folded) ? folded : Begin(stream);
            var happened = new DomainEvent[append.Count];
            var after = known.State;
            for (var n = 0; n < happened.Length; n++)
            {
                var it = append[n];
                happened[n] = EventJson.Read(it.Type, it.Payload);
                after = known.Folder.Evolve(after, happened[n], it.Actor, it.At);
            }

            var rows = known.Folder.Views(known.State, after, happened, last.At);
            streams[stream] = known with { State = after };
            Events += happened.Length;
            return [.. rows.Select(row => new StampedRow(row, stream, last.Seq))];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new UnfoldableLogException(stream, last.Version, e);
        }
    }

    private static Folded Begin(string stream)
    {
        var place = Place.Parse(stream);
        var folder =
            StreamKinds.Find(place.Kind) ?? throw new FormatException($"A {place.Kind.Kebab()} has no stream.");
        return new Folded(folder, folder.Initial(place));
    }

    private sealed record Folded(StreamFolder Folder, object State);
}
