using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.Grains.Tests.Dispatch;

public sealed class ReactionsTests
{
    private const string Id = "QY20261124-000123";
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
    private static readonly Place Owner = Place.Compound("510105007004-C012");
    private static readonly Place OtherOwner = Place.Compound("510105007004-C013");
    private static readonly Guid Somebody = new("3f0c9a52-7e41-4b8f-9d2c-1a6b5e4d3c2b");
    private static readonly Handler Manager = new(Role.PropertyManager, Owner);
    private static readonly Handler GridOne = new(Role.GridHead, Place.Grid("510105007004-G01"));
    private static readonly Handler GridTwo = new(Role.GridHead, Place.Grid("510105007004-G02"));
    private static readonly Handler Office = new(Role.Subdistrict, Place.Subdistrict("510105007"));

    [Fact]
    public void Nothing_follows_from_an_event_that_moves_no_step() => Assert.Empty(Of(new IssueAcknowledged(Id)));

    [Fact]
    public void A_grid_hears_who_acknowledged_what_it_has_and_nobody_else_does()
    {
        Assert.Equal(
            [new Reaction("acknowledge-task", GridOne.Place, new AcknowledgeTask(Id, Somebody))],
            Of(new IssueAcknowledged(Id, GridOne))
        );
        Assert.Empty(Of(new IssueAcknowledged(Id, Manager)));
        Assert.Empty(Of(new IssueAcknowledged(Id, new Handler(Role.Community, Place.Community("510105007004")))));
    }

    [Fact]
    public void A_grid_hears_how_long_each_has_to_acknowledge()
    {
        var step = At(1, GridOne) with { OfferOn = TimeLimit.Minutes(10) };

        var reaction = Assert.Single(
            Of(new IssueEscalated(Id, "UTL-04", 0, Manager, step, EscalationReason.Overdue, null))
        );

        Assert.Equal(new OfferTask(Id, Owner, "UTL-04", 1, Noon, TimeLimit.Minutes(10)), (OfferTask)reaction.Command);
    }

    [Fact]
    public void What_is_to_be_done_again_or_came_back_while_it_was_worked_on_waits_for_nobody_to_acknowledge_it()
    {
        Assert.True(Offer(new IssueReworkOrdered(Id, "UTL-04", At(1, GridOne), null)).Acknowledged);
        Assert.True(Offer(Refused(IssueStatus.InProgress)).Acknowledged);
        Assert.False(Offer(Refused(IssueStatus.Dispatched)).Acknowledged);

        static IssueMoveRefused Refused(IssueStatus status) =>
            new(Id, OtherOwner, Carried(status, GridOne), "owner.unknown");
    }

    [Fact]
    public void A_step_that_runs_on_stays_with_who_has_it()
    {
        var overall = new OverallClock(Noon, TimeLimit.WorkingDays(7), null);
        var step = At(1, GridOne);

        Assert.True(Offer(new IssueExtended(Id, "UTL-04", step, Noon, 1, "")).RunsOn);
        Assert.True(Offer(new IssueResumed(Id, "UTL-04", step, Noon, overall, ByItself: true)).RunsOn);
        Assert.True(Offer(new IssueRecounted(Id, "UTL-04", step, Noon, overall)).RunsOn);
        Assert.False(Offer(new IssueDispatched(Id, "UTL-04", GridOne, step, null)).RunsOn);
    }

    [Fact]
    public void Nothing_follows_when_no_grid_has_it_or_had_it() =>
        Assert.Empty(Of(new IssueEscalated(Id, "UTL-04", 0, Manager, At(2, Office), EscalationReason.Overdue, null)));

    [Fact]
    public void An_issue_that_reaches_a_grid_is_offered_to_it_with_its_deadline() =>
        Assert.Equal(
            [new Reaction("offer-task", GridOne.Place, new OfferTask(Id, Owner, "UTL-04", 1, Noon))],
            Of(new IssueEscalated(Id, "UTL-04", 0, Manager, At(1, GridOne), EscalationReason.Overdue, null))
        );

    [Fact]
    public void An_issue_that_leaves_a_grid_is_no_longer_its_task() =>
        Assert.Equal(
            [new Reaction("end-task", GridOne.Place, new EndTask(Id, "issue.escalated"))],
            Of(new IssueEscalated(Id, "UTL-04", 1, GridOne, At(2, Office), EscalationReason.Overdue, null))
        );

    [Fact]
    public void From_grid_to_grid_it_ends_here_and_is_offered_there()
    {
        var reactions = Of(new IssueDispatched(Id, "UTL-04", GridOne, At(1, GridTwo), null));

        Assert.Equal(["end-task", "offer-task"], reactions.Select(it => it.Name));
        Assert.Equal([GridOne.Place, GridTwo.Place], reactions.Select(it => it.Target));
    }

    [Fact]
    public void The_same_grid_again_is_offered_anew_and_nothing_ends()
    {
        var reactions = Of(new IssueDispatched(Id, "UTL-04", GridOne, At(1, GridOne), null));

        Assert.Equal(["offer-task"], reactions.Select(it => it.Name));
    }

    [Fact]
    public void A_merged_issue_is_no_longer_the_task_of_its_grid_and_is_again_when_it_is_split_out()
    {
        Assert.Equal(
            [new Reaction("end-task", GridOne.Place, new EndTask(Id, "issue.merged"))],
            Of(new IssueMerged(Id, "QY20261124-000122", GridOne, false, null))
        );
        Assert.Equal(
            [new Reaction("offer-task", GridOne.Place, new OfferTask(Id, Owner, "UTL-04", 1, Noon))],
            Of(new IssueSplit(Id, "UTL-04", "QY20261124-000122", At(1, GridOne), 1, null))
        );
        Assert.Empty(Of(new IssueDuplicateAdded("QY20261124-000122", Id, false, [])));
    }

    [Fact]
    public void Who_has_an_issue_keeps_it_when_it_becomes_an_incident()
    {
        var declared = new IssueIncidentDeclared(Id, "ENV-05", null!, At(1, GridOne), Noon, null, 5);

        var offer = Assert.IsType<OfferTask>(Assert.Single(Of(declared)).Command);

        Assert.True(offer.RunsOn);
    }

    [Fact]
    public void Each_report_of_an_area_incident_is_told_where_it_lives_under_a_name_of_its_own()
    {
        var reactions = Of(
            new IssueGathered(Id, [new("QY20261124-000124", Owner), new("QY20261124-000125", OtherOwner)])
        );

        Assert.Equal(
            [
                new Reaction("link/QY20261124-000124", Owner, new Link("QY20261124-000124", Id)),
                new Reaction("link/QY20261124-000125", OtherOwner, new Link("QY20261124-000125", Id)),
            ],
            reactions
        );
        Assert.Distinct(reactions.Select(it => it.CommandId(7)));
    }

    [Fact]
    public void A_resolved_issue_is_no_longer_the_task_of_its_grid() =>
        Assert.Equal(
            [new Reaction("end-task", GridOne.Place, new EndTask(Id, "issue.resolved"))],
            Of(new IssueResolved(Id, null, [], false, GridOne, Noon))
        );

    [Fact]
    public void An_issue_that_is_sent_away_is_to_be_taken_over_and_its_grid_is_free()
    {
        var carried = Carried(IssueStatus.InProgress, GridOne);

        var reactions = Of(new IssueSentAway(Id, OtherOwner, carried, null));

        Assert.Equal(
            [
                new Reaction("end-task", GridOne.Place, new EndTask(Id, "issue.sent-away")),
                new Reaction("take-over", OtherOwner, new TakeOver(Id, Owner, carried)),
            ],
            reactions
        );
    }

    [Fact]
    public void The_former_owner_hears_that_an_issue_was_taken_over()
    {
        var carried = Carried(IssueStatus.InProgress, Manager);
        var taken = new IssueTakenOver(Id, Owner, carried, At(1, GridTwo));

        var reactions = Reactions.Of(OtherOwner, "issue.taken-over", taken, Somebody);

        Assert.Equal(["offer-task", "confirm-handed-over"], reactions.Select(it => it.Name));
        Assert.Equal(new ConfirmHandedOver(Id, OtherOwner), reactions[1].Command);
        Assert.Equal(Owner, reactions[1].Target);
    }

    [Fact]
    public void A_resolved_issue_that_moves_is_nobodys_task()
    {
        var carried = Carried(IssueStatus.Resolved, GridOne);
        var taken = new IssueTakenOver(Id, Owner, carried, carried.Step);

        var reactions = Reactions.Of(OtherOwner, "issue.taken-over", taken, Somebody);

        Assert.DoesNotContain(reactions, it => it.Name == "offer-task");
    }

    [Fact]
    public void A_refused_task_has_no_consequence() =>
        Assert.Null(
            Reactions.OfRefusal(
                new Reaction("end-task", GridOne.Place, new EndTask(Id, "issue.resolved")),
                Rejections.PlatformOnly.Now()
            )
        );

    [Fact]
    public void An_issue_that_nobody_takes_over_goes_back_to_its_sender()
    {
        var carried = Carried(IssueStatus.InProgress, Manager);
        var refused = new Reaction("take-over", OtherOwner, new TakeOver(Id, Owner, carried));

        var back = Reactions.OfRefusal(refused, Rejections.OwnerUnknown.With(null, OtherOwner));

        var command = new ReturnToSender(Id, OtherOwner, carried, "owner.unknown");
        Assert.Equal(new Reaction("return-to-sender", Owner, command, "owner.unknown"), back);
    }

    [Fact]
    public void A_logged_event_is_read_by_its_name_and_stream()
    {
        var happened = new IssueResolved(Id, null, [], false, GridOne, Noon);

        var reactions = Reactions.Of(Logged(7, "issue.resolved", EventJson.Write(happened)));

        Assert.Equal(["end-task"], reactions.Select(it => it.Name));
    }

    [Fact]
    public void The_payload_of_an_event_without_reactions_is_not_read() =>
        Assert.Empty(Reactions.Of(Logged(7, "issue.commented", "not JSON")));

    [Fact]
    public void The_same_event_gives_the_same_command_id_and_another_event_another()
    {
        var reaction = new Reaction("end-task", GridOne.Place, new EndTask(Id, "issue.resolved"));

        Assert.Equal(reaction.CommandId(7), (reaction with { Target = GridTwo.Place }).CommandId(7));
        Assert.NotEqual(reaction.CommandId(7), reaction.CommandId(8));
        Assert.NotEqual(reaction.CommandId(7), (reaction with { Name = "offer-task" }).CommandId(7));
    }

    private static ImmutableArray<Reaction> Of(DomainEvent happened) =>
        Reactions.Of(Owner, EventCatalog.NameOf(happened), happened, Somebody);

    private static OfferTask Offer(DomainEvent happened) => (OfferTask)Assert.Single(Of(happened)).Command;

    private static IssueStep At(int level, Handler handler) => new(level, handler, Noon, Noon);

    private static LoggedEvent Logged(long seq, string type, string payload) =>
        new(seq, Owner.ToString(), 1, Id, type, payload, Guid.Empty, Guid.Empty, Noon, default);

    private static Issue Carried(IssueStatus status, Handler handler) =>
        new()
        {
            Id = Id,
            Category = "UTL-04",
            Visibility = Visibility.Compound,
            Source = IssueSource.Resident,
            Reporter = Guid.Empty,
            Description = "",
            ReportedAt = Noon,
            UpdatedAt = Noon,
            Status = status,
            Step = At(1, handler),
        };
}
