using CivicGrains.Domain.Common;
using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.EventLog;

public sealed class AppendTests(PostgresServer server)
{
    private static readonly EventLogOptions OneConnection = new() { Connections = 1 };

    [Fact]
    public async Task An_append_on_an_old_version_is_behind_and_leaves_nothing()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var first = Appends.First("compound/a");
        var won = await log.AppendAsync(first);
        await log.AppendAsync(first.Next(won));

        var stale = await log.AppendAsync(
            first.Next(won).WithRow("stale") with
            {
                Texts = [PrivateText.Of("note", "x")],
            }
        );

        Assert.Equal(AppendOutcome.Behind, stale.Outcome);
        Assert.Equal([1, 2], await VersionsAsync(database, "compound/a"));
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from commands"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from contents"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from probes"));
    }

    [Fact]
    public async Task An_append_that_skips_a_version_is_behind()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var won = await log.AppendAsync(Appends.First("compound/a"));

        var ahead = await log.AppendAsync(Appends.After("compound/a", 2, won.HeadHash));
        var onNothing = await log.AppendAsync(Appends.After("compound/b", 1, won.HeadHash));

        Assert.Equal((AppendOutcome.Behind, AppendOutcome.Behind), (ahead.Outcome, onNothing.Outcome));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from events"));
    }

    [Fact]
    public async Task An_append_on_another_event_of_the_same_version_is_behind()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await log.AppendAsync(Appends.First("compound/a"));

        var forked = await log.AppendAsync(Appends.After("compound/a", 1, new byte[32]));

        Assert.Equal(AppendOutcome.Behind, forked.Outcome);
    }

    [Fact]
    public async Task A_stream_begun_twice_is_behind_the_second_time()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await log.AppendAsync(Appends.First("compound/a"));

        Assert.Equal(AppendOutcome.Behind, (await log.AppendAsync(Appends.First("compound/a"))).Outcome);
    }

    [Fact]
    public async Task A_text_with_a_zero_character_or_half_a_surrogate_pair_fails_before_it_is_queued()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        foreach (var body in new[] { "a\0b", "\ud83d", "\ude00!" })
        {
            var salt = new byte[PrivateText.SaltBytes];
            var text = new PrivateText(new string('0', 64), [.. salt], "note", body);
            await Assert.ThrowsAsync<PoisonAppendException>(() =>
                log.AppendAsync(Appends.First("compound/a") with { Texts = [text] })
            );
        }

        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from events"));
    }

    [Fact]
    public async Task A_row_that_PostgreSQL_cannot_store_fails_alone_in_the_middle_of_a_batch()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: OneConnection);
        var requests = Enumerable.Range(0, 41).Select(i => Appends.First($"compound/{i}").WithRow("fine")).ToArray();
        requests[17] = requests[17].Poisoned();
        requests[40] = requests[40].Poisoned();

        var (_, appends) = await InOneBatchAsync(database, log, requests);

        var bad = await Assert.ThrowsAsync<PoisonAppendException>(() => appends[17]);
        Assert.Contains(requests[17].CommandId.ToString(), bad.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PoisonAppendException>(() => appends[40]);
        foreach (var fine in appends.Where((_, i) => i is not 17 and not 40))
        {
            Assert.Equal(AppendOutcome.Won, (await fine).Outcome);
        }

        Assert.Equal(39, await database.ScalarAsync<long>("select count(*) from probes"));
        Assert.Equal(40, await database.ScalarAsync<long>("select count(*) from commands"));
    }

    [Fact]
    public async Task A_repeated_command_gets_the_first_answer_and_writes_no_second_event()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var first = Appends.First("compound/a", events: 2);
        var won = await log.AppendAsync(first);

        var repeat = await log.AppendAsync(
            Appends.First("compound/b") with
            {
                CommandId = first.CommandId,
                Answer = "another answer",
            }
        );

        Assert.Equal((AppendOutcome.Known, won.LastSeq, first.Answer), (repeat.Outcome, repeat.LastSeq, repeat.Answer));
        Assert.Equal(first.RequestHash.ToArray(), repeat.RequestHash.ToArray());
        Assert.Equal(2, await database.ScalarAsync<long>("select count(*) from events"));
    }

    [Fact]
    public async Task A_command_without_events_is_remembered_too()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var nothing = Appends.First("compound/a", events: 0);

        var won = await log.AppendAsync(nothing);
        var again = await log.AppendAsync(nothing);
        var later = await log.AppendAsync(Appends.First("compound/a"));

        Assert.Equal((AppendOutcome.Won, 0L), (won.Outcome, won.LastSeq));
        Assert.Equal((AppendOutcome.Known, 0L), (again.Outcome, again.LastSeq));
        Assert.Equal(AppendOutcome.Won, later.Outcome);
        Assert.Equal(nothing.Answer, (await log.FindAnswerAsync(nothing.CommandId))?.Answer);
        Assert.Null(await log.FindAnswerAsync(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task Of_two_writers_with_one_command_id_one_wins_and_the_other_gets_its_answer()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var one = new PostgresEventLog(database.Source);
        await using var two = new PostgresEventLog(database.Source);
        var request = Appends.First("compound/a");
        var rival = Appends.First("compound/b") with { CommandId = request.CommandId };
        Task<AppendResult>[] appends;
        await using (var held = await LogLock.TakeAsync(database))
        {
            // Both are on the server before either can write.
            appends = [one.AppendAsync(request), two.AppendAsync(rival)];
            await held.WaitForWaitersAsync(2);
        }

        var results = await Task.WhenAll(appends);

        var winner = Assert.Single(results, r => r.Outcome == AppendOutcome.Won);
        var other = Assert.Single(results, r => r.Outcome == AppendOutcome.Known);
        Assert.Equal((winner.Answer, winner.LastSeq), (other.Answer, other.LastSeq));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from events"));
    }

    [Fact]
    public async Task Of_two_writers_on_one_version_of_a_stream_one_wins_and_the_other_is_behind()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var one = new PostgresEventLog(database.Source);
        await using var two = new PostgresEventLog(database.Source);
        Task<AppendResult>[] appends;
        await using (var held = await LogLock.TakeAsync(database))
        {
            appends = [one.AppendAsync(Appends.First("compound/a")), two.AppendAsync(Appends.First("compound/a"))];
            await held.WaitForWaitersAsync(2);
        }

        var outcomes = (await Task.WhenAll(appends)).Select(r => r.Outcome).Order();

        Assert.Equal([AppendOutcome.Won, AppendOutcome.Behind], outcomes);
        Assert.Equal([1], await VersionsAsync(database, "compound/a"));
    }

    [Fact]
    public async Task One_command_id_twice_in_one_batch_happens_once()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: OneConnection);
        var request = Appends.First("compound/a");
        var twin = Appends.First("compound/b") with { CommandId = request.CommandId, Answer = "twin" };

        var (_, appends) = await InOneBatchAsync(database, log, [request, twin]);

        var (won, known) = (await appends[0], await appends[1]);
        Assert.Equal((AppendOutcome.Won, AppendOutcome.Known), (won.Outcome, known.Outcome));
        Assert.Equal((won.Answer, won.LastSeq), (known.Answer, known.LastSeq));
        Assert.Empty(await VersionsAsync(database, "compound/b"));
        // Seen for what they are at first sight: a batch that fails and comes again would have used up numbers.
        Assert.Equal(2, won.LastSeq);
    }

    [Fact]
    public async Task A_text_that_a_winner_names_stays_though_losers_brought_it_too()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: OneConnection);
        var text = PrivateText.Of("note", "二单元");
        var first = Appends.First("compound/a") with { Texts = [text] };

        var (_, appends) = await InOneBatchAsync(
            database,
            log,
            [first, first, Appends.First("compound/a") with { Texts = [text, PrivateText.Of("note", "三单元")] }]
        );
        var outcomes = (await Task.WhenAll(appends)).Select(r => r.Outcome);
        var again = await log.AppendAsync(first);

        Assert.Equal([AppendOutcome.Won, AppendOutcome.Known, AppendOutcome.Behind], outcomes);
        Assert.Equal(AppendOutcome.Known, again.Outcome);
        Assert.Equal(
            [text.Commitment],
            await database.ColumnAsync<string>("select commitment from contents"),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task A_twin_of_an_append_that_fell_behind_is_judged_for_itself()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: OneConnection);
        var behind = Appends.After("compound/a", 7, new byte[32]);
        var twin = Appends.First("compound/b") with { CommandId = behind.CommandId };

        var (_, appends) = await InOneBatchAsync(database, log, [behind, twin]);

        Assert.Equal(AppendOutcome.Behind, (await appends[0]).Outcome);
        Assert.Equal(AppendOutcome.Won, (await appends[1]).Outcome);
    }

    [Fact]
    public async Task Of_two_appends_of_one_stream_in_one_batch_the_first_wins_and_nothing_of_the_second_is_stored()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: OneConnection);
        var first = Appends.First("compound/a", events: 2).WithRow("first");
        var second = Appends.First("compound/a").WithRow("second") with { Texts = [PrivateText.Of("note", "second")] };
        // A chain of two in one batch is not for this log: the second one decided on what was not durable yet.
        var third = Appends.After("compound/a", 2, new byte[32], events: 3).WithRow("third");

        var (_, appends) = await InOneBatchAsync(database, log, [first, second, third]);

        Assert.Equal(AppendOutcome.Won, (await appends[0]).Outcome);
        Assert.Equal(AppendOutcome.Behind, (await appends[1]).Outcome);
        Assert.Equal(AppendOutcome.Behind, (await appends[2]).Outcome);
        Assert.Equal([1, 2], await VersionsAsync(database, "compound/a"));
        Assert.Equal(
            [first.CommandId],
            await database.ColumnAsync<Guid>("select distinct command_id from events where stream = 'compound/a'")
        );
        Assert.Equal("first", await database.ScalarAsync<string>("select note from probes"));
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from contents"));

        // The stream is not stuck.
        Assert.Equal(AppendOutcome.Won, (await log.AppendAsync(first.Next(await appends[0]))).Outcome);
    }

    [Fact]
    public async Task A_known_command_does_not_push_another_append_of_its_stream_behind()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: OneConnection);
        var done = Appends.First("compound/a");
        var next = done.Next(await log.AppendAsync(done));

        var (_, appends) = await InOneBatchAsync(database, log, [done, next]);

        Assert.Equal(AppendOutcome.Known, (await appends[0]).Outcome);
        Assert.Equal(AppendOutcome.Won, (await appends[1]).Outcome);
    }

    [Fact]
    public async Task Events_of_a_batch_stand_in_the_order_of_its_appends_and_each_answer_has_its_own_seq()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: OneConnection);
        var loser = Appends.After("compound/loser", 3, new byte[32], events: 4).WithRow("never");
        AppendRequest[] requests =
        [
            Appends.First("compound/c", events: 3).WithRow("c"),
            loser,
            Appends.First("compound/a", events: 2).WithRow("a"),
            Appends.First("compound/d", events: 0),
            Appends.First("compound/b", events: 1).WithRow("b"),
        ];

        var (_, appends) = await InOneBatchAsync(database, log, requests);

        var results = await Task.WhenAll(appends);
        var events = (await log.ReadLogAsync(0, 100)).Skip(1).ToArray();
        Assert.Equal(
            ["compound/c", "compound/c", "compound/c", "compound/a", "compound/a", "compound/b"],
            events.Select(e => e.Stream),
            StringComparer.Ordinal
        );
        Assert.Equal([1, 2, 3, 1, 2, 1], events.Select(e => e.Version));
        Assert.Equal([events[2].Seq, 0, events[4].Seq, 0, events[5].Seq], results.Select(r => r.LastSeq));
        foreach (var (request, result) in requests.Zip(results).Where(p => p.First.Views.Count > 0 && p.First != loser))
        {
            Assert.Equal(
                result.LastSeq,
                await database.ScalarAsync<long>("select seq from probes where stream = $1", request.Stream)
            );
        }
    }

    [Fact]
    public async Task What_is_appended_is_read_again_byte_for_byte()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var text = PrivateText.Of("note", "三栋二单元 '路灯' \"坏\"了 😀");
        var first = Appends.First("compound/a", events: 2) with { Texts = [text] };
        var won = await log.AppendAsync(first);
        await log.AppendAsync(first.Next(won));

        var all = await log.ReadStreamAsync("compound/a", 0).ToListAsync();
        var rest = await log.ReadStreamAsync("compound/a", 2).ToListAsync();

        Assert.Equal([1, 2, 3], all.Select(e => e.Version));
        Assert.Equal([3], rest.Select(e => e.Version));
        var e = all[1];
        Assert.Equal(
            (won.LastSeq, first.CommandId, first.Actor, first.At, "issue.answered"),
            (e.Seq, e.CommandId, e.Actor, e.At, e.Type)
        );
        Assert.Equal(EventJson.Write(first.Events[1]), e.Payload);
        Assert.Equal(first.Events[1].Subject, e.Subject);
        Assert.Equal(won.HeadHash.ToArray(), e.Hash.ToArray());
        Assert.Equal(EventHash.Of(all[0].Hash.Span, e), e.Hash.ToArray());
        Assert.Equal(
            text.Body,
            await database.ScalarAsync<string>("select body from contents where commitment = $1", text.Commitment)
        );
    }

    [Fact]
    public async Task Commands_are_forgotten_after_their_time()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var (old, young) = (Appends.First("compound/a"), Appends.First("compound/b"));
        await log.AppendAsync(old);
        await log.AppendAsync(young);
        await database.ExecuteAsync(
            "update commands set at = at - interval '30 days' where command_id = $1",
            old.CommandId
        );

        Assert.Equal(1, await log.PurgeCommandsAsync(TimeSpan.FromDays(30)));

        Assert.Null(await log.FindAnswerAsync(old.CommandId));
        Assert.NotNull(await log.FindAnswerAsync(young.CommandId));
    }

    /// <summary>Holds the log until one append is on its way and all the others wait to go in one batch after it.</summary>
    private static async Task<(AppendResult Ahead, Task<AppendResult>[] Appends)> InOneBatchAsync(
        TestDatabase database,
        PostgresEventLog log,
        IReadOnlyList<AppendRequest> requests
    )
    {
        Task<AppendResult> ahead;
        Task<AppendResult>[] appends;
        await using (var held = await LogLock.TakeAsync(database))
        {
            ahead = log.AppendAsync(Appends.First("compound/ahead"));
            await held.WaitForWaitersAsync(1);
            appends = [.. requests.Select(r => log.AppendAsync(r))];
        }

        return (await ahead, appends);
    }

    private static Task<IReadOnlyList<int>> VersionsAsync(TestDatabase database, string stream) =>
        database.ColumnAsync<int>("select version from events where stream = $1 order by seq", stream);
}
