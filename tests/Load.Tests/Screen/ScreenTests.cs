using System.Diagnostics;
using System.Text.Json;
using CivicGrains.Load.Common;
using CivicGrains.Load.Screen;

namespace CivicGrains.Load.Tests.Screen;

/// <summary>What is asked of the benchmark is whether it sees what is wrong; how fast anything is does not matter here.</summary>
public sealed class ScreenTests
{
    private const string Topic = "compound/510105007004-C100";

    [Fact]
    public async Task Everything_accepted_at_one_web_process_comes_at_the_screens_of_the_other()
    {
        var said = new List<string>();

        var findings = await ScreenBenchmark.RunAsync(rounds: 1, TimeSpan.FromSeconds(3), watchers: 8, [20], said.Add);

        Assert.True(findings.Faultless, $"{findings}\n{string.Join('\n', said)}");
        Assert.Contains("| 20/s: commands accepted, messages awaited | 60,", findings.ToString());
    }

    [Fact]
    public void A_message_that_did_not_come_is_missed()
    {
        var topic = Watched(after: 10, (10, 11), (11, 12));

        var (seen, missing) = ScreenCheck.Compare([Command(12), Command(13)], [topic]);

        Assert.Single(seen);
        Assert.Contains("at 13", Assert.Single(missing));
    }

    [Fact]
    public void A_message_whose_range_leaves_a_command_out_is_not_taken_for_it()
    {
        var topic = Watched(after: 10, (10, 11), (12, 13));

        var (seen, missing) = ScreenCheck.Compare([Command(11), Command(12), Command(13)], [topic]);

        Assert.Equal(2, seen.Count);
        Assert.Contains("at 12", Assert.Single(missing));
        Assert.Equal(1, topic.Watched.Broken);
    }

    [Fact]
    public void A_range_may_bring_several_commands_at_once()
    {
        var (seen, missing) = ScreenCheck.Compare([Command(11), Command(12)], [Watched(after: 10, (10, 12))]);

        Assert.Equal(2, seen.Count);
        Assert.Empty(missing);
    }

    [Fact]
    public void What_the_answer_to_the_watch_told_already_is_not_awaited()
    {
        var (seen, missing) = ScreenCheck.Compare([Command(9)], [Watched(after: 10)]);

        Assert.Empty(seen);
        Assert.Empty(missing);
    }

    [Fact]
    public void Time_counts_from_the_answer_and_is_negative_when_the_message_was_first()
    {
        var topic = Watched(after: 10, (10, 11));
        var early = topic.Arrivals.Single().At + Stopwatch.Frequency;

        var (seen, _) = ScreenCheck.Compare([Command(11, acceptedAt: early)], [topic]);

        Assert.Equal(-1_000, Assert.Single(seen).AfterAnswerMs, tolerance: 0.001);
    }

    private static ScreenTopic Watched(long after, params (long From, long Seq)[] ranges)
    {
        var topic = new ScreenTopic(Topic);
        using var answer = JsonDocument.Parse($$$"""{"epoch":"e","seq":{{{after}}},"snapshot":{"items":[]}}""");
        topic.Watched.Answered(answer.RootElement);
        topic.BeganAfter = after;
        foreach (var (from, seq) in ranges)
        {
            using var change = JsonDocument.Parse($$$"""{"from":{{{from}}},"seq":{{{seq}}},"view":null}""");
            topic.Changed(change.RootElement, Stopwatch.GetTimestamp());
        }

        return topic;
    }

    private static AcceptedCommand Command(long seq, long acceptedAt = 0) =>
        new("comment", Topic, "QY20261124-000001", seq, "dispatched", acceptedAt, acceptedAt);
}
