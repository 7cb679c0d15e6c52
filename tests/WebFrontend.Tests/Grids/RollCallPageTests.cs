using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Grids;

/// <summary>Emergencies and roll-calls on pages, without scripts. Each test has a community of its own.</summary>
public sealed class RollCallPageTests(TestHost host) : IAsyncLifetime
{
    private FreshCommunity community = null!;

    public async ValueTask InitializeAsync() => community = await FreshCommunity.MakeAsync(host);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_may_not_order_sees_no_form_and_is_refused_where_they_send_one()
    {
        using var head = await Browser.SignedInAsync(host, community.Head);
        (await head.GetAsync(Desk)).Expect(403);
        (await head.GetAsync($"{Desk}/roll?fragment=board")).Expect(403);
        var page = await head.PostAsync($"{Desk}/roll/startEmergency", new Dictionary<string, string>());
        Assert.True(page.Expect(403).Has("[role=alert]"));

        using var stranger = await Browser.SignedInAsync(host, "grid-head");
        page = await stranger.PostAsync($"{GridPage}/roll/confirmRoll", new Dictionary<string, string>());
        Assert.Contains("roll-call.stranger", page.Expect(403).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_starts_an_emergency_volunteer_and_head_answer_and_the_desk_ends_it()
    {
        using var desk = await Browser.SignedInAsync(host, community.Desk);
        using var helper = await Browser.SignedInAsync(host, community.Helper);
        using var head = await Browser.SignedInAsync(host, community.Head);
        using var centre = await Browser.SignedInAsync(host, "centre");
        Assert.False((await helper.GetAsync(GridPage)).Expect(200).Has("[data-key=roll-head]"));
        var page = (await desk.GetAsync(Desk)).Expect(200);
        var refused = await desk.SendAsync(page.Form("/roll/startEmergency"), ("minutes", "3"), ("reason", "内涝"));
        Assert.Contains("5至1440分钟", refused.Expect(400).One(".error-summary").TextContent, StringComparison.Ordinal);
        Assert.Contains("内涝", refused.Text, StringComparison.Ordinal);

        await using var watcher = await host.WatcherAsync(community.Desk);
        await watcher.WatchAsync(community.Topic);
        page = await desk.SendAsync(page.Form("/roll/startEmergency"), ("reason", "内涝"));
        Assert.Equal(Desk, page.Expect(200).Address.AbsolutePath);
        Assert.Contains("内涝", page.One(Board).TextContent, StringComparison.Ordinal);
        await watcher.HearAsync(community.Topic, "grid.roll-called");
        await watcher.HearAsync(community.Topic, "grid.roll-called");

        // A volunteer has two buttons, for their own micro-grid; the page rings for them until they have answered.
        page = (await helper.GetAsync(GridPage)).Expect(200);
        Assert.NotNull(page.One("[data-key=roll-head]").GetAttribute("data-ring"));
        Assert.Equal("roll-M01", page.One(".card.mine").GetAttribute("data-key"));
        Assert.Equal(2, page.Document.QuerySelectorAll(".roll-buttons button").Length);
        // The first answer is lost on the way back, and the page as it was is sent again by its other button.
        var answer = page.Form("/roll/confirmRoll");
        (await helper.SendAsync(answer, ("state", "allWell"))).Expect(200);
        page = await helper.SendAsync(answer, ("state", "needsHelp"), ("note", "三楼需要送药"));
        Assert.Equal(GridPage, page.Expect(200).Address.AbsolutePath);
        Assert.Contains("需要帮助", page.One("[data-key=roll-M01]").TextContent, StringComparison.Ordinal);
        Assert.Null(page.One("[data-key=roll-head]").GetAttribute("data-ring"));

        page = (await head.GetAsync(GridPage + "?lang=en")).Expect(200);
        Assert.Contains("1 of 2 answered", page.One("[data-key=roll-head]").TextContent, StringComparison.Ordinal);
        Assert.Contains("三楼需要送药", page.One("[data-key=roll-M01]").TextContent, StringComparison.Ordinal);

        page = (await desk.GetAsync(Desk)).Expect(200);
        Assert.Equal("33%", page.One($"{Board} [data-coverage]").TextContent);
        Assert.Contains("M02", page.One(Board).TextContent, StringComparison.Ordinal);
        Assert.Equal(community.Topic, page.One("live-region[src*='/roll?']").GetAttribute("topics"));
        Assert.True((await desk.GetAsync($"{Desk}/roll?fragment=board")).Expect(200).Has(Board));
        foreach (var above in new[] { "/desk/510105", "/desk/510105007" })
        {
            var line = (await centre.GetAsync(above)).Expect(200).One(Board);
            Assert.Contains("33%", line.TextContent, StringComparison.Ordinal);
        }

        Assert.EndsWith(
            "%",
            (await centre.GetAsync("/wall")).Expect(200).One("[data-coverage]").TextContent,
            StringComparison.Ordinal
        );
        Assert.False((await helper.GetAsync("/wall")).Expect(200).Has("[data-coverage]"));
        page = await desk.SendAsync(page.Form("/roll/endRoll"));
        page = await desk.SendAsync(page.Form("/roll/callRoll"));
        Assert.Contains("第2次点名", page.Expect(200).One(Board).TextContent, StringComparison.Ordinal);
        page = await desk.SendAsync(page.Form("/roll/endEmergency"));
        Assert.Contains("已结束", page.Expect(200).One(Board).TextContent, StringComparison.Ordinal);
        Assert.True(page.Has("form[action$='/roll/startEmergency']"));
        await watcher.HearAsync(community.Topic, "grid.emergency-ended");
    }

    [Fact]
    public async Task A_subdistrict_names_the_community_it_calls()
    {
        using var subdistrict = await Browser.SignedInAsync(host, "subdistrict");
        var page = (await subdistrict.GetAsync("/desk/510105007")).Expect(200);
        Assert.True(page.Has($"select[name=_community] option[value='{SmallTown.CommunityCode}']"));

        page = await subdistrict.SendAsync(
            page.Document.Forms.Single(form =>
                form.GetAttribute("action")!.EndsWith("/roll/callRoll", StringComparison.Ordinal)
            ),
            ("_community", community.Code)
        );

        Assert.Contains("点名演练", page.Expect(200).One(Board).TextContent, StringComparison.Ordinal);
    }

    private string Desk => $"/desk/{community.Code}";

    private string GridPage => $"/grids/{community.Grid.Key}";

    private string Board => $"[data-community='{community.Code}']";
}
