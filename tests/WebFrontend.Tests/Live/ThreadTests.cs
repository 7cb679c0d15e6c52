using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Live;

/// <summary>From a report to a screen.</summary>
public sealed class ThreadTests(TestHost host)
{
    [Fact]
    public async Task A_report_and_what_becomes_of_it_reach_a_watcher_one_by_one_and_in_order()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        await using var watcher = await host.WatcherAsync("resident");

        var id = await resident.ReportAsync();
        var topic = $"issue/{id}";
        var answer = await watcher.WatchAsync(topic);
        Assert.Equal("dispatched", answer.GetProperty("snapshot").GetProperty("status").GetString());
        Assert.Equal("楼道灯坏了", answer.GetProperty("snapshot").GetProperty("description").GetString());

        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
        (await manager.CommandAsync(id, "start")).Expect(200);
        var resolved = (await manager.CommandAsync(id, "resolve", new { note = "灯已更换" })).Expect(200);

        var changes = await watcher.UntilAsync(topic, resolved.GetProperty("seq").GetInt64());
        Assert.Equal(["issue.acknowledged", "issue.started", "issue.resolved"], changes.Select(c => c.Kind));
        Assert.Equal("resolved", changes[^1].View.GetProperty("status").GetString());
    }
}
