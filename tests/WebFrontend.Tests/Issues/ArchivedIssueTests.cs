using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>An issue whose windows are over: its owner has forgotten it, the list keeps it.</summary>
public sealed class ArchivedIssueTests(TestHost shared)
{
    [Fact]
    public async Task An_archived_issue_refuses_commands_by_its_own_code_repeats_first_answers_and_can_be_read()
    {
        // The seven days in which an ended issue may be reopened take a second here.
        await using var host = await TestHost.StartAsync(shared.Postgres, settings: it => it with { Speed = 600_000 });
        using var resident = await host.ApiAsync("resident");
        await using var watcher = await host.WatcherAsync("resident");
        var id = await resident.ReportAsync();
        var topic = $"issue/{id}";
        await watcher.WatchAsync(topic);
        const string key = "withdraw-once";
        var first = (await resident.CommandAsync(id, "withdraw", key: key)).Expect(200);
        ChangedMessage change;
        do
        {
            change = await watcher.NextAsync(topic);
        } while (change.Kind != "issue.archived");

        (await resident.CommandAsync(id, "reopen", new { reason = "又坏了" })).ExpectProblem(409, "issue.archived");

        var again = (await resident.CommandAsync(id, "withdraw", key: key)).Expect(200);
        Assert.Equal(first.GetRawText(), again.GetRawText());
        var read = (await resident.GetAsync($"/api/issues/{id}")).Expect(200);
        Assert.True(read.GetProperty("archived").GetBoolean());
        Assert.Equal("withdrawn", read.GetProperty("status").GetString());
    }
}
