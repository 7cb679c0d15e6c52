using System.Data;
using System.Globalization;
using CivicGrains.Domain.Common;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>How far a verification has come, in events, texts and photos together.</summary>
public sealed record VerifyProgress(long Done, long Total);

/// <summary>What is wrong at a place of the log; of each stream only the first bad event is named.</summary>
/// <param name="Version">The event of the stream; 0 when no event is to blame.</param>
public sealed record ChainFault(string Stream, int Version, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Stream}, version {Version}: {Message}");
}

/// <summary>What a verification found.</summary>
/// <param name="Faults">Empty when all is well; the first hundred.</param>
public sealed record VerifyReport(long Streams, long Events, long Texts, long Photos, IReadOnlyList<ChainFault> Faults);

/// <summary>
/// Recomputes the hash chain of the log from what is stored: every hash, versions without holes, sequence numbers and
/// times that never fall, heads that are last events, and texts and photos that still have the commitment they are named
/// by.
/// </summary>
public sealed class ChainVerifier(NpgsqlDataSource source)
{
    private const int FaultsMax = 100;
    private const int EventsPerReport = 1_000;
    private static readonly string CountAll = SqlText.Load("verify-count");
    private static readonly string ReadEvents = SqlText.Load("verify-events");
    private static readonly string ReadHeads = SqlText.Load("verify-heads");
    private static readonly string ReadTexts = SqlText.Load("verify-texts");
    private static readonly string ReadPhotos = SqlText.Load("verify-photos");
    private static readonly string FindMention = SqlText.Load("verify-mention");

    /// <summary>Verifies one stream, or the whole log, its texts and photos, as it stands at one moment.</summary>
    /// <param name="stream">Null for all.</param>
    public async Task<VerifyReport> VerifyAsync(
        string? stream = null,
        IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var run = new Run(connection, stream, progress, cancellationToken);
        await run.CountAsync();
        await run.VerifyEventsAsync();
        await run.VerifyHeadsAsync();
        if (stream is null)
        {
            await run.VerifyTextsAsync();
            await run.VerifyPhotosAsync();
        }

        return run.Report();
    }

    /// <summary>What stands at the end of a stream as far as it was followed.</summary>
    private sealed record End(string Stream, int Version, long Seq, DateTimeOffset At, ReadOnlyMemory<byte> Hash);

    private sealed class Run(
        NpgsqlConnection connection,
        string? stream,
        IProgress<VerifyProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        private readonly List<ChainFault> faults = [];
        private readonly Dictionary<string, End> ends = new(StringComparer.Ordinal);
        private readonly HashSet<string> badStreams = new(StringComparer.Ordinal);
        private long total;
        private long events;
        private long texts;
        private long photos;
        private long contents;

        public VerifyReport Report() => new(ends.Count, events, texts, photos, faults);

        public async Task CountAsync()
        {
            await using var command = Command(CountAll);
            total = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }

        public async Task VerifyEventsAsync()
        {
            await using var command = Command(ReadEvents);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var last = new End("", 0, 0, DateTimeOffset.MinValue, ReadOnlyMemory<byte>.Empty);
            while (await reader.ReadAsync(cancellationToken))
            {
                var logged = LogReader.Read(reader);
                if (logged.Stream != last.Stream)
                {
                    last = new End(logged.Stream, 0, 0, DateTimeOffset.MinValue, EventHash.Genesis);
                }

                if (!badStreams.Contains(logged.Stream) && FaultOf(last, logged) is { } fault)
                {
                    badStreams.Add(logged.Stream);
                    Add(fault);
                }

                last = new End(logged.Stream, logged.Version, logged.Seq, logged.At, logged.Hash);
                ends[logged.Stream] = last;
                events++;
                Progress();
            }
        }

        public async Task VerifyHeadsAsync()
        {
            await using var command = Command(ReadHeads);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var headed = new HashSet<string>(StringComparer.Ordinal);
            while (await reader.ReadAsync(cancellationToken))
            {
                var (name, version) = (reader.GetString(0), reader.GetInt32(1));
                headed.Add(name);
                var hash = LogReader.ReadBytes(reader, 2);
                if (badStreams.Contains(name))
                {
                    continue;
                }

                if (!ends.TryGetValue(name, out var end) || end.Version < version)
                {
                    Add(
                        new ChainFault(
                            name,
                            (end?.Version ?? 0) + 1,
                            "the head says there is this event; it is missing"
                        )
                    );
                }
                else if (end.Version != version || !end.Hash.Span.SequenceEqual(hash))
                {
                    Add(new ChainFault(name, end.Version, "the head is not the last event"));
                }
            }

            foreach (var end in ends.Values.Where(e => !headed.Contains(e.Stream) && !badStreams.Contains(e.Stream)))
            {
                Add(new ChainFault(end.Stream, end.Version, "the stream has no head"));
            }
        }

        public async Task VerifyTextsAsync()
        {
            texts = await VerifyContentsAsync(
                ReadTexts,
                "text",
                reader => PrivateText.Commit(LogReader.ReadBytes(reader, 1), reader.GetString(2))
            );
        }

        public async Task VerifyPhotosAsync()
        {
            photos = await VerifyContentsAsync(
                ReadPhotos,
                "photo",
                reader => PrivateText.Commit(LogReader.ReadBytes(reader, 1), LogReader.ReadBytes(reader, 2))
            );
        }

        /// <returns>How many there are.</returns>
        private async Task<long> VerifyContentsAsync(string sql, string what, Func<NpgsqlDataReader, string> commit)
        {
            var (count, bad) = (0L, new List<string>());
            await using (var command = Command(sql))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    var commitment = reader.GetString(0);
                    if (commit(reader) != commitment)
                    {
                        bad.Add(commitment);
                    }

                    count++;
                    contents++;
                    Progress();
                }
            }

            foreach (var commitment in bad.Take(FaultsMax))
            {
                Add(await FindMentionAsync(commitment, what));
            }

            return count;
        }

        private static ChainFault? FaultOf(End last, LoggedEvent logged)
        {
            if (logged.Version != last.Version + 1)
            {
                return new ChainFault(logged.Stream, last.Version + 1, "the event is missing");
            }

            if (!EventHash.Of(last.Hash.Span, logged).AsSpan().SequenceEqual(logged.Hash.Span))
            {
                return new ChainFault(logged.Stream, logged.Version, "the event is not what its hash says");
            }

            if (logged.Seq <= last.Seq)
            {
                return new ChainFault(logged.Stream, logged.Version, "its seq does not rise");
            }

            return logged.At < last.At
                ? new ChainFault(logged.Stream, logged.Version, "it lies before the event before it")
                : null;
        }

        private async Task<ChainFault> FindMentionAsync(string commitment, string what)
        {
            await using var command = new NpgsqlCommand(FindMention, connection);
            command.Parameters.Add(new() { Value = commitment });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var message = $"the {what} {commitment} is not what its commitment says";
            return await reader.ReadAsync(cancellationToken)
                ? new ChainFault(reader.GetString(0), reader.GetInt32(1), message)
                : new ChainFault("(no stream)", 0, message);
        }

        private NpgsqlCommand Command(string sql) =>
            new(sql, connection)
            {
                CommandTimeout = 0,
                Parameters =
                {
                    new() { Value = (object?)stream ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                },
            };

        private void Add(ChainFault fault)
        {
            if (faults.Count < FaultsMax)
            {
                faults.Add(fault);
            }
        }

        private void Progress()
        {
            var done = events + contents;
            if (done % EventsPerReport == 0 || done == total)
            {
                progress?.Report(new VerifyProgress(done, total));
            }
        }
    }
}
