using CivicGrains.Storage.Clock;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Clock;

public sealed class DomainClockTests(PostgresServer server)
{
    private static readonly DateTimeOffset Start = new(2026, 8, 26, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Bound of the error of asking the server, in real time, on a machine that is busy with other things.</summary>
    private static readonly TimeSpan Error = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_clock_that_was_not_opened_tells_no_time()
    {
        using var source = Npgsql.NpgsqlDataSource.Create("Host=/nowhere");
        Assert.Throws<InvalidOperationException>(() => new DomainClock(source).GetUtcNow());
    }

    [Fact]
    public async Task A_running_clock_cannot_be_moved_or_released()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = await OpenAsync(database);
        Assert.Throws<InvalidOperationException>(() => clock.AdvanceTo(clock.GetUtcNow().AddDays(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => clock.ReleaseAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_speed_that_is_not_forward_is_refused(double speed)
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = await OpenAsync(database);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => clock.SetSpeedAsync(speed));
    }

    [Fact]
    public async Task A_town_begins_in_real_time()
    {
        await using var database = await server.CreateDatabaseAsync();
        var before = TimeProvider.System.GetUtcNow();
        var clock = await OpenAsync(database);
        Assert.InRange(clock.GetUtcNow(), before - Error, TimeProvider.System.GetUtcNow() + Error);
        Assert.Equal((1, false), (clock.Speed, clock.IsDriven));
    }

    [Fact]
    public async Task It_shows_whole_microseconds_and_never_an_earlier_time_whatever_happens_to_the_speed()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = await OpenAsync(database);
        var last = DateTimeOffset.MinValue;
        foreach (var speed in new[] { 1440, 1, 100_000, 0.5, 60 })
        {
            await clock.SetSpeedAsync(speed);
            for (var n = 0; n < 10_000; n++)
            {
                var now = clock.GetUtcNow();
                Assert.True(now >= last, $"{now:O} after {last:O} at speed {speed}");
                Assert.Equal(0, now.UtcTicks % TimeSpan.TicksPerMicrosecond);
                last = now;
            }
        }
    }

    [Fact]
    public async Task After_a_restart_it_is_never_earlier_and_keeps_its_speed()
    {
        await using var database = await server.CreateDatabaseAsync();
        var first = await OpenAsync(database);
        await first.SetSpeedAsync(86_400);
        await AgeAsync(database, "1 hour");
        await first.RefreshAsync(CancellationToken.None);
        var shown = first.GetUtcNow();
        Assert.True(shown > TimeProvider.System.GetUtcNow().AddDays(3_000));

        var second = await OpenAsync(database);
        Assert.Equal(86_400, second.Speed);
        Assert.True(second.GetUtcNow() >= shown - Error * 86_400);
    }

    [Fact]
    public async Task A_machine_whose_clock_was_set_back_does_not_take_the_town_back()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = await OpenAsync(database);
        var shown = clock.GetUtcNow();
        await AgeAsync(database, "-1 hour");
        Assert.True((await OpenAsync(database)).GetUtcNow() >= shown - Error);
    }

    [Fact]
    public async Task It_opens_no_earlier_than_the_newest_event_of_the_log()
    {
        await using var database = await server.CreateDatabaseAsync();
        await OpenAsync(database);
        var future = TimeProvider.System.GetUtcNow().AddDays(3);
        await AddEventAsync(database, future);
        Assert.True((await OpenAsync(database)).GetUtcNow() >= future - Error);
    }

    [Fact]
    public async Task All_processes_agree_also_after_one_has_changed_the_speed()
    {
        await using var database = await server.CreateDatabaseAsync();
        var one = await OpenAsync(database);
        var other = await OpenAsync(database);
        await one.SetSpeedAsync(60);
        await AgeAsync(database, "1 hour");
        await one.RefreshAsync(CancellationToken.None);
        await other.RefreshAsync(CancellationToken.None);
        Assert.Equal(60, other.Speed);

        // Both went on by 60 hours; what one shows lies between two readings of the other.
        var before = other.GetUtcNow();
        Assert.InRange(one.GetUtcNow(), before - Error * 60, other.GetUtcNow() + Error * 60);
    }

    [Fact]
    public async Task A_driven_clock_stands_still_and_moves_forward_only()
    {
        var clock = DomainClock.Driven(Start);
        Assert.Equal(Start, clock.GetUtcNow());
        clock.AdvanceTo(Start.AddHours(1));
        clock.AdvanceTo(Start);
        Assert.Equal(Start.AddHours(1), clock.GetUtcNow());
        Assert.Null(clock.RealDelayUntil(Start.AddDays(1)));
        await using var timer = clock.CreateTimer(_ => Assert.Fail("It fired."), null, TimeSpan.Zero, TimeSpan.Zero);
    }

    [Fact]
    public async Task A_town_is_driven_through_its_past_and_then_runs_on_from_where_it_is()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = await OpenAsync(database);
        await clock.DriveAsync(Start);
        Assert.Equal(Start, clock.GetUtcNow());
        clock.AdvanceTo(Start.AddDays(90));
        await clock.RefreshAsync(CancellationToken.None);
        Assert.Equal(Start.AddDays(90), clock.GetUtcNow());

        await clock.ReleaseAsync();
        Assert.False(clock.IsDriven);
        Assert.InRange(clock.GetUtcNow(), Start.AddDays(90), Start.AddDays(90).AddMinutes(5));
    }

    [Fact]
    public async Task A_driver_that_was_killed_finds_the_clock_at_its_newest_event()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = await OpenAsync(database);
        await clock.DriveAsync(Start);
        clock.AdvanceTo(Start.AddDays(30));
        await AddEventAsync(database, clock.GetUtcNow());

        var next = await OpenAsync(database);
        Assert.True(next.IsDriven);
        Assert.Equal(Start.AddDays(30), next.GetUtcNow());
    }

    [Fact]
    public async Task A_deadline_of_the_town_comes_sooner_in_real_time_when_the_town_is_fast()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = await OpenAsync(database);
        await clock.SetSpeedAsync(1440);
        var delay = clock.RealDelayUntil(clock.GetUtcNow().AddDays(1))!.Value;
        Assert.InRange(delay, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal(TimeSpan.Zero, clock.RealDelayUntil(clock.GetUtcNow().AddDays(-1)));

        var fired = new TaskCompletionSource();
        await using var timer = clock.CreateTimer(
            _ => fired.TrySetResult(),
            null,
            TimeSpan.FromSeconds(1440),
            Timeout.InfiniteTimeSpan
        );
        await fired.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("2026-11-23T15:59:59.999999Z", "2026-11-23")]
    [InlineData("2026-11-23T16:00:00Z", "2026-11-24")]
    public void The_towns_day_changes_at_midnight_in_Shanghai(string instant, string date)
    {
        var at = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        var day = DateOnly.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(day, Town.DateOf(at));
        Assert.True(Town.StartOf(day) <= at && at < Town.StartOf(day.AddDays(1)));
    }

    private static async Task<DomainClock> OpenAsync(TestDatabase database)
    {
        var clock = new DomainClock(database.Source);
        await clock.OpenAsync();
        return clock;
    }

    /// <summary>Makes the anchor as old as if it had been set so long ago.</summary>
    private static Task AgeAsync(TestDatabase database, string interval) =>
        database.ExecuteAsync($"update domain_clock set real_at = real_at - interval '{interval}'");

    private static Task AddEventAsync(TestDatabase database, DateTimeOffset at) =>
        database.ExecuteAsync(
            """
            insert into events (seq, stream, version, type, payload, command_id, actor, at, hash)
            values (1, 'grid/510105007004', 1, 'grid.registered', '{}', $1, $1, $2, sha256(''))
            """,
            Guid.CreateVersion7(),
            at
        );
}
