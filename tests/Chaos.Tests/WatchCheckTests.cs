using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Chaos.Tests;

/// <summary>What a watcher may be sent wrongly: each is made up, and must be named.</summary>
public sealed class WatchCheckTests
{
    private const string Me = "me";
    private static readonly Guid Reference = Story.Reference;

    private readonly Screen _screen = new("resident", [Me, Story.Compound]);

    public WatchCheckTests()
    {
        Answer(Me, 100, "\"snapshot\": {\"items\": []}");
        Answer(Story.Compound, 100, $"\"snapshot\": {{\"items\": [{View(90, "dispatched")}]}}");
    }

    [Fact]
    public void Of_a_screen_that_is_right_nothing_is_said()
    {
        Change(Me, 100, 105, View(105, "acknowledged"));
        Change(Story.Compound, 100, 105, View(105, "acknowledged"));
        Change(Story.Compound, 105, 110, "null");

        Assert.Empty(_screen.Violations);
        Assert.Empty(Compare(Row(105, "acknowledged")));
        Assert.Equal(3, _screen.Changes);
    }

    [Fact]
    public void A_hole_between_two_ranges_is_named()
    {
        Change(Me, 100, 105, View(105, "acknowledged"));
        Change(Me, 106, 110, View(110, "inProgress"));

        Assert.Equal(["resident: me stood at 105, then came (106, 110]: a hole."], _screen.Violations);
    }

    [Fact]
    public void An_overlap_of_two_ranges_is_named()
    {
        Change(Me, 100, 105, View(105, "acknowledged"));
        Change(Me, 104, 110, View(110, "inProgress"));

        Assert.Equal(["resident: me stood at 105, then came (104, 110]: an overlap."], _screen.Violations);
    }

    [Fact]
    public void A_range_that_was_sent_twice_is_named()
    {
        Change(Me, 100, 105, View(105, "acknowledged"));
        Change(Me, 100, 105, View(105, "acknowledged"));

        Assert.Single(_screen.Violations);
    }

    [Fact]
    public void A_range_that_holds_nothing_is_named()
    {
        Change(Me, 100, 100, View(105, "acknowledged"));

        Assert.Contains("which holds nothing", Assert.Single(_screen.Violations));
    }

    [Fact]
    public void A_hole_over_a_lost_connection_is_named()
    {
        _screen.BeginWatch(Me);
        Answer(Me, 110, $"\"events\": [{Range(105, 110, View(110, "acknowledged"))}]");

        Assert.Contains("a hole", Assert.Single(_screen.Violations));
    }

    [Fact]
    public void An_answer_that_ends_elsewhere_than_its_events_is_named()
    {
        _screen.BeginWatch(Me);
        Answer(Me, 120, $"\"events\": [{Range(100, 110, View(110, "acknowledged"))}]");

        Assert.Contains("came to 110 and was told 120", Assert.Single(_screen.Violations));
    }

    [Fact]
    public void A_change_that_overtakes_the_answer_to_watch_waits_for_it()
    {
        Assert.Equal(100, _screen.BeginWatch(Me).Seq);
        Change(Me, 110, 115, View(115, "inProgress"));
        Answer(Me, 110, $"\"events\": [{Range(100, 110, View(110, "acknowledged"))}]");

        Assert.Empty(_screen.Violations);
        Assert.Equal("inProgress", _screen.Views[(Me, Story.First)].GetProperty("status").GetString());
    }

    [Fact]
    public void An_older_view_that_comes_later_changes_nothing()
    {
        Change(Story.Compound, 100, 105, View(110, "inProgress"));
        Change(Story.Compound, 105, 106, View(106, "acknowledged"));

        Assert.Equal("inProgress", _screen.Views[(Story.Compound, Story.First)].GetProperty("status").GetString());
    }

    [Fact]
    public void What_only_the_chain_heard_of_need_not_be_shown()
    {
        Change(Me, 100, 105, View(105, "acknowledged"));
        Change(Story.Compound, 100, 105, View(105, "acknowledged"));

        Assert.Empty(Compare(Row(110, "acknowledged", heard: 104)));
        Assert.NotEmpty(Compare(Row(110, "acknowledged", heard: 106)));
        Assert.NotEmpty(Compare(Row(104, "acknowledged")));
    }

    [Fact]
    public void A_last_view_that_is_older_than_the_log_is_named()
    {
        Change(Me, 100, 105, View(105, "acknowledged"));
        Change(Story.Compound, 100, 105, View(105, "acknowledged"));

        var violations = Compare(Row(110, "acknowledged"));

        Assert.Equal(2, violations.Count);
        Assert.All(violations, it => Assert.Contains("was last seen as at 105, and is as at 110", it));
    }

    [Theory]
    [InlineData("acknowledged", 10, "status dispatched, and the log says acknowledged")]
    [InlineData("dispatched", 11, "dueAt ")]
    public void A_last_view_that_says_something_else_than_the_log_is_named(string status, int due, string fault)
    {
        Change(Me, 100, 105, View(105, "dispatched"));
        Change(Story.Compound, 100, 105, View(105, "dispatched"));

        var violations = Compare(Row(105, status) with { DueAt = Story.Noon.AddSeconds(due) });

        Assert.Equal(2, violations.Count);
        Assert.All(violations, it => Assert.Contains(fault, it));
    }

    [Fact]
    public void An_issue_that_was_never_shown_is_named()
    {
        Change(Story.Compound, 100, 105, View(105, "dispatched"));

        Assert.Equal([$"resident: {Story.First} of 105 was never shown on me."], Compare(Row(105, "dispatched")));
    }

    [Fact]
    public void An_issue_that_changed_before_the_topic_was_read_and_one_of_somebody_else_need_not_be_shown()
    {
        Assert.Empty(Compare(Row(90, "dispatched")));
        Change(Story.Compound, 100, 105, View(105, "dispatched"));

        Assert.Empty(Compare(Row(105, "dispatched") with { Reporter = Guid.Empty }));
    }

    [Fact]
    public void An_issue_that_is_shown_and_not_in_the_log_is_named()
    {
        Assert.Equal(
            [$"resident: {Story.First} is shown on {Story.Compound} and is not in the log."],
            WatchCheck.Compare(_screen, Reference, new Dictionary<string, LoggedIssue>(StringComparer.Ordinal))
        );
    }

    private IReadOnlyList<string> Compare(LoggedIssue issue) =>
        WatchCheck.Compare(_screen, Reference, new Dictionary<string, LoggedIssue> { [issue.Id] = issue });

    private static LoggedIssue Row(long seq, string status, long? heard = null) =>
        new(
            Story.First,
            Story.Compound,
            "510105007004",
            "510105007",
            IsHidden: false,
            status,
            Level: 0,
            Story.Compound,
            Reference,
            Story.Noon.AddSeconds(10),
            OverallDueAt: null,
            Stars: null,
            seq,
            heard ?? seq
        );

    private static string View(long seq, string status) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"id": "{{Story.First}}", "seq": {{seq}}, "status": "{{status}}", "level": 0, "owner": "{{Story.Compound}}",
             "handler": {"role": "property-manager", "place": "{{Story.Compound}}"},
             "dueAt": "{{Story.Noon.AddSeconds(10).ToOffset(
                TimeSpan.FromHours(8)
            ):O}}", "overallDueAt": null, "stars": null}
            """
        );

    private static string Range(long from, long seq, string view) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"from": {{from}}, "seq": {{seq}}, "view": {{view}}}""");

    private void Change(string topic, long from, long seq, string view) =>
        _screen.TakeChange(
            JsonElement.Parse(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"topic": "{{topic}}", "from": {{from}}, "seq": {{seq}}, "view": {{view}}}"""
                )
            )
        );

    private void Answer(string topic, long seq, string rest) =>
        _screen.TakeAnswer(
            topic,
            JsonElement.Parse(
                string.Create(CultureInfo.InvariantCulture, $$"""{"epoch": "e", "seq": {{seq}}, {{rest}}}""")
            )
        );
}
