using System.Diagnostics;
using Npgsql;

namespace CivicGrains.Storage.Clock;

/// <summary>
/// The time of the town: what events, deadlines and lists go by. Runs <see cref="Speed"/> times as fast as real time
/// from an anchor in PostgreSQL that all processes share, and never backward: not within a process, not over
/// restarts, not when the speed changes. Reading it asks nobody: a process knows the anchor and counts on by itself.
/// </summary>
/// <remarks>
/// <para>
/// In driven mode it stands still until somebody moves it, and nothing fires by itself: that is how months of demo
/// history are loaded in minutes, and how tests jump from deadline to deadline.
/// </para>
/// <para><see cref="TimeProvider.GetTimestamp"/>, which measures durations, stays in real time.</para>
/// </remarks>
public sealed class DomainClock : TimeProvider
{
    /// <summary>How far a process may stray from the shared anchor before it takes it anew, in real time.</summary>
    private static readonly TimeSpan StrayMax = TimeSpan.FromMilliseconds(5);

    private const int Readings = 3;

    private readonly NpgsqlDataSource? source;
    private Anchor? anchor;
    private long shownTicks;

    /// <summary>A clock on a database; <see cref="OpenAsync"/> before the first reading.</summary>
    public DomainClock(NpgsqlDataSource source) => this.source = source;

    private DomainClock(DateTimeOffset start)
    {
        anchor = new Anchor(WholeMicroseconds(start.UtcTicks), Stopwatch.GetTimestamp(), 1, IsDriven: true, Version: 0);
    }

    /// <summary>Domain seconds per real second.</summary>
    public double Speed => Current.Speed;

    /// <summary>Whether it only moves when <see cref="AdvanceTo"/> says so.</summary>
    public bool IsDriven => Current.IsDriven;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    private Anchor Current =>
        Volatile.Read(ref anchor) ?? throw new InvalidOperationException("The domain clock was not opened yet.");

    /// <summary>A clock of a test's own that stands still until it is moved, without any database.</summary>
    public static DomainClock Driven(DateTimeOffset start) => new(start);

    /// <summary>Takes the shared anchor, or sets it where there is none: then domain time begins as real time.</summary>
    public Task OpenAsync(CancellationToken cancellationToken = default) =>
        SynchroniseAsync(ClockSql.Open, [], cancellationToken);

    /// <summary>Domain time in whole microseconds, UTC.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        var ticks = Current.TicksAt(Stopwatch.GetTimestamp());
        while (true)
        {
            var shown = Volatile.Read(ref shownTicks);
            if (ticks <= shown)
            {
                return new DateTimeOffset(shown, TimeSpan.Zero);
            }

            if (Interlocked.CompareExchange(ref shownTicks, ticks, shown) == shown)
            {
                return new DateTimeOffset(ticks, TimeSpan.Zero);
            }
        }
    }

    /// <summary>
    /// Real time until a domain instant, zero when it has passed; null in driven mode, where waiting would not end.
    /// </summary>
    public TimeSpan? RealDelayUntil(DateTimeOffset instant)
    {
        var current = Current;
        if (current.IsDriven)
        {
            return null;
        }

        var ahead = instant - GetUtcNow();
        return ahead <= TimeSpan.Zero ? TimeSpan.Zero : ahead / current.Speed;
    }

    /// <summary>A timer in domain time; in driven mode it never fires. Later changes of speed do not move it.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var current = Current;
        return System.CreateTimer(callback, state, Scale(dueTime), Scale(period));

        TimeSpan Scale(TimeSpan span) =>
            span == Timeout.InfiniteTimeSpan || span == TimeSpan.Zero && !current.IsDriven ? span
            : current.IsDriven ? Timeout.InfiniteTimeSpan
            : span / current.Speed;
    }

    /// <summary>Changes the speed for all processes; the others notice within a second.</summary>
    /// <param name="speed">Above 0.</param>
    public Task SetSpeedAsync(double speed, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        return SynchroniseAsync(ClockSql.SetSpeed, [speed], cancellationToken);
    }

    /// <summary>Makes the clock of all processes stand still at an instant, or where the log has come to if that is later.</summary>
    public Task DriveAsync(DateTimeOffset start, CancellationToken cancellationToken = default) =>
        SynchroniseAsync(ClockSql.Drive, [start.ToUniversalTime()], cancellationToken, restart: true);

    /// <summary>Moves a driven clock forward; it stays where it is when the instant has passed.</summary>
    /// <exception cref="InvalidOperationException">The clock runs by itself.</exception>
    public void AdvanceTo(DateTimeOffset instant)
    {
        var current = Current;
        if (!current.IsDriven)
        {
            throw new InvalidOperationException("Only a driven clock can be moved.");
        }

        var ticks = WholeMicroseconds(instant.UtcTicks);
        if (ticks > current.DomainTicks)
        {
            Volatile.Write(ref anchor, current with { DomainTicks = ticks });
        }
    }

    /// <summary>Lets a driven clock run on by itself, from where it is.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken = default) =>
        SynchroniseAsync(ClockSql.Release, [GetUtcNow()], cancellationToken);

    /// <summary>Takes the shared anchor again where it has changed or this process has strayed from it.</summary>
    internal Task RefreshAsync(CancellationToken cancellationToken) => SynchroniseAsync(null, [], cancellationToken);

    private static long WholeMicroseconds(long ticks) => ticks - ticks % TimeSpan.TicksPerMicrosecond;

    private async Task SynchroniseAsync(
        string? change,
        object[] parameters,
        CancellationToken cancellationToken,
        bool restart = false
    )
    {
        if (source is null)
        {
            throw new InvalidOperationException("This clock has no database.");
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (change is not null)
        {
            await using var command = new NpgsqlCommand(change, connection);
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(new() { Value = parameter });
            }

            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                throw new InvalidOperationException("The clock is not in the mode that this needs.");
            }
        }

        var shared = await ReadAnchorAsync(connection, cancellationToken);
        var known = Volatile.Read(ref anchor);
        if (known is null || known.Version != shared.Version || known.StraysFrom(shared, StrayMax))
        {
            Volatile.Write(ref anchor, shared);
        }

        if (restart)
        {
            // History may begin before the time that was shown; on an empty log nobody has used it.
            Volatile.Write(ref shownTicks, shared.DomainTicks);
        }
    }

    /// <summary>
    /// Asks the server for the time of the town. It reads its clock somewhere between question and answer: of several
    /// answers the quickest is the most exact.
    /// </summary>
    private static async Task<Anchor> ReadAnchorAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Anchor? best = null;
        var shortest = long.MaxValue;
        for (var n = 0; n < Readings; n++)
        {
            var asked = Stopwatch.GetTimestamp();
            await using var command = new NpgsqlCommand(ClockSql.Read, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
            {
                throw new InvalidOperationException("The clock was not opened yet: its row is missing.");
            }

            var took = Stopwatch.GetTimestamp() - asked;
            if (took < shortest)
            {
                shortest = took;
                var now = await reader.GetFieldValueAsync<DateTime>(0, cancellationToken);
                best = new Anchor(
                    now.Ticks,
                    asked + took / 2,
                    reader.GetDouble(1),
                    reader.GetBoolean(2),
                    reader.GetInt32(3)
                );
            }
        }

        return best!;
    }

    private sealed record Anchor(long DomainTicks, long Stamp, double Speed, bool IsDriven, int Version)
    {
        public long TicksAt(long stamp) =>
            IsDriven
                ? DomainTicks
                : WholeMicroseconds(DomainTicks + (long)(Stopwatch.GetElapsedTime(Stamp, stamp).Ticks * Speed));

        /// <summary>A driven clock is moved in memory alone: it never strays.</summary>
        public bool StraysFrom(Anchor other, TimeSpan realMax) =>
            !IsDriven && Math.Abs(TicksAt(other.Stamp) - other.DomainTicks) > realMax.Ticks * Speed;
    }
}
