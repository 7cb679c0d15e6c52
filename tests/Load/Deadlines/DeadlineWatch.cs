using System.Collections.Concurrent;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Clock;
using Npgsql;

namespace CivicGrains.Load.Deadlines;

/// <summary>A deadline that was carried out.</summary>
/// <param name="DueAt">When it was due.</param>
/// <param name="At">When the owner carried it out: <c>at</c> of its event.</param>
/// <param name="SeenAt">When a reader of the log in another process saw the event, which was durable by then.</param>
internal sealed record Firing(DateTimeOffset DueAt, DateTimeOffset At, DateTimeOffset SeenAt);

/// <summary>
/// Follows the log as any other reader does, and holds what happened by itself against what was due. All times are those
/// of the town, which goes as fast as the machine's clock here.
/// </summary>
internal sealed class DeadlineWatch(NpgsqlDataSource source, DomainClock clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);
    private static readonly string Escalated = EventCatalog.NameOf<IssueEscalated>();

    private readonly ConcurrentDictionary<string, Firing> _fired = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, DateTimeOffset> _due = new Dictionary<string, DateTimeOffset>();
    private long _seq;
    private int _again;

    /// <summary>How many deadlines there are.</summary>
    public int Pending => _due.Count;

    /// <summary>How many were carried out.</summary>
    public int FiredCount => _fired.Count;

    /// <summary>How many were carried out more than once.</summary>
    public int Again => Volatile.Read(ref _again);

    public IReadOnlyCollection<Firing> Fired => [.. _fired.Values];

    /// <summary>The first of the deadlines.</summary>
    public DateTimeOffset First => _due.Values.Min();

    /// <summary>The last of the deadlines.</summary>
    public DateTimeOffset Last => _due.Values.Max();

    /// <summary>Reads the deadlines of all open issues, as everybody is told them.</summary>
    public async Task ReadAsync()
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (
            var command = new NpgsqlCommand("select id, due_at from issues where due_at is not null", connection)
        )
        await using (var reader = await command.ExecuteReaderAsync())
        {
            var due = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            while (await reader.ReadAsync())
            {
                due.Add(reader.GetString(0), await reader.GetFieldValueAsync<DateTimeOffset>(1));
            }

            _due = due;
        }

        await using var end = new NpgsqlCommand("select coalesce(max(seq), 0) from events", connection);
        _seq = (long)(await end.ExecuteScalarAsync())!;
    }

    /// <summary>How many that were due at a moment have not been seen yet.</summary>
    public int MissingAt(DateTimeOffset moment) => _due.Count(it => it.Value <= moment && !_fired.ContainsKey(it.Key));

    /// <summary>When the last of those that were due at a moment was seen.</summary>
    public DateTimeOffset LastSeenOf(DateTimeOffset moment) =>
        _fired.Values.Where(it => it.DueAt <= moment).Max(it => it.SeenAt);

    /// <summary>Follows the log until it is cancelled, through crashes of the server too.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "select seq, subject, type, at from events where seq > $1 order by seq limit 20000"
        );
        var after = command.Parameters.Add(new NpgsqlParameter<long>());
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                ((NpgsqlParameter<long>)after!).TypedValue = _seq;
                await TakeAsync(command, cancellationToken);
                await Task.Delay(Look, cancellationToken);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(AfterFailure, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task TakeAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        DateTimeOffset? now = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            now ??= clock.GetUtcNow();
            _seq = reader.GetInt64(0);
            if (
                reader.GetString(2) != Escalated
                || await reader.IsDBNullAsync(1, cancellationToken)
                || !_due.TryGetValue(reader.GetString(1), out var due)
            )
            {
                continue;
            }

            var firing = new Firing(
                due,
                await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken),
                now.Value
            );
            if (!_fired.TryAdd(reader.GetString(1), firing))
            {
                Interlocked.Increment(ref _again);
            }
        }
    }
}
