using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.AspNetCore.SignalR;

namespace CivicGrains.WebFrontend.Tests.Live;

public sealed class TopicTests(TestHost host)
{
    private const string Hidden = "SVC-01";

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("issue/nonsense")]
    [InlineData("department/housing")]
    [InlineData("compound/nonsense")]
    public async Task A_topic_that_cannot_be_one_is_unknown(string? topic) =>
        Assert.Equal("topic.unknown", await RefusalAsync("centre", topic));

    [Theory]
    [InlineData("compound/510105007004-C999")]
    [InlineData("grid/510105007004-G99")]
    [InlineData("community/510105007999")]
    [InlineData("subdistrict/510105099")]
    public async Task A_topic_of_a_place_that_nobody_has_registered_is_unknown(string topic) =>
        Assert.Equal("topic.unknown", await RefusalAsync("centre", topic));

    [Theory]
    [InlineData("stranger", "compound/510105007004-C001")]
    [InlineData("stranger", "project/RNV-2026-510105007004-C001-01")]
    [InlineData("lead", "compound/510105007004-C001")]
    [InlineData("resident", "grid/510105007004-G01")]
    [InlineData("resident", "community/510105007004")]
    [InlineData("manager", "community/510105007004")]
    [InlineData("other-community", "community/510105007004")]
    [InlineData("community", "subdistrict/510105007")]
    [InlineData("administrator", "compound/510105007004-C001")]
    public async Task A_topic_that_is_not_ones_own_is_refused(string account, string topic) =>
        Assert.Equal("topic.not-yours", await RefusalAsync(account, topic));

    [Fact]
    public async Task An_issue_that_one_may_not_see_is_refused_in_the_same_words_as_one_that_is_not_there()
    {
        using var resident = await host.ApiAsync("resident");
        var visible = await resident.ReportAsync();
        var hidden = await resident.ReportAsync(category: Hidden);

        Assert.Equal("topic.not-yours", await RefusalAsync("stranger", $"issue/{visible}"));
        Assert.Equal("topic.not-yours", await RefusalAsync("neighbour", $"issue/{hidden}"));
        Assert.Equal("topic.not-yours", await RefusalAsync("neighbour", "issue/QY20261124-999999"));
    }

    [Fact]
    public async Task Who_loses_sight_of_an_issue_that_moves_away_is_told_to_watch_anew_and_then_refused()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        var topic = $"issue/{id}";
        await using var watcher = await host.WatcherAsync("manager");
        await watcher.WatchAsync(topic);

        var to = SmallTown.Grid.ToString();
        (await manager.CommandAsync(id, "relocate", new { to, reason = "在院墙外" })).Expect(200);

        Assert.Equal(topic, await watcher.ResyncAsync());
        var refused = await Assert.ThrowsAsync<HubException>(() => watcher.WatchAsync(topic));
        Assert.EndsWith("topic.not-yours", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_watches_without_signing_in() =>
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
            await Watcher.ConnectAsync(new Uri(host.Address, "/hubs/live"), null)
        );

    [Theory]
    [InlineData("resident", "compound/510105007004-C001")]
    [InlineData("manager", "compound/510105007004-C001")]
    [InlineData("grid-head", "compound/510105007004-C001")]
    [InlineData("other-grid-head", "compound/510105007004-C001")]
    [InlineData("community", "compound/510105007004-C001")]
    [InlineData("department", "compound/510105007004-C001")]
    [InlineData("centre", "compound/510105007004-C001")]
    [InlineData("contractor", "project/RNV-2026-510105007004-C001-01")]
    [InlineData("resident", "project/RNV-2026-510105007004-C001-01")]
    [InlineData("grid-head", "grid/510105007004-G01")]
    [InlineData("community", "grid/510105007004-G01")]
    [InlineData("community", "community/510105007004")]
    [InlineData("subdistrict", "community/510105007004")]
    [InlineData("subdistrict", "subdistrict/510105007")]
    [InlineData("resident", "district")]
    [InlineData("administrator", "district")]
    [InlineData("resident", "me")]
    public async Task Ones_own_topics_answer_figures_and_items(string account, string topic)
    {
        await using var watcher = await host.WatcherAsync(account);

        var snapshot = (await watcher.WatchAsync(topic)).GetProperty("snapshot");

        Assert.True(snapshot.GetProperty("figures").GetProperty("open").GetInt64() >= 0);
        Assert.True(snapshot.GetProperty("items").GetArrayLength() <= 50);
    }

    [Fact]
    public async Task A_change_of_an_issue_reaches_its_compound_community_subdistrict_and_reporter()
    {
        using var resident = await host.ApiAsync("resident");
        await using var centre = await host.WatcherAsync("centre");
        await using var me = await host.WatcherAsync("resident");
        string[] topics =
        [
            SmallTown.Compound.ToString(),
            SmallTown.Community.ToString(),
            SmallTown.Subdistrict.ToString(),
        ];
        foreach (var topic in topics)
        {
            await centre.WatchAsync(topic);
        }

        await me.WatchAsync("me");
        var id = await resident.ReportAsync();

        foreach (var topic in topics)
        {
            Assert.Equal("issue.accepted", (await AcceptedAsync(centre, topic, id)).Kind);
        }

        var mine = await AcceptedAsync(me, "me", id);
        Assert.Equal("楼道灯坏了", mine.View.GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_hidden_issue_is_on_no_topic_but_those_of_its_chain_and_reporter()
    {
        using var resident = await host.ApiAsync("resident");
        await using var neighbour = await host.WatcherAsync("neighbour");
        await using var community = await host.WatcherAsync("community");
        await using var me = await host.WatcherAsync("resident");
        var compound = SmallTown.Compound.ToString();
        foreach (
            var (watcher, topic) in new[]
            {
                (neighbour, compound),
                (neighbour, "district"),
                (community, "community/510105007004"),
                (community, compound),
                (me, "me"),
            }
        )
        {
            await watcher.WatchAsync(topic);
        }

        var hidden = await resident.ReportAsync(category: Hidden);
        var visible = await resident.ReportAsync();

        // What comes after it has come, so that it would have come as well.
        var onCompound = await UntilAcceptedAsync(neighbour, compound, visible);
        var onCompoundOfStaff = await UntilAcceptedAsync(community, compound, visible);
        var onCommunity = await UntilAcceptedAsync(community, "community/510105007004", visible);
        var onMe = await UntilAcceptedAsync(me, "me", visible);

        Assert.DoesNotContain(onCompound, change => IdOf(change) == hidden);
        Assert.DoesNotContain(onCompoundOfStaff, change => IdOf(change) == hidden);
        Assert.Contains(onCommunity, change => IdOf(change) == hidden);
        Assert.Contains(onMe, change => IdOf(change) == hidden);
        var snapshot = (await neighbour.WatchAsync(compound)).GetProperty("snapshot").GetProperty("items");
        Assert.DoesNotContain(snapshot.EnumerateArray(), item => item.GetProperty("id").GetString() == hidden);
    }

    [Fact]
    public async Task Two_audiences_of_one_topic_get_their_own_view_of_the_same_change()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var neighbour = await host.ApiAsync("neighbour");
        var id = await resident.ReportAsync();
        (await neighbour.CommandAsync(id, "follow")).Expect(200);
        await using var chain = await host.WatcherAsync("manager");
        await using var reporter = await host.WatcherAsync("resident");
        var topic = $"issue/{id}";
        await chain.WatchAsync(topic);
        await reporter.WatchAsync(topic);

        (await manager.CommandAsync(id, "note", new { note = "内部" })).Expect(200);
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);

        Assert.Equal("issue.noted", (await chain.NextAsync(topic)).Kind);
        Assert.Equal("issue.acknowledged", (await chain.NextAsync(topic)).Kind);
        // The remark is not for the reporter: the range of the next change covers it.
        Assert.Equal("issue.acknowledged", (await reporter.NextAsync(topic)).Kind);
    }

    [Fact]
    public async Task The_ticker_of_the_district_says_what_and_where_but_not_who_or_which()
    {
        using var resident = await host.ApiAsync("resident");
        await using var watcher = await host.WatcherAsync("administrator");
        await watcher.WatchAsync("district");

        await resident.ReportAsync();
        ChangedMessage change;
        do
        {
            change = await watcher.NextAsync("district");
        } while (!change.View.TryGetProperty("figures", out _));

        var names = change.View.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);
        Assert.Equal(["category", "compound", "figures", "seq", "status", "updatedAt"], names);
    }

    [Fact]
    public async Task Whoever_follows_an_issue_has_it_on_the_own_topic_from_then_on()
    {
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        await using var watcher = await host.WatcherAsync("neighbour");
        await watcher.WatchAsync("me");

        (await neighbour.CommandAsync(id, "follow")).Expect(200);
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);

        var changes = await UntilAsync(
            watcher,
            "me",
            change => change.Kind == "issue.acknowledged" && IdOf(change) == id
        );
        Assert.Contains(changes, change => change.Kind == "issue.followed" && IdOf(change) == id);
    }

    [Fact]
    public async Task An_issue_that_a_grid_has_is_on_the_topic_of_the_grid()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        await using var head = await host.WatcherAsync("grid-head");
        var topic = SmallTown.Grid.ToString();
        await head.WatchAsync(topic);

        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
        (await manager.CommandAsync(id, "escalate", new { reason = "需要网格协调" })).Expect(200);

        var offered = (await UntilAsync(head, topic, change => IdOf(change) == id))[^1];
        Assert.Equal("grid.task-offered", offered.Kind);
        Assert.Equal(1, offered.View.GetProperty("level").GetInt32());
    }

    [Fact]
    public async Task After_unwatching_nothing_comes_any_more()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var first = await resident.ReportAsync();
        var second = await resident.ReportAsync();
        await using var watcher = await host.WatcherAsync("resident");
        await watcher.WatchAsync($"issue/{first}");
        await watcher.WatchAsync($"issue/{second}");

        await watcher.UnwatchAsync($"issue/{first}");
        (await manager.CommandAsync(first, "acknowledge")).Expect(200);
        (await manager.CommandAsync(second, "acknowledge")).Expect(200);

        await watcher.NextAsync($"issue/{second}");
        Assert.False(watcher.HasMore($"issue/{first}"));
    }

    private static string? IdOf(ChangedMessage change) =>
        change.View.ValueKind is JsonValueKind.Object && change.View.TryGetProperty("id", out var id)
            ? id.GetString()
            : null;

    private static async Task<ChangedMessage> AcceptedAsync(Watcher watcher, string topic, string id) =>
        (await UntilAcceptedAsync(watcher, topic, id))[^1];

    private static Task<List<ChangedMessage>> UntilAcceptedAsync(Watcher watcher, string topic, string id) =>
        UntilAsync(watcher, topic, change => change.Kind == "issue.accepted" && IdOf(change) == id);

    /// <summary>Other tests report at the same places: what is theirs is passed over.</summary>
    private static async Task<List<ChangedMessage>> UntilAsync(
        Watcher watcher,
        string topic,
        Func<ChangedMessage, bool> isLast
    )
    {
        var changes = new List<ChangedMessage>();
        do
        {
            changes.Add(await watcher.NextAsync(topic));
        } while (!isLast(changes[^1]));

        return changes;
    }

    private async Task<string> RefusalAsync(string account, string? topic)
    {
        await using var watcher = await host.WatcherAsync(account);
        var refused = await Assert.ThrowsAsync<HubException>(() => watcher.WatchAsync(topic!));
        return refused.Message.Split(' ')[^1];
    }
}
