using System.Globalization;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Leases;
using CivicGrains.Storage.Wall;
using CivicGrains.Testing;
using Npgsql;

namespace CivicGrains.Storage.Tests.Wall;

public sealed class FigureTests(PostgresServer server)
{
    private const string NewestSeq = "select coalesce(max(seq), 0) from events";

    [Fact]
    public async Task Whoever_lost_the_lease_counts_nothing()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 1);
        var figures = new FigureStore(database.Source);
        var leases = new LeaseStore(database.Source);
        var old = (await leases.TryAcquireAsync(FigureStore.Projector, Guid.CreateVersion7()))!;
        await figures.CountAsync(old);
        await leases.ReleaseAsync(old);
        var next = (await leases.TryAcquireAsync(FigureStore.Projector, Guid.CreateVersion7()))!;
        await town.LiveAsync(20);
        var before = await Recount.FingerprintAsync(database);

        await Assert.ThrowsAsync<LeaseLostException>(() => figures.CountAsync(old));

        Assert.Equal(before, await Recount.FingerprintAsync(database));
        await figures.CountAsync(next);
        await Recount.AssertEqualAsync(database);
    }

    [Fact]
    public async Task Before_anything_happened_all_is_nothing_at_zero()
    {
        await using var database = await server.CreateDatabaseAsync();
        Assert.Equal(0, await new FigureStore(database.Source).CountAsync());
        var read = await ReadAsync(database, RandomTown.One, DateTimeOffset.UnixEpoch);
        Assert.Equal((0, 0, 0), (read.Seq, read.ByStatus.Length, read.OfDay.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_some_hundred_random_commands_the_figures_are_those_counted_from_the_log(int seed)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, seed);
        var figures = new FigureStore(database.Source);
        var met = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 25; round++)
        {
            await town.LiveAsync(40);
            Assert.Equal(await database.ScalarAsync<long>(NewestSeq), await figures.CountAsync());
            await Recount.AssertEqualAsync(database);
            met.UnionWith(await database.ColumnAsync<string>("select status from figures"));
        }

        Assert.True(town.Changes > 200, $"Only {town.Changes} commands changed anything.");
        Assert.True(met.Count >= 7, $"Only these statuses were met: {string.Join(", ", met)}.");
        Assert.True(await database.ScalarAsync<bool>("select exists (select from issues where archived)"));
        Assert.True(
            await database.ScalarAsync<bool>("select exists (select from events where type = 'issue.taken-over')")
        );
    }

    [Fact]
    public async Task All_at_once_and_step_by_step_come_to_the_same()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 4);
        var figures = new FigureStore(database.Source);
        for (var round = 0; round < 10; round++)
        {
            await town.LiveAsync(20);
            await figures.CountAsync();
        }

        var before = await Recount.FingerprintAsync(database);
        await database.ExecuteAsync("truncate figures, figure_days, figure_parts");
        await database.ExecuteAsync("delete from cursors");
        await figures.CountAsync();

        Assert.Equal(before, await Recount.FingerprintAsync(database));
    }

    [Fact]
    public async Task A_lost_cursor_counts_nothing_twice()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 5);
        var figures = new FigureStore(database.Source);
        await town.LiveAsync(60);
        await figures.CountAsync();
        await database.ExecuteAsync("delete from cursors");
        await town.LiveAsync(20);
        await figures.CountAsync();
        await Recount.AssertEqualAsync(database);
    }

    [Fact]
    public async Task A_projector_that_is_killed_in_the_middle_leaves_nothing_half_done_and_the_next_one_goes_on()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 6);
        var figures = new FigureStore(database.Source);
        var leases = new LeaseStore(database.Source);
        var killed = (await leases.TryAcquireAsync(FigureStore.Projector, Guid.CreateVersion7()))!;
        await town.LiveAsync(40);
        await figures.CountAsync(killed);
        await town.LiveAsync(40);
        var before = await Recount.FingerprintAsync(database);

        // It stands before the days, the parts being written; then its connection is gone.
        await using (var holder = await database.Source.OpenConnectionAsync())
        await using (var held = await holder.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("lock table figure_days in share mode", holder);
            await hold.ExecuteNonQueryAsync();
            var counting = figures.CountAsync(killed);
            Assert.True(await EndWaiterAsync(database));
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => counting);
        }

        Assert.Equal(before, await Recount.FingerprintAsync(database));
        await EndLeaseAsync(database);
        var next = (await leases.TryAcquireAsync(FigureStore.Projector, Guid.CreateVersion7()))!;
        await figures.CountAsync(next);
        await Recount.AssertEqualAsync(database);
    }

    [Fact]
    public async Task A_count_that_is_cancelled_at_whatever_moment_is_done_wholly_or_not_at_all()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 7);
        var figures = new FigureStore(database.Source);
        for (var round = 0; round < 30; round++)
        {
            await town.LiveAsync(10);
            var before = await Recount.FingerprintAsync(database);
            using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(round / 4.0));
            try
            {
                await figures.CountAsync(null, cancelled.Token);
            }
            catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
            {
                // Whether the commit went through is not known: it is all or nothing.
                if (before == await Recount.FingerprintAsync(database))
                {
                    continue;
                }
            }

            await Recount.AssertEqualAsync(database);
        }

        await figures.CountAsync();
        await Recount.AssertEqualAsync(database);
    }

    [Fact]
    public async Task Two_projectors_that_take_the_lease_from_each_other_count_everything_once()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 8);
        using var stop = new CancellationTokenSource();
        Fight[] outcomes = [new(), new()];
        var projectors = outcomes.Select(it => FightAsync(database, it, stop.Token)).ToArray();
        for (
            var n = 0;
            n < 6 || n < 60 && (outcomes.Any(it => it.Counted == 0) || outcomes.All(it => it.Lost == 0));
            n++
        )
        {
            await town.LiveAsync(50);
        }

        await stop.CancelAsync();
        await Task.WhenAll(projectors);

        Assert.All(outcomes, it => Assert.True(it.Counted > 0, "One never counted."));
        Assert.Contains(outcomes, it => it.Lost > 0);
        await new FigureStore(database.Source).CountAsync();
        await Recount.AssertEqualAsync(database);
    }

    [Fact]
    public async Task A_hidden_issue_is_in_no_figure_of_its_community()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 9);
        await town.ReportAsync(RandomTown.HiddenCategory, at: 0);
        await town.ReportAsync("UTL-04", at: 0);
        await new FigureStore(database.Source).CountAsync();

        var read = await ReadAsync(database, RandomTown.One, town.Now);

        Assert.Equal(
            [("community/510105007004", 1L), ("district", 2L), ("subdistrict/510105007", 2L)],
            read.ByStatus.GroupBy(it => it.Area).Select(it => (it.Key, it.Sum(f => f.Issues))).Order()
        );
        Assert.Equal(
            [("community/510105007004", 1L), ("district", 2L), ("subdistrict/510105007", 2L)],
            read.OfDay.Select(it => (it.Area, it.Reported)).Order()
        );
    }

    [Fact]
    public async Task A_deadline_that_has_passed_counts_as_overdue_before_anything_is_logged()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 10);
        await town.ReportAsync("UTL-04", at: 0);
        await new FigureStore(database.Source).CountAsync();
        var due = new DateTimeOffset(await database.ScalarAsync<DateTime>("select due_at from issues"));

        var before = await ReadAsync(database, RandomTown.One, due);
        var after = await ReadAsync(database, RandomTown.One, due.AddTicks(10));

        Assert.All(before.ByStatus, it => Assert.Equal((1, 0), (it.Issues, it.Overdue)));
        Assert.All(after.ByStatus, it => Assert.Equal((1, 1), (it.Issues, it.Overdue)));
        Assert.Equal(before.Seq, after.Seq);
    }

    [Fact]
    public async Task Today_is_the_day_in_the_town()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 11);
        await town.ReportAsync("UTL-04", at: 0);
        await new FigureStore(database.Source).CountAsync();

        // Reported at 9 in the morning of the 24th in the town; its midnight is at 16 h UTC.
        var lastMoment = await ReadAsync(database, RandomTown.One, At("2026-11-24T15:59:59Z"));
        var nextDay = await ReadAsync(database, RandomTown.One, At("2026-11-24T16:00:00Z"));

        Assert.All(lastMoment.OfDay, it => Assert.Equal(1, it.Reported));
        Assert.Empty(nextDay.OfDay);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Task<AreaFigures> ReadAsync(TestDatabase database, Place place, DateTimeOffset now) =>
        new FigureQueries(database.Source).ReadAsync(
            now,
            [
                FigureQueries.District,
                Place.Subdistrict(place.SubdistrictCode!).ToString(),
                Place.Community(place.CommunityCode!).ToString(),
            ]
        );

    /// <summary>Counts under a lease; takes it from the other now and then, while that one counts.</summary>
    /// <summary>How a projector that fights for the lease fares; one writes, the test looks.</summary>
    private sealed class Fight
    {
        private volatile int counted;
        private volatile int lost;

        public int Counted
        {
            get => counted;
            set => counted = value;
        }

        public int Lost
        {
            get => lost;
            set => lost = value;
        }
    }

    private static async Task FightAsync(TestDatabase database, Fight fight, CancellationToken stop)
    {
        var figures = new FigureStore(database.Source);
        var leases = new LeaseStore(database.Source);
        var me = Guid.CreateVersion7();
        var turn = 0;
        while (!stop.IsCancellationRequested)
        {
            if (++turn % 60 == 0)
            {
                await EndLeaseAsync(database);
            }

            if (await leases.TryAcquireAsync(FigureStore.Projector, me, CancellationToken.None) is not { } lease)
            {
                continue;
            }

            try
            {
                for (var n = 0; n < 3; n++)
                {
                    await figures.CountAsync(lease, CancellationToken.None);
                    fight.Counted++;
                }

                await leases.ReleaseAsync(lease, CancellationToken.None);
            }
            catch (LeaseLostException)
            {
                fight.Lost++;
            }
        }
    }

    private static Task EndLeaseAsync(TestDatabase database) =>
        database.ExecuteAsync("update leases set until = clock_timestamp() where name = $1", FigureStore.Projector);

    /// <summary>Ends the backend that waits for the table of days, as soon as there is one.</summary>
    private static async Task<bool> EndWaiterAsync(TestDatabase database)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromSeconds(30))
        {
            var ended = await database.ScalarAsync<bool>(
                """
                select bool_or(pg_terminate_backend(l.pid))
                from pg_locks l
                where not l.granted and l.relation = 'figure_days'::regclass
                """
            );
            if (ended)
            {
                return true;
            }
        }

        return false;
    }
}
