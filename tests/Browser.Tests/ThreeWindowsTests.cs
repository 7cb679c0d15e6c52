using System.Globalization;
using CivicGrains.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicGrains.Browser.Tests;

/// <summary>A resident, a grid head and a wall look at the same district through two web processes.</summary>
[Collection(nameof(Alone))]
public sealed class ThreeWindowsTests(Town town)
{
    private const int WithinMs = 1_000;

    [Fact]
    public Task One_report_one_acknowledge_one_resolve_are_seen_in_every_window_within_a_second() =>
        PlayAsync(WithinMs, () => Task.CompletedTask);

    [Fact]
    public Task The_same_goes_through_when_a_silo_is_killed_between_the_steps()
    {
        var next = 0;
        // It takes the others a while to miss a silo that was killed.
        return PlayAsync(40_000, () => town.KillAsync("silo", next++ % 2));
    }

    private async Task PlayAsync(int withinMs, Func<Task> betweenSteps)
    {
        await using var resident = await town.OpenAsync(390, 844, web: 0, account: "resident");
        await using var neighbourhood = await town.OpenAsync(390, 844, web: 1, account: "resident");
        await using var head = await town.OpenAsync(390, 844, web: 1, account: "grid-head");
        await using var wall = await town.OpenAsync(1920, 1080, web: 1, account: "district-centre");
        var compound = $"/compounds/{town.Compound}";
        await neighbourhood.GoAsync(compound);
        await head.GoAsync($"/grids/{town.PlaceOf("grid-head")}");
        await wall.GoAsync("/wall?kiosk=1");
        await Task.WhenAll(neighbourhood.IsLiveAsync(), head.IsLiveAsync(), wall.IsLiveAsync());
        var (open, reported, resolved) = (Number("open"), Number("reported"), Number("resolved"));
        var soon = new LocatorAssertionsToHaveTextOptions { Timeout = withinMs };
        var there = new LocatorAssertionsToBeVisibleOptions { Timeout = withinMs };

        // One report.
        await resident.Page.GotoAsync(compound);
        await resident.Page.Locator("#category").SelectOptionAsync("UTL-04");
        await resident.Page.Locator("#description").FillAsync("三单元楼道灯不亮，夜里看不清台阶");
        await SendAsync(resident, "#report form button");
        var id = new Uri(resident.Page.Url).Segments[^1];
        await Task.WhenAll(
            Expect(neighbourhood.Page.Locator($"[data-key='{id}']")).ToBeVisibleAsync(there),
            Expect(Value("open")).ToHaveTextAsync(Plus(await open, 1), soon),
            Expect(Value("reported")).ToHaveTextAsync(Plus(await reported, 1), soon),
            Expect(NewestTick().Locator(".status")).ToHaveTextAsync("已派遣", soon)
        );
        await resident.IsLiveAsync();
        await resident.Page.EvaluateAsync("window.isTheSame = true");

        // The property manager cannot help and hands it to the grid.
        await betweenSteps();
        await town.CommandAsync("property-manager", id, "escalate", new { reason = "物业无法处理" });
        var task = head.Page.Locator($"[data-key='{id}']");
        await Task.WhenAll(
            Expect(task).ToBeVisibleAsync(there),
            Expect(resident.Page.Locator("article dl")).ToContainTextAsync("网格长", new() { Timeout = withinMs })
        );

        // One acknowledge, with a thumb.
        await betweenSteps();
        await task.Locator($"form[action='/issues/{id}/acknowledge'] button").TapAsync();
        await Task.WhenAll(
            Expect(task.Locator(".status")).ToHaveTextAsync("已签收", soon),
            Expect(resident.Page.Locator("article .status")).ToHaveTextAsync("已签收", soon),
            Expect(neighbourhood.Page.Locator($"[data-key='{id}'] .status")).ToHaveTextAsync("已签收", soon),
            Expect(NewestTick().Locator(".status")).ToHaveTextAsync("已签收", soon)
        );

        // One resolve, with a note.
        await betweenSteps();
        await task.Locator("details:has(form[action$='/resolve']) summary").TapAsync();
        await task.Locator("form[action$='/resolve'] textarea").FillAsync("已更换灯泡");
        await task.Locator("form[action$='/resolve'] button").TapAsync();
        await Task.WhenAll(
            Expect(task).ToHaveCountAsync(0, new() { Timeout = withinMs }),
            Expect(resident.Page.Locator("article .status")).ToHaveTextAsync("已办结", soon),
            Expect(resident.Page.Locator("#timeline li").Last)
                .ToContainTextAsync("已更换灯泡", new() { Timeout = withinMs }),
            Expect(neighbourhood.Page.Locator($"[data-key='{id}']")).ToHaveCountAsync(0, new() { Timeout = withinMs }),
            Expect(Value("open")).ToHaveTextAsync(await open, soon),
            Expect(Value("resolved")).ToHaveTextAsync(Plus(await resolved, 1), soon),
            Expect(NewestTick().Locator(".status")).ToHaveTextAsync("已办结", soon)
        );
        foreach (var window in new[] { resident, neighbourhood, head, wall })
        {
            await window.IsTheSameAsync();
        }

        ILocator Value(string name) => wall.Page.Locator($"[data-number='{name}']");
        Task<string> Number(string name) => Value(name).InnerTextAsync();
        ILocator NewestTick() => wall.Page.Locator("#ticker li").First;
    }

    private static async Task SendAsync(Window window, string button)
    {
        await window.Page.Locator(button).TapAsync();
        await window.IsAtIssueAsync();
    }

    private static string Plus(string number, int more) =>
        (int.Parse(number, CultureInfo.InvariantCulture) + more).ToString(CultureInfo.InvariantCulture);
}
