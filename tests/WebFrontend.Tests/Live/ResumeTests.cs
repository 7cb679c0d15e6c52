using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Live;

/// <summary>Who was away gets what was missed, once and in order, or is told where things stand.</summary>
public sealed class ResumeTests(TestHost host)
{
    [Fact]
    public async Task What_was_missed_during_a_cut_arrives_exactly_once_and_in_order()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        var topic = $"issue/{id}";
        string epoch;
        long seen;
        await using (var before = await host.WatcherAsync("resident"))
        {
            epoch = (await before.WatchAsync(topic)).GetProperty("epoch").GetString()!;
            (await manager.CommandAsync(id, "acknowledge")).Expect(200);
            seen = (await before.NextAsync(topic)).Seq;
        }

        (await manager.CommandAsync(id, "start")).Expect(200);
        (await resident.CommandAsync(id, "comment", new { note = "好的" })).Expect(200);
        await using var after = await host.WatcherAsync("resident");
        var answer = await after.WatchAsync(topic, seen, epoch);
        (await manager.CommandAsync(id, "resolve", new { note = "好了" })).Expect(200);

        var missed = answer.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("kind").GetString());
        Assert.Equal(["issue.started", "issue.commented"], missed);
        Assert.False(answer.TryGetProperty("snapshot", out _));
        Assert.Equal("issue.resolved", (await after.NextAsync(topic)).Kind);
    }

    [Fact]
    public async Task Who_has_missed_nothing_gets_no_events()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();
        await using var watcher = await host.WatcherAsync("resident");
        var first = await watcher.WatchAsync($"issue/{id}");

        var again = await watcher.WatchAsync(
            $"issue/{id}",
            first.GetProperty("seq").GetInt64(),
            first.GetProperty("epoch").GetString()
        );

        Assert.Equal(0, again.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task What_was_missed_of_ones_own_issues_arrives_without_those_of_others()
    {
        using var stranger = await host.ApiAsync("stranger");
        using var lead = await host.ApiAsync("lead");
        var owner = SmallTown.SelfManaged.ToString();
        var id = await stranger.ReportAsync(owner);
        await using var watcher = await host.WatcherAsync("stranger");
        var first = await watcher.WatchAsync("me");
        await watcher.UnwatchAsync("me");

        (await lead.CommandAsync(id, "acknowledge")).Expect(200);
        using var resident = await host.ApiAsync("resident");
        var other = await resident.ReportAsync();
        var answer = await watcher.WatchAsync(
            "me",
            first.GetProperty("seq").GetInt64(),
            first.GetProperty("epoch").GetString()
        );

        var missed = answer.GetProperty("events").EnumerateArray().ToList();
        Assert.Contains(missed, e => e.GetProperty("kind").GetString() == "issue.acknowledged");
        Assert.DoesNotContain(missed, e => e.GetProperty("view").GetProperty("id").GetString() == other);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_number_from_the_future_of_another_epoch_or_of_none_gets_a_snapshot(bool isFuture, bool hasEpoch)
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();
        await using var watcher = await host.WatcherAsync("resident");
        var first = await watcher.WatchAsync($"issue/{id}");
        var seq = first.GetProperty("seq").GetInt64();
        var epoch = first.GetProperty("epoch").GetString();

        var again = await watcher.WatchAsync(
            $"issue/{id}",
            isFuture ? seq + 1_000_000 : seq,
            isFuture ? epoch
                : hasEpoch ? "another"
                : null
        );

        Assert.Equal("dispatched", again.GetProperty("snapshot").GetProperty("status").GetString());
        Assert.Equal(epoch, again.GetProperty("epoch").GetString());
    }

    [Fact]
    public async Task Ranges_tile_for_watchers_who_come_and_go_while_much_happens()
    {
        using var stranger = await host.ApiAsync("stranger");
        using var lead = await host.ApiAsync("lead");
        var owner = SmallTown.SelfManaged.ToString();
        const int reports = 40;
        var working = Task.Run(async () =>
        {
            for (var i = 0; i < reports; i++)
            {
                var id = await stranger.ReportAsync(owner);
                (await lead.CommandAsync(id, "acknowledge")).Expect(200);
            }

            var last = await stranger.ReportAsync(owner);
            return (await lead.CommandAsync(last, "acknowledge")).Expect(200).GetProperty("seq").GetInt64();
        });

        // Every watcher checks its ranges: NextAsync and WatchAsync fail at a hole or an overlap.
        var watching = Enumerable.Range(0, 8).Select(n => WatchAsync(n % 2 == 0 ? "stranger" : "lead", owner, working));
        var counts = await Task.WhenAll(watching);

        Assert.All(counts, count => Assert.True(count > 0));
    }

    private async Task<int> WatchAsync(string account, string topic, Task<long> working)
    {
        var watcher = await host.WatcherAsync(account);
        var answer = await watcher.WatchAsync(topic);
        var epoch = answer.GetProperty("epoch").GetString();
        var count = 0;
        while (true)
        {
            var next = watcher.NextAsync(topic);
            await Task.WhenAny(next, working);
            if (!next.IsCompleted && watcher.CursorOf(topic) >= await working)
            {
                break;
            }

            await next;
            count++;
            if (count % 10 == 0)
            {
                // Is cut off with whatever is on its way, and comes back with the number it has seen.
                var seen = watcher.CursorOf(topic);
                await watcher.DisposeAsync();
                watcher = await host.WatcherAsync(account);
                await watcher.WatchAsync(topic, seen, epoch);
            }
        }

        await watcher.DisposeAsync();
        return count;
    }
}
