namespace CivicGrains.Chaos.Tests;

/// <summary>A check that never finds anything shows nothing: each fault is made up, and must be named.</summary>
public sealed class LogCheckTests
{
    private readonly Story _story = Story.OfOneReport();

    [Fact]
    public void Of_a_history_that_is_right_nothing_is_said()
    {
        _story.Climbs(1, secondsLater: 11, dueSecondsLater: 20);
        _story.Climbs(2, secondsLater: 20, dueSecondsLater: 30);
        _story.Happened("issue.overdue", Guid.CreateVersion7(), Story.Platform, secondsLater: 31);

        Assert.Empty(_story.Violations(secondsLater: 1_000));
    }

    [Fact]
    public void A_command_that_was_acknowledged_and_is_lost_is_named()
    {
        var lost = _story.Calls[1];
        _story.Lose(lost.CommandId);

        var violation = Assert.Single(_story.Violations());
        Assert.Contains("was acknowledged and is not in the log", violation);
        Assert.Contains(lost.Route, violation);
    }

    [Fact]
    public void A_report_that_was_acknowledged_and_is_lost_is_named_with_its_number()
    {
        _story.Lose(_story.Calls[0].CommandId);

        Assert.Contains(
            _story.Violations(),
            it => it == $"Issue {Story.First} was acknowledged and is not in the log."
        );
    }

    [Fact]
    public void A_command_whose_events_are_lost_while_its_answer_is_kept_is_named()
    {
        var lost = _story.Calls[1].CommandId;
        _story.Events.RemoveAll(it => it.CommandId == lost);

        Assert.Contains("the log ends it at 103, its events at 0", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_command_that_was_answered_with_the_number_of_another_is_named()
    {
        _story.Calls[1] = _story.Calls[1] with { Answer = """{"seq": 102}""" };

        Assert.Contains("answered with number 102, and its last event is 103", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_command_that_happened_twice_is_named()
    {
        var comment = _story.Calls[1].CommandId;
        _story.Happened("issue.commented", comment, Story.Reference);
        _story.Calls[1] = _story.Calls[1] with { Answer = """{"seq": 104}""" };

        Assert.Contains("happened 2 times: issue.commented", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_command_that_happened_again_under_another_id_is_named()
    {
        _story.Happened("issue.commented", Guid.CreateVersion7(), Story.Reference);

        Assert.StartsWith("Nobody asked for issue.commented", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_command_whose_events_something_came_between_is_named()
    {
        var comment = _story.Calls[1].CommandId;
        _story.Happened("issue.noted", Guid.CreateVersion7(), Story.Platform);
        _story.Happened("issue.followed", comment, Story.Reference);
        _story.Calls[1] = _story.Calls[1] with { Answer = """{"seq": 105}""" };

        Assert.Contains("has 2 events that do not follow one another", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_command_in_two_streams_is_named()
    {
        var comment = _story.Calls[1].CommandId;
        _story.Events.Add(_story.Events[^1] with { Seq = 104, Stream = "grid/510105007004", Type = "issue.noted" });
        _story.Commands[comment] = 104;
        _story.Calls[1] = _story.Calls[1] with { Answer = """{"seq": 104}""" };

        Assert.Contains("is in more than one stream", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_refused_command_that_is_in_the_log_is_named()
    {
        _story.Calls[1] = _story.Calls[1] with { Outcome = CallOutcome.Refused, Status = 409 };

        Assert.Contains("was refused and is in the log", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_command_that_has_no_answer_even_when_all_is_well_again_is_named()
    {
        _story.Calls[1] = _story.Calls[1] with { Outcome = CallOutcome.Unknown, Status = 0 };

        Assert.Contains("has no answer", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_command_that_was_answered_with_a_failure_of_the_platform_is_named_though_it_went_through()
    {
        _story.Calls[1] = _story.Calls[1] with { Failures = 2 };

        Assert.Contains("was answered 2 times that the platform itself has failed", Assert.Single(_story.Violations()));
    }

    [Fact]
    public void A_number_that_was_given_out_twice_is_named()
    {
        var twice = Guid.CreateVersion7();
        _story.Happened("issue.reported", twice, Story.Reference);
        _story.Told(twice, "/api/issues", 201, $$"""{"id": "{{Story.First}}", "seq": 104}""");

        var violations = _story.Violations();

        Assert.Contains($"The number {Story.First} was given out 2 times.", violations);
        Assert.Contains($"Issue {Story.First} was reported 2 times.", violations);
    }

    [Fact]
    public void A_report_of_which_nobody_was_told_is_named()
    {
        _story.Happened("issue.reported", Guid.CreateVersion7(), Story.Platform, subject: "QY20261124-000002");

        Assert.Equal(["Issue QY20261124-000002 is in the log and nobody was told."], _story.Violations());
    }

    [Fact]
    public void A_deadline_that_nothing_follows_is_named_once_it_is_long_over()
    {
        Assert.Empty(_story.Violations(secondsLater: 84));

        Assert.Contains("and nothing came", Assert.Single(_story.Violations(secondsLater: 86)));
    }

    [Fact]
    public void A_deadline_that_is_met_late_is_named()
    {
        _story.Climbs(1, secondsLater: 90, dueSecondsLater: 120);

        Assert.Contains("80.0 s late", Assert.Single(_story.Violations(secondsLater: 120)));
    }

    [Fact]
    public void An_issue_that_climbs_twice_at_one_deadline_is_named()
    {
        _story.Climbs(1, secondsLater: 10, dueSecondsLater: 20);
        _story.Climbs(1, secondsLater: 10, dueSecondsLater: 20);

        Assert.Contains("before it was due", Assert.Single(_story.Violations(secondsLater: 20)));
    }

    [Fact]
    public void An_issue_that_climbs_after_it_was_resolved_is_named()
    {
        var resolve = Guid.CreateVersion7();
        _story.Happened("issue.resolved", resolve, Story.Reference, secondsLater: 5);
        _story.Told(resolve, $"/api/issues/{Story.First}/resolve", 200, """{"seq": 104}""");
        _story.Climbs(1, secondsLater: 10, dueSecondsLater: 20);

        Assert.Contains("when it was not due at all", Assert.Single(_story.Violations(secondsLater: 20)));
    }

    [Fact]
    public void Warnings_that_come_once_and_the_deadline_after_them_are_well_also_over_the_death_of_a_silo()
    {
        Warned();

        Assert.Empty(Warnings());
        foreach (var (secondsLater, between) in new[] { (4, 0), (9, 1), (11, 0) })
        {
            var found = LogCheck.CompareWarnings(_story.Log(), [], Story.Noon.AddSeconds(secondsLater));
            Assert.Equal((2, between), (found.Warnings, found.Between));
        }
    }

    [Theory]
    [InlineData(50, 7, "a second time")]
    [InlineData(80, 4, "before")]
    [InlineData(80, 10, "after the deadline")]
    public void A_warning_that_comes_twice_too_early_or_too_late_is_named(int percent, int secondsLater, string fault)
    {
        _story.Warns(50, secondsLater: 5, nextSecondsLater: 8);
        _story.Warns(percent, secondsLater, nextSecondsLater: null);

        Assert.Contains(fault, Assert.Single(Warnings()));
    }

    [Fact]
    public void A_warning_that_does_not_come_is_named_where_nobody_was_down()
    {
        _story.Climbs(1, secondsLater: 10, dueSecondsLater: 30);

        Assert.Contains("did not come", Assert.Single(Warnings()));
        Assert.Empty(
            LogCheck.CompareWarnings(_story.Log(), [(Story.Noon.AddSeconds(2), Story.Noon.AddSeconds(6))]).Violations
        );
    }

    [Fact]
    public void Supervision_that_begins_by_itself_twice_is_named()
    {
        Warned();
        foreach (var seconds in new[] { 40, 41 })
        {
            _story.Happened(
                "issue.supervised",
                Guid.CreateVersion7(),
                Story.Platform,
                """{"byItself": true}""",
                seconds
            );
        }

        Assert.Contains("supervision began by itself twice", Assert.Single(Warnings()));
    }

    private void Warned()
    {
        _story.Warns(50, secondsLater: 5, nextSecondsLater: 8);
        _story.Warns(80, secondsLater: 8, nextSecondsLater: null);
        _story.Climbs(1, secondsLater: 10, dueSecondsLater: 30);
    }

    private IReadOnlyList<string> Warnings() => LogCheck.CompareWarnings(_story.Log(), []).Violations;
}
