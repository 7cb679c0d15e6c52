using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.EventLog;
using Orleans.Storage;

namespace CivicGrains.Grains.Tests.Common;

/// <summary>The way of a command through the shell: what is refused, what is logged, what is answered.</summary>
[Collection(nameof(SharedCluster))]
public sealed class CommandTests(CivicClusterFixture fixture) : IAsyncLifetime
{
    private readonly CivicCluster cluster = fixture.Cluster;
    private readonly Town town = new(fixture.Cluster);
    private Compound compound = null!;

    public async ValueTask InitializeAsync() => compound = await town.CompoundAsync();

    public ValueTask DisposeAsync()
    {
        cluster.Faults.Clear();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_account_that_nobody_knows_is_refused()
    {
        var result = await town.DoAsync(compound.Place, Guid.CreateVersion7(), Compound.NewReport());

        Assert.Equal("actor.not-signed-in", result.Rejection?.Code);
    }

    [Fact]
    public async Task A_place_that_nobody_registered_takes_no_report()
    {
        var nowhere = Place.Compound("510105007004-C001");

        var result = await town.DoAsync(nowhere, town.Add(Role.Resident, nowhere), Compound.NewReport());

        Assert.Equal("owner.unknown", result.Rejection?.Code);
        Assert.Empty(await EventsAsync(nowhere));
    }

    [Fact]
    public async Task A_refused_command_logs_nothing_and_its_id_stays_free()
    {
        var issue = await compound.ReportAsync();
        var id = Guid.CreateVersion7();

        var refused = await town.DoAsync(compound.Place, compound.Manager, new Start(issue), id);
        await town.SurelyAsync(compound.Place, compound.Manager, new Acknowledge(issue));
        var accepted = await town.DoAsync(compound.Place, compound.Manager, new Start(issue), id);

        Assert.Equal("issue.wrong-state", refused.Rejection?.Code);
        Assert.Null(accepted.Rejection);
        Assert.Equal(
            ["issue.reported", "issue.accepted", "issue.acknowledged", "issue.started"],
            await EventsAsync(issue)
        );
    }

    [Fact]
    public async Task What_the_log_can_never_store_is_refused_and_the_state_is_untouched()
    {
        var report = Compound.NewReport();
        FailBefore(new PoisonAppendException(Guid.Empty, new InvalidOperationException("no such text")));

        var refused = await town.DoAsync(compound.Place, compound.Resident, report);
        cluster.Faults.Clear();
        var accepted = await town.DoAsync(compound.Place, compound.Resident, report);

        Assert.Equal("log.refused", refused.Rejection?.Code);
        Assert.Null(accepted.Rejection);
        Assert.Equal(["issue.reported", "issue.accepted"], await EventsAsync(report.IssueId));
    }

    [Fact]
    public async Task A_full_log_refuses_a_command_which_succeeds_when_there_is_room()
    {
        var report = Compound.NewReport();
        var id = Guid.CreateVersion7();
        FailBefore(new LogBusyException());

        var refused = await town.DoAsync(compound.Place, compound.Resident, report, id);
        cluster.Faults.Clear();
        var accepted = await town.DoAsync(compound.Place, compound.Resident, report, id);

        Assert.Equal(("log.busy", RejectionKind.Busy), (refused.Rejection?.Code, refused.Rejection?.Kind));
        Assert.Null(accepted.Rejection);
        Assert.Equal(["issue.reported", "issue.accepted"], await EventsAsync(report.IssueId));
    }

    [Fact]
    public async Task A_log_that_is_not_there_refuses_a_command_which_succeeds_when_it_is_back()
    {
        var report = Compound.NewReport();
        FailBefore(new LogUnavailableException());

        var refused = await town.DoAsync(compound.Place, compound.Resident, report);
        cluster.Faults.Clear();
        var accepted = await town.DoAsync(compound.Place, compound.Resident, report);

        Assert.Equal("log.unavailable", refused.Rejection?.Code);
        Assert.Null(accepted.Rejection);
    }

    [Fact]
    public async Task A_grain_that_cannot_read_its_stream_refuses_until_it_can()
    {
        await cluster.ForgetAsync(compound.Place);
        cluster.Faults.Unavailable = true;

        var refused = await town.DoAsync(compound.Place, compound.Resident, Compound.NewReport());
        cluster.Faults.Clear();
        var accepted = await town.DoAsync(compound.Place, compound.Resident, Compound.NewReport());

        Assert.Equal("log.unavailable", refused.Rejection?.Code);
        Assert.Null(accepted.Rejection);
    }

    [Fact]
    public async Task An_outcome_that_is_not_known_is_said_and_a_repeat_of_what_was_written_gives_the_first_answer()
    {
        var report = Compound.NewReport();
        var id = Guid.CreateVersion7();
        cluster.Faults.AfterAppend = it => Task.FromException(new OutcomeUnknownException(it.CommandId));

        await Assert.ThrowsAsync<CommandOutcomeUnknownException>(() =>
            town.DoAsync(compound.Place, compound.Resident, report, id)
        );
        cluster.Faults.Clear();
        var repeated = await town.DoAsync(compound.Place, compound.Resident, report, id);

        Assert.Null(repeated.Rejection);
        Assert.Contains(report.IssueId, repeated.Answer, StringComparison.Ordinal);
        Assert.Equal(["issue.reported", "issue.accepted"], await EventsAsync(report.IssueId));
    }

    [Fact]
    public async Task An_outcome_that_is_not_known_ends_the_activation_and_a_repeat_writes_what_was_not_written()
    {
        var report = Compound.NewReport();
        var id = Guid.CreateVersion7();
        FailBefore(new OutcomeUnknownException(id));

        await Assert.ThrowsAsync<CommandOutcomeUnknownException>(() =>
            town.DoAsync(compound.Place, compound.Resident, report, id)
        );
        cluster.Faults.Clear();
        cluster.Faults.TakeEventsRead(compound.Place.ToString());
        var repeated = await town.DoAsync(compound.Place, compound.Resident, report, id);

        Assert.Null(repeated.Rejection);
        Assert.Equal(1, cluster.Faults.TakeEventsRead(compound.Place.ToString()));
        Assert.Equal(["issue.reported", "issue.accepted"], await EventsAsync(report.IssueId));
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_refused()
    {
        var report = Compound.NewReport();
        var id = Guid.CreateVersion7();
        await town.DoAsync(compound.Place, compound.Resident, report, id, body: "one");

        var other = Compound.NewReport();
        var result = await town.DoAsync(compound.Place, compound.Resident, other, id, body: "two");

        Assert.Equal("idempotency.other-body", result.Rejection?.Code);
        Assert.Empty(await EventsAsync(other.IssueId));
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_refused_also_when_the_command_would_be_refused_anyway()
    {
        var issue = await compound.ReportAsync();
        var id = Guid.CreateVersion7();
        await town.DoAsync(compound.Place, compound.Manager, new Acknowledge(issue), id, body: "one");

        var result = await town.DoAsync(compound.Place, compound.Manager, new Acknowledge(issue), id, body: "two");

        Assert.Equal("idempotency.other-body", result.Rejection?.Code);
    }

    [Fact]
    public async Task A_report_that_is_repeated_gets_the_first_answer_and_makes_no_second_issue()
    {
        var first = Compound.NewReport();
        var again = Compound.NewReport();
        var id = Guid.CreateVersion7();

        var answered = await town.DoAsync(compound.Place, compound.Resident, first, id);
        var repeated = await town.DoAsync(compound.Place, compound.Resident, again, id);

        Assert.Equal(answered, repeated);
        Assert.Empty(await EventsAsync(again.IssueId));
    }

    [Fact]
    public async Task A_command_that_is_repeated_when_it_would_be_refused_by_now_gets_the_first_answer()
    {
        var issue = await compound.ReportAsync();
        var id = Guid.CreateVersion7();
        var answered = await town.DoAsync(compound.Place, compound.Manager, new Acknowledge(issue), id);
        await town.SurelyAsync(compound.Place, compound.Manager, new Start(issue));

        var repeated = await town.DoAsync(compound.Place, compound.Manager, new Acknowledge(issue), id);

        Assert.Null(repeated.Rejection);
        Assert.Equal(answered, repeated);
        Assert.Single(await EventsAsync(issue), "issue.acknowledged");
    }

    [Fact]
    public async Task A_command_that_decides_no_event_is_remembered_too()
    {
        var issue = await compound.ReportAsync();
        var neighbour = town.Add(Role.Resident, compound.Place);
        await town.SurelyAsync(compound.Place, neighbour, new Follow(issue));
        var id = Guid.CreateVersion7();

        var result = await town.DoAsync(compound.Place, neighbour, new Follow(issue), id);

        Assert.Null(result.Rejection);
        Assert.Equal(0, result.Seq);
        Assert.Single(await EventsAsync(issue), "issue.followed");
        Assert.Equal(
            1,
            await cluster.Database.ScalarAsync<long>("select count(*) from commands where command_id = $1", id)
        );
    }

    [Fact]
    public async Task From_report_to_close_every_step_is_durable_in_order()
    {
        var issue = await compound.ReportAsync();

        var note = PrivateText.Of("note", "灯已更换");
        await town.SurelyAsync(compound.Place, compound.Manager, new Acknowledge(issue));
        await town.SurelyAsync(compound.Place, compound.Manager, new Start(issue));
        await town.SurelyAsync(compound.Place, compound.Manager, new Resolve(issue, note, []));
        await town.SurelyAsync(compound.Place, compound.Resident, new Close(issue));

        Assert.Equal(
            [
                "issue.reported",
                "issue.accepted",
                "issue.acknowledged",
                "issue.started",
                "issue.resolved",
                "issue.closed",
            ],
            await EventsAsync(issue)
        );
        Assert.Equal(
            "closed",
            await cluster.Database.ScalarAsync<string>("select status from issues where id = $1", issue)
        );
        Assert.Equal(
            "灯已更换",
            await cluster.Database.ScalarAsync<string>(
                "select body from contents where commitment = $1",
                note.Commitment
            )
        );
    }

    [Fact]
    public async Task The_answer_tells_where_the_issue_stands_and_the_number_of_its_last_event()
    {
        var report = Compound.NewReport();

        var result = await town.SurelyAsync(compound.Place, compound.Resident, report);

        Assert.StartsWith(
            $$"""{"id":"{{report.IssueId}}","status":"dispatched","level":0,"dueAt":""",
            result.Answer,
            StringComparison.Ordinal
        );
        Assert.Equal(
            await cluster.Database.ScalarAsync<long>("select max(seq) from events where subject = $1", report.IssueId),
            result.Seq
        );
    }

    [Fact]
    public async Task A_grain_that_forgets_remembers_from_the_log()
    {
        var issue = await compound.ReportAsync();
        await town.SurelyAsync(compound.Place, compound.Manager, new Acknowledge(issue));

        await cluster.ForgetAsync(compound.Place);

        await town.SurelyAsync(compound.Place, compound.Manager, new Start(issue));
        var acknowledged = await town.DoAsync(compound.Place, compound.Manager, new Acknowledge(issue));
        Assert.Equal("issue.wrong-state", acknowledged.Rejection?.Code);
    }

    [Fact]
    public async Task An_activation_that_is_not_alone_says_so_and_the_next_one_knows_what_the_other_wrote()
    {
        var issue = await compound.ReportAsync();
        await AppendFromOutsideAsync(new IssueAcknowledged(issue), cluster.Clock.GetUtcNow());

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            cluster
                .Grain(compound.Place)
                .DoAsync(Town.Envelope(compound.Manager, new Comment(issue, PrivateText.Of("note", "来了"))))
        );

        await town.SurelyAsync(compound.Place, compound.Manager, new Start(issue));
    }

    [Fact]
    public async Task Whoever_calls_the_usual_way_does_not_notice_that_an_activation_was_not_alone()
    {
        var issue = await compound.ReportAsync();
        await AppendFromOutsideAsync(new IssueAcknowledged(issue), cluster.Clock.GetUtcNow());

        var comment = new Comment(issue, PrivateText.Of("note", "来了"));
        await town.SurelyAsync(compound.Place, compound.Manager, comment);

        Assert.Equal(
            ["issue.reported", "issue.accepted", "issue.acknowledged", "issue.commented"],
            await EventsAsync(issue)
        );
    }

    [Fact]
    public async Task Of_two_commands_at_once_one_wins_and_the_other_is_told()
    {
        var issue = await compound.ReportAsync();

        var results = await Task.WhenAll(
            town.DoAsync(compound.Place, compound.Manager, new Acknowledge(issue)),
            town.DoAsync(compound.Place, compound.Manager, new Acknowledge(issue))
        );

        Assert.Single(results, it => it.Rejection is null);
        Assert.Single(results, it => it.Rejection?.Code == "issue.wrong-state");
        Assert.Single(await EventsAsync(issue), "issue.acknowledged");
    }

    [Fact]
    public async Task A_question_is_answered_from_what_is_committed_while_a_command_waits_for_the_log()
    {
        var reached = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        cluster.Faults.BeforeAppend = it =>
        {
            if (it.Stream == compound.Place.ToString())
            {
                reached.TrySetResult();
                return gate.Task;
            }

            return Task.CompletedTask;
        };

        var reporting = compound.ReportAsync();
        await reached.Task;
        var before = await cluster.Grain(compound.Place).NextDeadlineAsync();
        gate.SetResult();
        await reporting;
        var after = await cluster.Grain(compound.Place).NextDeadlineAsync();

        Assert.Null(before);
        Assert.NotNull(after);
    }

    [Fact]
    public async Task Time_never_runs_backward_within_a_stream()
    {
        var issue = await compound.ReportAsync();
        var ahead = cluster.Clock.GetUtcNow().AddMinutes(5);
        await AppendFromOutsideAsync(new IssueAcknowledged(issue), ahead);

        var comment = new Comment(issue, PrivateText.Of("note", "来了"));
        await town.SurelyAsync(compound.Place, compound.Manager, comment);

        Assert.Equal(
            ahead.UtcDateTime,
            await cluster.Database.ScalarAsync<DateTime>(
                "select at from events where subject = $1 and type = 'issue.commented'",
                issue
            )
        );
    }

    private void FailBefore(Exception failure) =>
        cluster.Faults.BeforeAppend = it =>
            it.Stream == compound.Place.ToString() ? Task.FromException(failure) : Task.CompletedTask;

    /// <summary>Another activation of the same grain, as there may be for a moment when silos come and go.</summary>
    private async Task AppendFromOutsideAsync(DomainEvent happened, DateTimeOffset at)
    {
        var log = cluster.Service<IEventLog>();
        LoggedEvent? last = null;
        await foreach (var it in log.ReadStreamAsync(compound.Place.ToString(), 0))
        {
            last = it;
        }

        var result = await log.AppendAsync(
            new AppendRequest
            {
                Stream = compound.Place.ToString(),
                ExpectedVersion = last!.Version,
                HeadHash = last.Hash,
                CommandId = Guid.CreateVersion7(),
                RequestHash = new byte[32],
                Answer = "{}",
                Actor = Actor.Platform.Reference,
                At = at,
                Events = [happened],
            }
        );
        Assert.Equal(AppendOutcome.Won, result.Outcome);
    }

    private Task<IReadOnlyList<string>> EventsAsync(string issue) =>
        cluster.Database.ColumnAsync<string>("select type from events where subject = $1 order by seq", issue);

    private Task<IReadOnlyList<string>> EventsAsync(Place place) =>
        cluster.Database.ColumnAsync<string>(
            "select type from events where stream = $1 order by seq",
            place.ToString()
        );
}
