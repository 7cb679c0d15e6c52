using System.Text.Json;
using CivicGrains.Load.Common;
using CivicGrains.Load.Herd;

namespace CivicGrains.Load.Tests.Herd;

/// <summary>Whether every watcher comes back and is right; how soon does not matter here.</summary>
public sealed class HerdTests
{
    [Fact]
    public async Task After_a_web_process_was_killed_or_ended_in_order_every_watcher_is_right_again()
    {
        var said = new List<string>();

        var findings = await HerdBenchmark.RunAsync(rounds: 1, watchers: 60, TimeSpan.FromSeconds(2), said.Add);

        Assert.True(findings.Faultless, $"{findings}\n{string.Join('\n', said)}");
        Assert.Contains("| SIGKILL: watchers cut off | 60 |", findings.ToString());
    }

    [Fact]
    public void Pauses_grow_to_half_a_minute_and_no_further_and_are_half_chance()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(250), ClientPauses.After(0, 0));
        Assert.Equal(TimeSpan.FromMilliseconds(500), ClientPauses.After(0, 1));
        Assert.Equal(TimeSpan.FromSeconds(2), ClientPauses.After(2, 1));
        Assert.Equal(TimeSpan.FromSeconds(30), ClientPauses.After(100, 1));
    }

    [Fact]
    public void A_page_that_shows_an_older_status_or_lacks_an_issue_is_wrong()
    {
        var topic = new WatchedTopic("compound/510105007004-C100");
        using var answer = JsonDocument.Parse(
            """{"epoch":"e","seq":5,"snapshot":{"items":[{"id":"a","seq":3,"status":"dispatched"}]}}"""
        );
        topic.Answered(answer.RootElement);

        Assert.Equal(0, WrongAgainst(("a", 3, "dispatched")));
        Assert.Equal(1, WrongAgainst(("a", 4, "dispatched")));
        Assert.Equal(1, WrongAgainst(("a", 3, "resolved")));
        Assert.Equal(1, WrongAgainst(("a", 3, "dispatched"), ("b", 5, "dispatched")));
        Assert.Equal(1, WrongAgainst());

        int WrongAgainst(params (string Id, long Seq, string Status)[] truth) =>
            topic.WrongAgainst(
                truth.ToDictionary(it => it.Id, it => new ShownIssue(it.Seq, it.Status), StringComparer.Ordinal)
            );
    }

    [Fact]
    public void A_page_goes_on_from_its_number_and_sees_a_range_that_does_not_follow()
    {
        var topic = new WatchedTopic("compound/510105007004-C100");
        using var first = JsonDocument.Parse("""{"epoch":"e","seq":5,"snapshot":{"items":[]}}""");
        using var missed = JsonDocument.Parse(
            """{"epoch":"e","seq":8,"events":[{"from":5,"seq":7,"view":null},{"from":7,"seq":8,"view":null}]}"""
        );
        using var late = JsonDocument.Parse("""{"from":9,"seq":10,"view":null}""");

        Assert.False(topic.Answered(first.RootElement));
        Assert.True(topic.Answered(missed.RootElement));
        Assert.Equal((8, "e"), topic.Cursor);
        Assert.Equal(0, topic.Broken);

        topic.Changed(late.RootElement);
        Assert.Equal(1, topic.Broken);
    }
}
