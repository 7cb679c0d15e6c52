using CivicGrains.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicGrains.Browser.Tests;

/// <summary>What a page says and shows while its connection comes and goes.</summary>
[Collection(nameof(Alone))]
public sealed class LostConnectionTests(Town town)
{
    /// <summary>A page that is not live says so within this time.</summary>
    private const int HonestMs = 12_000;

    private string Compound => $"/compounds/{town.Compound}";

    [Fact]
    public async Task Behind_the_one_address_of_several_processes_every_page_is_live_at_once()
    {
        // The system gives each connection to any of the processes: what needs two that reach the same fails half the time.
        for (var i = 0; i < 6; i++)
        {
            await using var window = await town.OpenAsync(town.Door, 390, 844, "resident");
            var sockets = new List<IWebSocket>();
            window.Page.WebSocket += (_, socket) => sockets.Add(socket);

            await window.GoAsync(Compound);
            await window.IsLiveAsync();

            Assert.False(Assert.Single(sockets).IsClosed);
        }
    }

    [Fact]
    public async Task A_page_without_network_says_as_of_when_it_is_and_catches_up_when_it_is_back()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        await using var other = await town.OpenAsync(390, 844, web: 1, account: "resident");
        await window.GoAsync(Compound);
        await window.IsLiveAsync();

        await window.SetOfflineAsync(true);
        await Expect(window.Chip).ToContainTextAsync("离线，显示", new() { Timeout = HonestMs });
        var id = await ReportAsync(other, "断网期间上报");
        Assert.Equal(0, await window.Page.Locator($"[data-key='{id}']").CountAsync());
        await window.SetOfflineAsync(false);

        await window.IsLiveAsync();
        await Expect(window.Page.Locator($"[data-key='{id}']")).ToBeVisibleAsync();
        await window.IsTheSameAsync();
    }

    [Fact]
    public async Task A_page_outlives_the_web_process_it_came_from()
    {
        await using var window = await town.OpenAsync(390, 844, web: 1, account: "resident");
        await using var other = await town.OpenAsync(390, 844, web: 0, account: "resident");
        await window.GoAsync(Compound);
        await window.IsLiveAsync();

        await town.KillAsync("web", 1);
        await Expect(window.Chip).Not.ToHaveAttributeAsync("data-state", "live", new() { Timeout = HonestMs });
        var id = await ReportAsync(other, "网页进程重启期间上报");

        await Expect(window.Chip).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 60_000 });
        await Expect(window.Page.Locator($"[data-key='{id}']")).ToBeVisibleAsync();
        await window.IsTheSameAsync();
    }

    [Fact]
    public async Task A_form_that_was_open_while_its_process_died_is_sent_to_the_next_one()
    {
        await using var window = await town.OpenAsync(390, 844, web: 1, account: "resident");
        await window.GoAsync(Compound);
        await window.IsLiveAsync();
        var word = Guid.CreateVersion7().ToString("N");
        await window.Page.Locator("#category").SelectOptionAsync("UTL-04");
        await window.Page.Locator("#description").FillAsync(word);

        await town.KillAsync("web", 1);
        await Expect(window.Chip).Not.ToHaveAttributeAsync("data-state", "live", new() { Timeout = HonestMs });
        await Expect(window.Chip).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 60_000 });
        await window.IsTheSameAsync();
        await window.Page.Locator("#report form button").ClickAsync();
        await window.IsAtIssueAsync();

        await Expect(window.Page.Locator("article .words")).ToHaveTextAsync(word);
    }

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_other_one_in_words()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        await window.GoAsync(Compound);
        await window.IsLiveAsync();
        var second = await window.Page.Context.NewPageAsync();
        await second.GotoAsync("/");

        await second.Locator("form[action='/sign-out'] button").ClickAsync();

        await Expect(window.Chip).ToHaveAttributeAsync("data-state", "signed-out", new() { Timeout = HonestMs });
        await Expect(window.Chip.Locator("a"))
            .ToHaveAttributeAsync("href", "/sign-in?next=" + Uri.EscapeDataString(Compound));
        await window.IsTheSameAsync();
    }

    [Fact]
    public async Task What_somebody_types_survives_what_happens_meanwhile()
    {
        await using var resident = await town.OpenAsync(390, 844, account: "resident");
        var id = await ReportAsync(resident, "边写边更新");
        await resident.IsLiveAsync();
        await resident.Page.Locator("details:has(form[action$='/comment']) summary").ClickAsync();
        var text = resident.Page.Locator("form[action$='/comment'] textarea");
        await text.FillAsync("写到一半");

        await town.CommandAsync("property-manager", id, "acknowledge", new { });

        await Expect(resident.Page.Locator("article .status")).ToHaveTextAsync("已签收");
        await Expect(text).ToHaveValueAsync("写到一半");
        await resident.Page.Locator("form[action$='/comment'] button").ClickAsync();
        await Expect(resident.Page.Locator("#timeline li").Last).ToContainTextAsync("写到一半");
    }

    [Fact]
    public async Task Nothing_moves_under_a_finger_new_things_wait_behind_a_pill()
    {
        await using var window = await town.OpenAsync(1280, 900, account: "resident");
        await using var other = await town.OpenAsync(390, 844, web: 1, account: "resident");
        await window.GoAsync(Compound);
        await window.IsLiveAsync();
        var list = window.Page.Locator("#issues");

        var reporting = ReportAsync(other, "有人正在操作时上报");
        for (var x = 0; !reporting.IsCompleted || !await window.Page.Locator(".pill").IsVisibleAsync(); x++)
        {
            await list.HoverAsync(
                new()
                {
                    Position = new Position { X = 5 + (x % 50), Y = 5 },
                    Force = true,
                }
            );
        }

        var id = await reporting;
        await Expect(window.Page.Locator(".pill")).ToHaveTextAsync("1 条新消息");
        Assert.Equal(0, await window.Page.Locator($"[data-key='{id}']").CountAsync());
        await window.Page.Locator(".pill").ClickAsync();

        await Expect(list.Locator("li").First).ToHaveAttributeAsync("data-key", id);
        await Expect(window.Page.Locator(".pill")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Two_taps_on_one_button_are_one_report()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        await window.GoAsync(Compound);
        var word = Guid.CreateVersion7().ToString("N");
        await window.Page.Locator("#category").SelectOptionAsync("ENV-01");
        await window.Page.Locator("#description").FillAsync(word);

        await window.Page.Locator("#report form button").DblClickAsync();
        await window.IsAtIssueAsync();
        await window.Page.GotoAsync("/my");

        Assert.Equal(1, await window.Page.GetByText(word).CountAsync());
    }

    private async Task<string> ReportAsync(Window window, string text)
    {
        await window.Page.GotoAsync(Compound);
        await window.Page.Locator("#category").SelectOptionAsync("UTL-04");
        await window.Page.Locator("#description").FillAsync(text);
        await window.Page.Locator("#report form button").ClickAsync();
        await window.IsAtIssueAsync();
        return new Uri(window.Page.Url).Segments[^1];
    }
}
