using CivicGrains.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicGrains.Browser.Tests;

/// <summary>The live connection is well, and what is asked for besides never comes.</summary>
public sealed class HungAnswerTests(Town town)
{
    private const float PatienceMs = 20_000;

    [Fact]
    public async Task A_page_whose_parts_get_no_answer_says_since_when_it_is_old_and_catches_up()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        var id = await ReportAsync(window, "片段没有答复");
        await window.IsLiveAsync();
        await window.Page.RouteAsync("**/*fragment=*", Hang);

        await town.CommandAsync("property-manager", id, "acknowledge", new { });
        await Expect(window.Chip).ToHaveAttributeAsync("data-state", "behind", new() { Timeout = PatienceMs });
        await Expect(window.Chip).ToContainTextAsync("未能更新");
        await window.Page.UnrouteAsync("**/*fragment=*", Hang);

        await Expect(window.Page.Locator("article .status")).ToHaveTextAsync("已签收", new() { Timeout = PatienceMs });
        await window.IsLiveAsync();
    }

    [Fact]
    public async Task A_form_that_gets_no_answer_says_so_and_is_sent_again_once_and_the_next_is_another()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        await ReportAsync(window, "留言没有答复");
        await window.IsLiveAsync();
        var form = window.Page.Locator("form[action$='/comment']");
        var words = window.Page.Locator("#timeline li .words");
        await window.Page.RouteAsync("**/comment", Hang);
        await WriteAsync("第一条");
        await Expect(form.Locator("[data-unsent]")).ToBeVisibleAsync(new() { Timeout = PatienceMs });
        await Expect(form.Locator("textarea")).ToHaveValueAsync("第一条");
        await window.Page.UnrouteAsync("**/comment", Hang);

        await form.Locator("button").TapAsync();
        await Expect(words).ToHaveTextAsync(["第一条"]);
        await WriteAsync("第二条");
        await Expect(words).ToHaveTextAsync(["第一条", "第二条"]);

        async Task WriteAsync(string text)
        {
            await window.Page.Locator("details:has(form[action$='/comment']) summary").TapAsync();
            await form.Locator("textarea").FillAsync(text);
            await form.Locator("button").TapAsync();
        }
    }

    [Fact]
    public async Task The_keyboard_stays_with_what_it_sent_and_hears_that_it_was_done()
    {
        await using var window = await town.OpenAsync(1280, 900, account: "resident");
        var id = await ReportAsync(window, "用键盘办理");
        await using var manager = await town.OpenAsync(1280, 900, account: "property-manager");
        await manager.GoAsync($"/issues/{id}");
        await manager.IsLiveAsync();

        await manager.Page.Locator("form[action$='/acknowledge'] button").FocusAsync();
        await manager.Page.Keyboard.PressAsync("Enter");

        await Expect(manager.Page.Locator("article .status")).ToHaveTextAsync("已签收");
        await Expect(manager.Page.Locator("[data-key=actions]")).ToBeFocusedAsync();
        await Expect(manager.Page.Locator("[data-said]")).ToHaveTextAsync("已提交：签收");
        await manager.IsTheSameAsync();
    }

    /// <summary>Neither answers nor breaks.</summary>
    private static void Hang(IRoute route) { }

    private async Task<string> ReportAsync(Window window, string text)
    {
        await window.Page.GotoAsync($"/compounds/{town.Compound}");
        await window.Page.Locator("#category").SelectOptionAsync("UTL-04");
        await window.Page.Locator("#description").FillAsync(text);
        await window.Page.Locator("#report form button").ClickAsync();
        await window.IsAtIssueAsync();
        await window.GoAsync(new Uri(window.Page.Url).AbsolutePath);
        return new Uri(window.Page.Url).Segments[^1];
    }
}
