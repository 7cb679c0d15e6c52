using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Grids;

/// <summary>The pages of a grid's duty, without scripts. Each test has a grid of its own.</summary>
public sealed class RosterPageTests(TestHost host) : IAsyncLifetime
{
    private FreshGrid grid = null!;

    public async ValueTask InitializeAsync() => grid = await FreshGrid.MakeAsync(host);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_roster_of_others_is_not_shown()
    {
        foreach (var account in new[] { "resident", "other-grid-head", "other-community" })
        {
            using var browser = await Browser.SignedInAsync(host, account);
            Assert.True((await browser.GetAsync(Path)).Expect(403).Has("[role=alert]"));
        }

        using var community = await Browser.SignedInAsync(host, "community");
        (await community.GetAsync("/grids/510105007004-G99/roster")).Expect(404);
        (await community.GetAsync("/grids/nonsense/roster")).Expect(404);
        (await community.GetAsync(grid.Page + "/duty/addMember")).Expect(200);
    }

    [Fact]
    public async Task A_community_fills_a_roster_and_what_is_wrong_is_said_in_the_language_of_the_page()
    {
        using var community = await Browser.SignedInAsync(host, "community");
        var page = (await community.GetAsync(Path)).Expect(200);
        page = await community.SendAsync(
            page.Form("/setMicroGrid"),
            ("code", "M07"),
            ("name", "1栋"),
            ("households", "60")
        );
        Assert.Equal(Path, page.Expect(200).Address.AbsolutePath);
        Assert.Contains("M07 1栋", page.Text, StringComparison.Ordinal);

        var refused = await community.SendAsync(page.Form("/addMember"), ("account", "resident"), ("kind", "officer"));
        Assert.Equal("#account", refused.Expect(400).One(".error-summary a").GetAttribute("href"));
        Assert.Contains("grid-head", refused.One(".error-summary").TextContent, StringComparison.Ordinal);
        Assert.Equal("resident", refused.One("#account").GetAttribute("value"));
        page = await community.SendAsync(refused.Form("/addMember"), ("account", grid.Officer));
        Assert.Contains(grid.Officer, page.Expect(200).One("[data-key=members]").TextContent, StringComparison.Ordinal);

        refused = await community.SendAsync(
            (await community.GetAsync(Path + "?lang=en")).Form("/addMember"),
            ("account", "nobody"),
            ("kind", "officer")
        );
        Assert.Contains("There is no account nobody", refused.Expect(400).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_plans_duty_and_says_who_is_away_and_a_volunteer_reads_no_names()
    {
        await grid.FillAsync();

        using var head = await Browser.SignedInAsync(host, grid.Head);
        var page = await head.GetAsync(Path);
        Assert.False(page.Expect(200).Has("form[action$='/addMember']"));
        page = await head.SendAsync(page.Form("/planShift"), ("from", "2020-01-01"), ("until", "2020-01-02"));
        Assert.Equal("#shift-from", page.Expect(400).One(".error-summary a").GetAttribute("href"));
        var (from, until) = (DaysAhead(1), DaysAhead(7));
        page = await head.SendAsync(page.Form("/planShift"), ("from", from), ("until", until));
        Assert.Contains(
            $"{from}–{until}",
            page.Expect(200).One("[data-key=shifts]").TextContent,
            StringComparison.Ordinal
        );
        page = await head.SendAsync(page.Form("/cancelShift"));
        Assert.DoesNotContain(from, page.Expect(200).One("[data-key=shifts]").TextContent, StringComparison.Ordinal);

        using var helper = await Browser.SignedInAsync(host, grid.Helper);
        page = (await helper.GetAsync(Path)).Expect(200);
        Assert.DoesNotContain(grid.Officer, page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("form[action$='/planShift']"));
        Assert.True(page.Has("form[action$='/takeLeave']"));
    }

    [Fact]
    public async Task What_is_offered_to_me_stands_first_until_I_am_away_and_every_device_of_mine_shows_it()
    {
        await grid.FillAsync();
        using var head = await Browser.SignedInAsync(host, grid.Head);
        using var phone = await Browser.SignedInAsync(host, grid.Head);
        using var officer = await Browser.SignedInAsync(host, grid.Officer);
        var id = await grid.OfferAsync();
        var mine = (await head.GetAsync(grid.Page)).Expect(200).One($"[data-key='{id}']");
        Assert.Contains("派给您", mine.TextContent, StringComparison.Ordinal);
        Assert.NotNull(mine.GetAttribute("data-ring"));
        var others = (await officer.GetAsync(grid.Page)).Expect(200).One($"[data-key='{id}']");
        Assert.Contains($"已派给{grid.Head}", others.TextContent, StringComparison.Ordinal);
        Assert.Null(others.GetAttribute("data-ring"));

        var page = await head.GetAsync(grid.Page);
        var refused = await head.SendAsync(page.Form("/takeLeave"), ("until", "2020-01-01T08:00"));
        Assert.Equal("#leave-until", refused.Expect(400).One(".error-summary a").GetAttribute("href"));
        page = await head.SendAsync(page.Form("/takeLeave"), ("until", $"{DaysAhead(2)}T08:00"));

        Assert.Equal(grid.Page, page.Expect(200).Address.AbsolutePath);
        Assert.True((await phone.GetAsync(grid.Page)).Expect(200).Has("form[action$='/endLeave']"));
        Assert.Contains(
            "派给您",
            (await officer.GetAsync(grid.Page)).One($"[data-key='{id}']").TextContent,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "派给您",
            (await phone.GetAsync(grid.Page)).One($"[data-key='{id}']").TextContent,
            StringComparison.Ordinal
        );

        page = await phone.SendAsync((await phone.GetAsync(grid.Page)).Form("/endLeave"));
        Assert.False(page.Expect(200).Has("form[action$='/endLeave']"));
    }

    private static string DaysAhead(int days) =>
        DateOnly
            .FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime)
            .AddDays(days)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private string Path => $"{grid.Page}/roster";
}
