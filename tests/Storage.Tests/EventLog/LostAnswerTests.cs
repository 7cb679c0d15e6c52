using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.EventLog;

/// <summary>What an append says when its answer never came; see section "Unknown outcome" of the decision on group commit.</summary>
public sealed class LostAnswerTests(PostgresServer shared)
{
    private static readonly EventLogOptions Impatient = new()
    {
        Connections = 1,
        WriteTimeout = TimeSpan.FromSeconds(1),
        SettleTimeout = TimeSpan.FromSeconds(1),
    };

    [Theory]
    [InlineData("53100")] // disk full
    [InlineData("53200")] // out of memory
    [InlineData("58030")] // input or output failed
    [InlineData("XX000")]
    public async Task A_server_that_cannot_write_costs_nothing_and_the_next_command_is_written_when_it_can(string state)
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var first = Appends.First("compound/a");
        await log.AppendAsync(first);
        await database.ExecuteAsync(
            $"""
            create function refuse() returns trigger language plpgsql as $$
            begin
              raise exception using errcode = '{state}', message = 'cannot write';
            end $$;
            create trigger refuse before insert on events execute function refuse()
            """
        );

        var later = Appends.First("compound/b");
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(later));
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Appends.First("compound/c")));
        await database.ExecuteAsync("drop trigger refuse on events");

        Assert.Equal(AppendOutcome.Won, (await log.AppendAsync(later)).Outcome);
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from events"));
    }

    [Fact]
    public async Task With_no_server_and_nothing_sent_the_log_is_unavailable_and_recovers_by_itself()
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var request = Appends.First("compound/a");
        await server.KillAsync();

        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(request));

        await server.StartAgainAsync();
        Assert.Equal(AppendOutcome.Won, (await log.AppendAsync(request)).Outcome);
    }

    [Fact]
    public async Task When_the_server_dies_with_an_append_and_stays_away_the_outcome_is_unknown()
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(
            database.Source,
            options: Impatient with
            {
                WriteTimeout = TimeSpan.FromSeconds(30),
            }
        );
        var request = Appends.First("compound/a");
        var held = await LogLock.TakeAsync(database);
        var append = log.AppendAsync(request);
        await held.WaitForWaitersAsync(1);

        await server.KillAsync();

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => append);
        Assert.Contains(request.CommandId.ToString(), unknown.Message, StringComparison.Ordinal);
        await server.StartAgainAsync();
        Assert.Equal(AppendOutcome.Won, (await log.AppendAsync(request)).Outcome);
    }

    [Fact]
    public async Task When_the_server_dies_with_an_append_and_comes_back_the_append_is_settled()
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var held = await LogLock.TakeAsync(database);
        var append = log.AppendAsync(Appends.First("compound/a"));
        await held.WaitForWaitersAsync(1);

        await server.KillAsync();
        await server.StartAgainAsync();

        Assert.Equal(AppendOutcome.Won, (await append).Outcome);
        Assert.Equal(1, await CountEventsAsync(database));
    }

    [Fact]
    public async Task A_connection_cut_while_waiting_for_the_lock_leaves_no_one_behind_who_would_write_later()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var wire = new CuttableWire(database.ConnectionString);
        await using var log = new PostgresEventLog(wire.Source, options: new EventLogOptions { Connections = 1 });
        Task<AppendResult> append;
        await using (var held = await LogLock.TakeAsync(database))
        {
            append = log.AppendAsync(Appends.First("compound/a"));
            await held.WaitForWaitersAsync(1);
            var before = Assert.Single(await held.WaitersAsync());

            wire.Cut();

            // It comes again, and only when the old backend, which knew nothing of the cut, was ended.
            int[] waiting;
            do
            {
                await held.WaitForWaitersAsync(1);
                waiting = [.. await held.WaitersAsync()];
            } while (waiting is [var same] && same == before);

            Assert.DoesNotContain(before, waiting);
        }

        Assert.Equal(AppendOutcome.Won, (await append).Outcome);
        Assert.Equal(1, await CountEventsAsync(database));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_found()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var wire = new CuttableWire(database.ConnectionString);
        await using var log = new PostgresEventLog(wire.Source, options: new EventLogOptions { Connections = 1 });
        var first = Appends.First("compound/a", events: 2);
        Task<AppendResult> append;
        await using (var held = await LogLock.TakeAsync(database))
        {
            append = log.AppendAsync(first);
            await held.WaitForWaitersAsync(1);
            wire.SwallowAnswers();
        }

        while (await CountEventsAsync(database) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        wire.Cut();

        var won = await append;
        Assert.Equal((AppendOutcome.Won, 2L), (won.Outcome, won.LastSeq));
        Assert.Equal(2, await CountEventsAsync(database));
        Assert.Equal(AppendOutcome.Won, (await log.AppendAsync(first.Next(won))).Outcome);
    }

    [Fact]
    public async Task A_repeat_whose_answer_was_lost_is_found_as_known()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var wire = new CuttableWire(database.ConnectionString);
        await using var log = new PostgresEventLog(wire.Source, options: new EventLogOptions { Connections = 1 });
        var first = Appends.First("compound/a");
        var won = await log.AppendAsync(first);
        Task<AppendResult> repeat;
        await using (var held = await LogLock.TakeAsync(database))
        {
            repeat = log.AppendAsync(Appends.First("compound/b") with { CommandId = first.CommandId });
            await held.WaitForWaitersAsync(1);
            wire.Cut();
        }

        var known = await repeat;
        Assert.Equal((AppendOutcome.Known, won.LastSeq, first.Answer), (known.Outcome, known.LastSeq, known.Answer));
    }

    [Fact]
    public async Task An_append_that_took_too_long_is_not_written_after_its_caller_was_told_so()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: Impatient);
        await using (await LogLock.TakeAsync(database))
        {
            // Sent three times, each time ended before the next.
            await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Appends.First("compound/a")));
        }

        // Whoever still waited for the lock would be before this one.
        Assert.Equal(AppendOutcome.Won, (await log.AppendAsync(Appends.First("compound/b"))).Outcome);
        Assert.Equal(
            ["compound/b"],
            await database.ColumnAsync<string>("select stream from events"),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task A_time_out_whose_commit_came_all_the_same_is_found()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var wire = new CuttableWire(database.ConnectionString);
        await using var log = new PostgresEventLog(
            wire.Source,
            options: Impatient with
            {
                SettleTimeout = TimeSpan.FromSeconds(15),
            }
        );
        Task<AppendResult> append;
        await using (var held = await LogLock.TakeAsync(database))
        {
            append = log.AppendAsync(Appends.First("compound/a"));
            await held.WaitForWaitersAsync(1);
            wire.SwallowAnswers();
        }

        // The writer gives up by itself; only then does the wire work again.
        while (
            await database.ScalarAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and query like '%pg_terminate_backend(pid%' and pid <> pg_backend_pid()"
            ) == 0
        )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        wire.Cut();

        Assert.Equal((AppendOutcome.Won, 1L), ((await append).Outcome, (await append).LastSeq));
        Assert.Equal(1, await CountEventsAsync(database));
    }

    [Fact]
    public async Task A_stopped_process_that_holds_the_lock_is_ended_and_the_append_wins()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        using var stopped = await StoppedProcess.HoldLogAsync(database);

        Assert.Equal(AppendOutcome.Won, (await log.AppendAsync(Appends.First("compound/a"))).Outcome);
    }

    private static Task<long> CountEventsAsync(TestDatabase database) =>
        database.ScalarAsync<long>("select count(*) from events");
}
