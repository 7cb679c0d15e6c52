using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Five people of one compound within half an hour, and the edges of that.</summary>
public sealed class SurgeTests
{
    [Fact]
    public void Four_are_no_surge()
    {
        var story = Reports(4);

        Assert.All(story.State.Issues.Values, it => Assert.Equal(IssueStatus.Dispatched, it.Status));
        Assert.Null(story.State.Book.IncidentOf(Story.Lamp));
    }

    [Fact]
    public void One_person_who_reports_five_times_is_no_surge()
    {
        var story = Story.AtCompound();
        for (var i = 1; i <= 60; i++)
        {
            story.Does(Town.Resident, Town.ReportOf(Story.Lamp, Id(i)));
        }

        Assert.Null(story.State.Book.IncidentOf(Story.Lamp));
    }

    [Fact]
    public void Five_that_come_too_far_apart_are_no_surge()
    {
        var story = Story.AtCompound();
        for (var i = 1; i <= 8; i++)
        {
            story.Does(Town.ResidentNumber(i), Town.ReportOf(Story.Lamp, Id(i)));
            story.Now = story.Now.AddMinutes(8);
        }

        Assert.Null(story.State.Book.IncidentOf(Story.Lamp));
    }

    [Fact]
    public void Reports_of_other_categories_do_not_count()
    {
        var story = Reports(4);

        story.Does(Town.ResidentNumber(5), Town.ReportOf("BLD-02", Id(5)));

        Assert.Null(story.State.Book.IncidentOf(Story.Lamp));
        Assert.Null(story.State.Book.IncidentOf("BLD-02"));
    }

    [Fact]
    public void What_only_its_chain_may_see_is_never_merged_by_itself()
    {
        var story = Reports(6, "SVC-01");

        Assert.All(story.State.Issues.Values, it => Assert.NotEqual(IssueStatus.Merged, it.Status));
    }

    [Fact]
    public void Issues_of_a_grid_are_no_surge_of_a_compound()
    {
        var story = new Story<GridState>(Town.AGrid());
        for (var i = 1; i <= 6; i++)
        {
            story.Does(Town.ResidentNumber(i), Town.ReportOf(Story.Lamp, Id(i)));
        }

        Assert.All(story.State.Issues.Values, it => Assert.Equal(IssueStatus.Dispatched, it.Status));
    }

    [Fact]
    public void The_oldest_of_five_becomes_the_incident_and_the_others_live_on_in_it()
    {
        var story = Reports(5);

        var incident = story.State.Issues[Id(1)];
        Assert.Equal(Id(1), story.State.Book.IncidentOf(Story.Lamp));
        Assert.NotNull(incident.IncidentAt);
        Assert.Equal([Id(2), Id(3), Id(4), Id(5)], incident.Duplicates.Select(it => it.IssueId));
        Assert.Equal(4, incident.Followers.Length);
        Assert.All(
            story.State.Issues.Values.Skip(1),
            it => Assert.Equal((IssueStatus.Merged, Id(1)), (it.Status, it.MergedInto))
        );
        var declared = Assert.Single(story.Log.Select(it => it.Happened).OfType<IssueIncidentDeclared>());
        Assert.Equal(5, declared.People);
        Assert.Equal(5, story.Rows.Length);
    }

    [Fact]
    public void Those_who_join_count_like_those_who_report()
    {
        var story = Story.Reported();
        for (var i = 1; i <= 3; i++)
        {
            Assert.Single(story.Does(Town.ResidentNumber(i), new Join(Story.Id)));
        }

        var happened = story.Does(Town.ResidentNumber(4), new Join(Story.Id));

        Assert.Equal([typeof(IssueJoined), typeof(IssueIncidentDeclared)], happened.Select(it => it.GetType()));
        Assert.NotNull(story.Issue.IncidentAt);
    }

    [Fact]
    public void What_staff_take_on_behalf_of_somebody_is_somebody_else_each_time()
    {
        var story = Story.AtCompound();
        for (var i = 1; i <= 5; i++)
        {
            story.Does(Town.CommunityDesk, Town.ReportOf(Story.Lamp, Id(i)) with { Source = IssueSource.Phone });
        }

        Assert.Equal(Id(1), story.State.Book.IncidentOf(Story.Lamp));
    }

    [Fact]
    public void What_one_person_finds_on_patrol_is_no_surge_however_much_it_is()
    {
        var story = Story.AtCompound();
        for (var i = 1; i <= 5; i++)
        {
            story.Does(Town.CommunityDesk, Town.ReportOf(Story.Lamp, Id(i)) with { Source = IssueSource.Patrol });
        }

        Assert.Null(story.State.Book.IncidentOf(Story.Lamp));
    }

    [Fact]
    public void What_is_reported_while_it_is_open_is_merged_in_the_same_append_and_answers_so()
    {
        var story = Reports(5);
        story.Now = story.Now.AddHours(3);

        var happened = story.Does(Town.ResidentNumber(6), Town.ReportOf(Story.Lamp, Id(6)));

        Assert.Equal(
            [typeof(IssueReported), typeof(IssueAccepted), typeof(IssueMerged), typeof(IssueDuplicateAdded)],
            happened.Select(it => it.GetType())
        );
        Assert.Contains(
            "\"status\":\"merged\"",
            CompoundState.Answer(story.State, new Acknowledge(Id(6))),
            StringComparison.Ordinal
        );
        Assert.Contains(Town.ResidentNumber(6).Reference, story.State.Issues[Id(1)].Followers);
    }

    [Fact]
    public void Once_it_is_done_reports_stand_for_themselves_again()
    {
        var story = Reports(5);
        story.Does(Town.PropertyManager, new Acknowledge(Id(1)));
        story.Does(Town.PropertyManager, new Resolve(Id(1), Town.Text(), []));

        story.Does(Town.ResidentNumber(6), Town.ReportOf(Story.Lamp, Id(6)));

        Assert.Equal(IssueStatus.Dispatched, story.State.Issues[Id(6)].Status);
    }

    [Fact]
    public void It_is_urgent_from_now_on_and_no_deadline_comes_later()
    {
        var story = Story.AtCompound();
        story.Law = DefaultRules.Law;
        story.Now = Clocks.At(Clocks.Tuesday);
        Reports(story, 4, Story.Lamp);
        var before = story.State.Issues[Id(1)];
        story.Now = story.Now.AddMinutes(10);

        story.Does(Town.ResidentNumber(5), Town.ReportOf(Story.Lamp, Id(5)));

        var incident = story.State.Issues[Id(1)];
        Assert.Equal((UrgencyClass.P3, UrgencyClass.P2), (before.Terms!.Class, incident.Terms!.Class));
        Assert.Equal(story.Now.AddHours(4), incident.Step!.DueAt);
        Assert.True(incident.OverallDueAt < before.OverallDueAt);
        Assert.Equal(story.Law.Calendar.Count(story.Now, TimeLimit.WorkingDays(3)).At, incident.OverallDueAt);
        Assert.Equal((before.Step!.Level, before.Step.Handler), (incident.Step.Level, incident.Step.Handler));
        Assert.True(incident.Step.AcknowledgeDueAt <= before.Step.AcknowledgeDueAt);
        story.Now = incident.Step.DueAt;
        story.Wakes();
        Assert.Equal(1, story.State.Issues[Id(1)].Step!.Level);
        Assert.Equal(story.Now.AddHours(8), story.State.Issues[Id(1)].Step!.DueAt);
    }

    [Fact]
    public void What_would_be_due_sooner_anyway_stays_as_it_was_told()
    {
        var story = Story.AtCompound();
        story.Law = DefaultRules.Law;
        story.Now = Clocks.At(Clocks.Tuesday);
        Reports(story, 4, "UTL-01");
        var before = story.State.Issues[Id(1)];
        story.Now = story.Now.AddMinutes(10);

        story.Does(Town.ResidentNumber(5), Town.ReportOf("UTL-01", Id(5)));

        var incident = story.State.Issues[Id(1)];
        Assert.NotNull(incident.IncidentAt);
        Assert.Equal(before.Step, incident.Step);
        Assert.Equal((before.Terms, before.OverallDueAt), (incident.Terms, incident.OverallDueAt));
    }

    [Fact]
    public void In_danger_every_level_was_told_already_and_is_not_told_again()
    {
        var story = Reports(5, "SAF-01");
        Assert.Equal(5, story.Log.Count(it => it.Happened is IssueAlarmed));

        story.Does(Town.ResidentNumber(6), Town.ReportOf("SAF-01", Id(6)));

        Assert.Equal(5, story.Log.Count(it => it.Happened is IssueAlarmed));
    }

    [Fact]
    public void So_many_people_need_no_check_on_site_first()
    {
        var story = Story.AtCompound();
        story.Law = Story.LawWith(Story.Lamp, c => c with { VerifyFirst = true });
        Reports(story, 5, Story.Lamp);

        Assert.Equal(IssueStatus.Dispatched, story.State.Issues[Id(1)].Status);
        Assert.NotNull(story.State.Issues[Id(1)].IncidentAt);
    }

    [Fact]
    public void What_stands_still_is_left_alone()
    {
        var story = Reports(4);
        story.Does(
            Town.PropertyManager,
            new Suspend(Id(1), SuspensionReason.AwaitingReporter, Town.Text("请问是几楼？"))
        );

        story.Does(Town.ResidentNumber(5), Town.ReportOf(Story.Lamp, Id(5)));
        Assert.Null(story.State.Book.IncidentOf(Story.Lamp));

        story.Does(Town.ResidentNumber(6), Town.ReportOf(Story.Lamp, Id(6)));
        Assert.Equal(Id(2), story.State.Book.IncidentOf(Story.Lamp));
        Assert.NotEqual(IssueStatus.Merged, story.State.Issues[Id(1)].Status);
    }

    [Fact]
    public void A_member_that_is_something_else_is_split_out_and_not_merged_by_itself_again()
    {
        var story = Reports(5);

        story.Does(Town.ResidentNumber(3), new Split(Id(3)));
        story.Does(Town.ResidentNumber(6), Town.ReportOf(Story.Lamp, Id(6)));

        Assert.Equal(IssueStatus.Dispatched, story.State.Issues[Id(3)].Status);
        Assert.DoesNotContain(Id(3), story.State.Issues[Id(1)].Duplicates.Select(it => it.IssueId));
        Assert.DoesNotContain(Town.ResidentNumber(3).Reference, story.State.Issues[Id(1)].Followers);
        Assert.Equal(Id(1), story.State.Issues[Id(6)].MergedInto);
    }

    [Fact]
    public void How_many_make_a_surge_is_a_number_of_the_rules()
    {
        var story = Story.AtCompound();
        story.Law = new Law(
            0,
            Town.Rules with
            {
                Joins = JoinRules.Default with { SurgeReports = 2, SurgeWithin = TimeLimit.Minutes(1) },
            }
        );

        Reports(story, 2, Story.Lamp);

        Assert.Equal(Id(1), story.State.Book.IncidentOf(Story.Lamp));
    }

    [Fact]
    public void Of_two_open_incidents_the_older_takes_what_comes()
    {
        var story = Reports(5);
        story.Does(Town.PropertyManager, new Acknowledge(Id(1)));
        story.Does(Town.PropertyManager, new Resolve(Id(1), Town.Text(), []));
        story.Now = story.Now.AddHours(1);
        for (var i = 11; i <= 15; i++)
        {
            story.Does(Town.ResidentNumber(i), Town.ReportOf(Story.Lamp, Id(i)));
        }

        Assert.Equal(Id(11), story.State.Book.IncidentOf(Story.Lamp));

        story.Does(Town.ResidentNumber(1), new Reopen(Id(1)));
        Assert.Equal(Id(1), story.State.Book.IncidentOf(Story.Lamp));
        var read = System.Text.Json.JsonSerializer.Deserialize(
            System.Text.Json.JsonSerializer.Serialize(story.State, CompoundState.Json),
            CompoundState.Json
        )!;
        Assert.Equal(Id(1), read.Book.IncidentOf(Story.Lamp));
    }

    private static Story<CompoundState> Reports(int number, string category = Story.Lamp)
    {
        var story = Story.AtCompound();
        Reports(story, number, category);
        return story;
    }

    private static void Reports(Story<CompoundState> story, int number, string category)
    {
        for (var i = 1; i <= number; i++)
        {
            story.Does(Town.ResidentNumber(i), Town.ReportOf(category, Id(i)));
        }
    }

    private static string Id(int number) => $"QY20261124-{number:000000}";
}
