using CivicGrains.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace CivicGrains.Browser.Tests;

/// <summary>What people do with pages that nobody drew on a board.</summary>
public sealed class OddWaysTests(Town town)
{
    private string Compound => $"/compounds/{town.Compound}";

    [Fact]
    public async Task Without_any_script_a_report_goes_its_whole_way()
    {
        await using var resident = await town.OpenAsync(390, 844, account: "resident", scripts: false);
        await using var manager = await town.OpenAsync(1280, 900, web: 1, account: "property-manager", scripts: false);
        var word = NewWord();

        await resident.Page.GotoAsync("/");
        await resident.Page.Locator("nav.card a").First.ClickAsync();
        await ReportAsync(resident, word);
        var path = new Uri(resident.Page.Url).AbsolutePath;
        await manager.Page.GotoAsync(path);
        await manager.Page.Locator("form[action$='/acknowledge'] button").ClickAsync();
        await manager.Page.Locator("form[action$='/start'] button").ClickAsync();
        await manager.Page.Locator("details:has(form[action$='/resolve']) summary").ClickAsync();
        await manager.Page.Locator("form[action$='/resolve'] textarea").FillAsync("已更换灯泡");
        await manager.Page.Locator("form[action$='/resolve'] button").ClickAsync();
        await Expect(manager.Page.Locator("article .status")).ToHaveTextAsync("已办结");
        await resident.Page.GotoAsync(path);
        await resident.Page.Locator("form[action$='/close'] button").ClickAsync();
        await resident.Page.Locator("details:has(form[action$='/rate']) summary").ClickAsync();
        await resident.Page.GetByLabel("5 星").CheckAsync();
        await resident.Page.Locator("form[action$='/rate'] button").ClickAsync();

        await Expect(resident.Page.Locator("article")).ToContainTextAsync("5 星");
        await Expect(resident.Page.Locator("article .status")).ToHaveTextAsync("已关闭");
        // Nothing waits for a script that never comes.
        await Expect(resident.Chip).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Back_after_sending_the_report_is_there_and_sending_what_the_form_holds_makes_no_second_one(
        bool scripts
    )
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident", scripts: scripts);
        var word = NewWord();
        await window.Page.GotoAsync(Compound);
        await ReportAsync(window, word);
        var id = new Uri(window.Page.Url).Segments[^1];

        await window.Page.GoBackAsync();
        await Expect(window.Page.Locator($"[data-key='{id}']")).ToBeVisibleAsync();
        await window.Page.Locator("#report form button").ClickAsync();
        await window.Page.GotoAsync("/my");

        Assert.Equal(1, await window.Page.GetByText(word).CountAsync());
    }

    [Fact]
    public async Task A_page_of_an_issue_that_goes_to_another_owner_stays_live_and_of_use()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        await window.Page.GotoAsync(Compound);
        await ReportAsync(window, NewWord());
        var id = new Uri(window.Page.Url).Segments[^1];
        await window.GoAsync($"/issues/{id}");
        await window.IsLiveAsync();
        var grid = $"grid/{town.PlaceOf("grid-head")}";

        await town.CommandAsync("property-manager", id, "relocate", new { to = grid, reason = "在院墙外" });
        await Expect(window.Page.Locator("article dl")).ToContainTextAsync("网格长");
        await town.CommandAsync("grid-head", id, "acknowledge", new { });
        await Expect(window.Page.Locator("article .status")).ToHaveTextAsync("已签收");
        await window.Page.Locator("details:has(form[action$='/comment']) summary").ClickAsync();
        await window.Page.Locator("form[action$='/comment'] textarea").FillAsync("还在滴水");
        await window.Page.Locator("form[action$='/comment'] button").ClickAsync();

        await Expect(window.Page.Locator("#timeline li").Last).ToContainTextAsync("还在滴水");
        await window.IsTheSameAsync();
    }

    [Fact]
    public async Task Who_loses_sight_of_an_issue_while_writing_gets_the_words_back()
    {
        await using var resident = await town.OpenAsync(390, 844, account: "resident");
        await resident.Page.GotoAsync(Compound);
        await ReportAsync(resident, NewWord());
        var id = new Uri(resident.Page.Url).Segments[^1];
        await using var window = await town.OpenAsync(390, 844, account: "property-manager");
        await window.GoAsync($"/issues/{id}");
        await window.IsLiveAsync();
        await window.Page.Locator("details:has(form[action$='/comment']) summary").ClickAsync();
        await window.Page.Locator("form[action$='/comment'] textarea").FillAsync("已与业主约好明天上门");

        var grid = $"grid/{town.PlaceOf("grid-head")}";
        await town.CommandAsync("property-manager", id, "relocate", new { to = grid, reason = "在院墙外" });
        await Expect(window.Chip).ToHaveAttributeAsync("data-state", "refused", new() { Timeout = 12_000 });
        await window.Page.Locator("form[action$='/comment'] button").ClickAsync();

        await Expect(window.Page.Locator(".problem")).ToBeFocusedAsync();
        await Expect(window.Page.Locator(".words")).ToHaveTextAsync("已与业主约好明天上门");
        Assert.Empty(await window.BarriersAsync());
        foreach (var (width, height) in new[] { (390, 844), (1280, 900) })
        {
            await window.Page.SetViewportSizeAsync(width, height);
            await window.PictureAsync($"out-of-sight-{width}");
        }
    }

    [Fact]
    public async Task Two_tabs_in_two_languages_stay_each_in_its_own()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        await window.Page.GotoAsync(Compound);
        await ReportAsync(window, NewWord());
        var path = new Uri(window.Page.Url).AbsolutePath;
        await window.GoAsync(path);
        await window.IsLiveAsync();
        var second = await window.Page.Context.NewPageAsync();
        await second.GotoAsync($"{path}?lang=en");
        await Expect(second.Locator("live-status"))
            .ToHaveAttributeAsync("data-state", "live", new() { Timeout = 20_000 });

        await town.CommandAsync("property-manager", path.Split('/')[^1], "acknowledge", new { });

        await Expect(window.Page.Locator("article .status")).ToHaveTextAsync("已签收");
        await Expect(second.Locator("article .status")).ToHaveTextAsync("acknowledged");
        await Expect(window.Page.Locator("article h1")).ToHaveTextAsync("路灯/楼道灯不亮");
        await Expect(second.Locator("article h1")).ToHaveTextAsync("Lighting out");
        await window.IsTheSameAsync();
    }

    private static string NewWord() => Guid.CreateVersion7().ToString("N");

    private static async Task ReportAsync(Window window, string text)
    {
        await FillInAsync(window, text);
        await SendAsync(window);
    }

    private static async Task FillInAsync(Window window, string text)
    {
        await window.Page.Locator("#category").SelectOptionAsync("UTL-04");
        await window.Page.Locator("#description").FillAsync(text);
    }

    private static async Task SendAsync(Window window)
    {
        await window.Page.Locator("#report form button").ClickAsync();
        await window.IsAtIssueAsync();
    }
}
