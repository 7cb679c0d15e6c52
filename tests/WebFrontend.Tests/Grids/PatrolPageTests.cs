using CivicGrains.Domain.Places;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Grids;

/// <summary>The pages of patrols, without scripts. Each test has a grid of its own, with a compound.</summary>
public sealed class PatrolPageTests(TestHost host) : IAsyncLifetime
{
    private FreshGrid grid = null!;
    private Place compound;

    public async ValueTask InitializeAsync()
    {
        grid = await FreshGrid.MakeAsync(host);
        await grid.FillAsync();
        compound = await grid.AddCompoundAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Patrols_of_others_are_not_shown_and_who_only_covers_the_grid_gets_no_form()
    {
        foreach (var account in new[] { "resident", "other-grid-head", "other-community", "department" })
        {
            using var stranger = await Browser.SignedInAsync(host, account);
            Assert.True((await stranger.GetAsync(Path)).Expect(403).Has("[role=alert]"));
            (await stranger.GetAsync("/desk/510105007004/patrols")).Expect(403);
        }

        using var community = await Browser.SignedInAsync(host, "community");
        Assert.False((await community.GetAsync(Path)).Expect(200).Has("form[method=post] #item"));
        (await community.GetAsync("/grids/510105007004-G99/patrols")).Expect(404);
        (await community.GetAsync("/desk/nonsense/patrols")).Expect(404);
    }

    [Fact]
    public async Task An_officer_records_a_hazard_from_the_page_of_the_grid_and_finds_its_issue()
    {
        using var officer = await Browser.SignedInAsync(host, grid.Officer);
        await using var watcher = await host.WatcherAsync("community");
        await watcher.WatchAsync(compound.ToString());
        var start = (await officer.GetAsync(grid.Page)).Expect(200);
        Assert.Equal(Path, start.One($".crumbs a[href='{Path}']").GetAttribute("href"));
        var page = (await officer.GetAsync(Path)).Expect(200);

        var refused = await officer.SendAsync(
            page.Form("/patrols"),
            ("item", "fire"),
            ("placeType", "building"),
            ("compound", compound.ToString()),
            ("building", "1栋"),
            ("result", "hazard"),
            ("hazardLevel", "major")
        );
        Assert.Equal("#note", refused.Expect(400).One(".error-summary a").GetAttribute("href"));
        Assert.True(refused.Has($"option[value='{compound}'][selected]"));
        Assert.True(refused.Has("input[value=hazard][checked]"));
        page = await officer.SendAsync(refused.Form("/patrols"), ("note", "三单元楼道堆放纸箱"));

        Assert.Equal(Path, page.Expect(200).Address.AbsolutePath);
        Assert.True(page.Has("[role=status]"));
        var row = page.One("#patrols [data-key='1']");
        Assert.Contains("三单元楼道堆放纸箱", row.TextContent, StringComparison.Ordinal);
        Assert.Contains(grid.Topic, page.One("live-region").GetAttribute("topics")!, StringComparison.Ordinal);
        var issue = row.QuerySelector("a[href^='/issues/']")!.GetAttribute("href")!;
        await watcher.HearAsync(compound.ToString(), "issue.reported", issue["/issues/".Length..]);
        Assert.Contains("三单元", (await officer.GetAsync(issue)).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volunteer_records_for_their_micro_grid_and_sees_nothing_hidden_of_others()
    {
        using var officer = await Browser.SignedInAsync(host, grid.Officer);
        using var helper = await Browser.SignedInAsync(host, grid.Helper);
        await officer.SendAsync(
            (await officer.GetAsync(Path)).Form("/patrols"),
            ("item", "livingAlone"),
            ("placeType", "building"),
            ("result", "pass"),
            ("note", "老人安好")
        );

        var page = (await helper.GetAsync(Path)).Expect(200);
        Assert.True(page.Has("[data-key=empty]"));
        Assert.False(page.Has("#microGrid"));
        page = await helper.SendAsync(
            page.Form("/patrols"),
            ("item", "gas"),
            ("placeType", "building"),
            ("result", "pass")
        );

        Assert.Contains("M07", page.Expect(200).One("#patrols [data-key='2']").TextContent, StringComparison.Ordinal);
        var all = (await officer.GetAsync(Path + "?lang=en")).Expect(200);
        Assert.Contains(
            "for the chain alone",
            all.One("#patrols [data-key='1']").TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(grid.Helper, all.One("#patrols [data-key='2']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_sees_how_many_each_grid_made_and_what_is_wrong_with_its_days()
    {
        using var officer = await Browser.SignedInAsync(host, grid.Officer);
        using var community = await Browser.SignedInAsync(host, "community");
        await officer.SendAsync(
            (await officer.GetAsync(Path)).Form("/patrols"),
            ("item", "other"),
            ("placeType", "street"),
            ("result", "rectified"),
            ("hazardLevel", "general"),
            ("note", "已清理")
        );

        Assert.True(
            (await community.GetAsync("/desk/510105007004")).Expect(200).Has("a[href='/desk/510105007004/patrols']")
        );
        var page = (await community.GetAsync("/desk/510105007004/patrols")).Expect(200);
        var row = page.One($"#patrol-counts tr:has(a[href^='{Path}'])");
        Assert.Equal(["1", "1", "1", "0"], row.QuerySelectorAll("td").Select(it => it.TextContent));
        var wrong = (await community.GetAsync("/desk/510105007004/patrols?from=soon")).Expect(400);
        Assert.Equal("#from", wrong.One(".error-summary a").GetAttribute("href"));
    }

    private string Path => $"{grid.Page}/patrols";
}
