using System.Collections.Concurrent;
using CivicGrains.Browser.Tests.Support;
using CivicGrains.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicGrains.Browser.Tests;

/// <summary>How pages look, and what the keyboard does with them.</summary>
public sealed class PageTests(Town town)
{
    private const string Sizes = """
        (least) => [...document.querySelectorAll('a, button, summary, select, input:not([type=hidden], [type=radio], [type=checkbox]), textarea')]
          .filter(it => it.offsetParent !== null && !it.closest('p:not(.facts) > a') && !it.classList.contains('skip'))
          .map(it => ({ box: it.getBoundingClientRect(), it }))
          .filter(({ box }) => box.height < least || box.width < 24)
          .map(({ box, it }) => `${it.outerHTML.slice(0, 80)} ${Math.round(box.width)}x${Math.round(box.height)}`)
        """;

    /// <summary>Name of the picture, who looks, at which address, in a window of which width.</summary>
    internal static TheoryData<string, string?, string, int> Pages =>
        new()
        {
            { "find", null, "/", 390 },
            { "sign-in", null, "/sign-in", 390 },
            { "not-found", null, "/nothing", 390 },
            { "compound", "resident", "/compounds/{resident}", 390 },
            { "compound-wide", "resident", "/compounds/{resident}", 1280 },
            { "my", "resident", "/my", 390 },
            { "issue", "resident", "{issue}", 390 },
            { "issue-wide", "property-manager", "{issue}", 1280 },
            { "grid", "grid-head", "/grids/{grid-head}", 390 },
            { "grid-volunteer", "micro-grid-head", "/grids/{grid-head}", 390 },
            { "roster", "grid-head", "/grids/{grid-head}/roster", 390 },
            { "roster-wide", "community", "/grids/{grid-head}/roster", 1280 },
            { "patrols", "grid-officer", "/grids/{grid-head}/patrols", 390 },
            { "patrols-wide", "community", "/grids/{grid-head}/patrols", 1280 },
            { "patrol-counts", "community", "/desk/{community}/patrols", 390 },
            { "admissions", null, "/admissions", 390 },
            { "admissions-of-department", "department", "/admissions", 390 },
            { "admissions-wide", "district-centre", "/admissions", 1280 },
            { "desk", "community", "/desk/{community}", 1280 },
            { "desk-of-department", "department", "/desk", 390 },
            { "desk-narrow", "subdistrict", "/desk/{subdistrict}", 390 },
            { "rules", "resident", "/rules/compound/{resident}", 390 },
            { "rules-edit", "community", "/rules/grid/{grid-head}?edit=UTL-04#edit", 390 },
            { "rules-wide", "community", "/rules/grid/{grid-head}?edit=UTL-04", 1280 },
            { "kpi", "community", "/kpi", 390 },
            { "kpi-wide", "district-centre", "/kpi", 1280 },
            { "operations", "administrator", "/admin", 390 },
            { "operations-wide", "administrator", "/admin", 1280 },
            { "calendar", null, "/calendar?year=2027&start=2026-12-15T10:00&amount=15&unit=wd", 390 },
            { "calendar-wide", "administrator", "/calendar?year=2026", 1280 },
            { "calendar-import", "administrator", "/calendar?year=2027", 390 },
            { "wall", "district-centre", "/wall", 1920 },
        };

    [Fact]
    public async Task The_keyboard_reaches_the_content_first_and_sees_where_it_is()
    {
        await using var window = await town.OpenAsync(1280, 900);
        await window.GoAsync("/");

        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(window.Page.Locator(".skip")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator("main")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Tab");

        await Expect(window.Page.Locator("#q")).ToBeFocusedAsync();
        Assert.NotEqual(
            "none",
            await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")
        );
    }

    [Fact]
    public async Task What_went_wrong_is_focused_and_leads_to_the_field()
    {
        await using var window = await town.OpenAsync(390, 844, account: "resident");
        await window.GoAsync($"/compounds/{town.Compound}");
        await window.Page.EvaluateAsync("document.querySelectorAll('[required]').forEach(it => it.required = false)");

        await window.Page.Locator("#report form button").TapAsync();

        await Expect(window.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await window.Page.Locator(".error-summary a").TapAsync();
        await Expect(window.Page.Locator("#category")).ToBeFocusedAsync();
        Assert.Empty(await window.BarriersAsync());
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 900)]
    public async Task What_publishing_a_year_would_change_is_shown_before_it_is_published(int width, int height)
    {
        await using var window = await town.OpenAsync(width, height, account: "administrator");
        await window.GoAsync("/calendar?year=2027");
        await window.Page.Locator("#makeUpWorkdays").FillAsync("2027-02-20\n2027-02-22");
        await window.Page.Locator("#source").FillAsync("国务院办公厅关于2027年部分节假日安排的通知（示例）");

        await window.Page.Locator("form[action*='/preview'] button").ClickAsync();
        await Expect(window.Page.Locator(".error-summary")).ToBeFocusedAsync();
        await PictureAsync(window, $"calendar-refused-{width}");
        Assert.Empty(await window.BarriersAsync());
        await window.Page.Locator("#makeUpWorkdays").FillAsync("2027-02-20");
        await window.Page.Locator("#daysOff").FillAsync(await DaysOffWithAsync(window, "2027-02-11"));
        await window.Page.Locator("form[action*='/preview'] button").ClickAsync();

        await Expect(window.Page.Locator(".become-off")).ToHaveTextAsync("2027-02-11");
        await Expect(window.Page.Locator(".become-worked")).ToHaveTextAsync("2027-02-20");
        await Expect(window.Page.Locator("#preview")).ToBeInViewportAsync();
        await PictureAsync(window, $"calendar-preview-{width}");
        Assert.Empty(await window.BarriersAsync());
        Assert.True(
            await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
            "It is wider than the window."
        );
    }

    [Fact]
    public async Task The_dashboard_of_Orleans_runs_under_its_policy()
    {
        await using var window = await town.OpenAsync(1280, 900, account: "administrator");
        var refused = new ConcurrentQueue<string>();
        window.Page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                refused.Enqueue(message.Text);
            }
        };

        await window.Page.GotoAsync("/dashboard");

        await Expect(window.Page.Locator("body")).ToContainTextAsync("Activations");
        await PictureAsync(window, "dashboard");
        Assert.Empty(refused);
    }

    [Fact]
    public async Task The_wall_says_when_its_data_are_old()
    {
        await using var window = await town.OpenAsync(1920, 1080, account: "district-centre");
        await window.Page.Clock.InstallAsync();
        await window.GoAsync("/wall");
        await window.IsLiveAsync();
        await Expect(window.Page.Locator(".age.stale")).ToHaveCountAsync(0);

        await window.SetOfflineAsync(true);
        await window.Page.Clock.RunForAsync(40_000);

        await Expect(window.Page.Locator(".age.stale")).ToHaveCountAsync(3);
        await Expect(window.Chip).ToHaveAttributeAsync("data-state", "offline");
    }

    /// <summary>Looks at a page: in both languages, with large type on a phone, and keeps a picture of it.</summary>
    internal static async Task LookAsync(Town town, string name, string? account, string path, int width)
    {
        var height = width switch
        {
            390 => 844,
            1280 => 900,
            _ => 1080,
        };
        await using var window = await town.OpenAgainAsync(width, height, account);
        await window.GoAsync(await AddressAsync(town, path));
        if (await window.Page.Locator("live-region").CountAsync() > 0)
        {
            await window.IsLiveAsync();
        }

        await PictureAsync(window, name);
        Assert.Empty(await window.BarriersAsync());
        Assert.True(
            await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
            "It is wider than the window."
        );
        if (width == 390)
        {
            Assert.Empty(await window.Page.EvaluateAsync<string[]>(Sizes, 44));
            await IsReadableInLargeTypeAsync(window);
        }

        // What is wide has the same words on a phone, but for the wall.
        if (width == 390 || name == "wall")
        {
            await InEnglishAsync(window);
            Assert.Empty(await window.BarriersAsync());
        }
    }

    private static async Task<string> DaysOffWithAsync(Window window, string day) =>
        $"{await window.Page.Locator("#daysOff").InputValueAsync()}\n{day}";

    private static async Task<string> AddressAsync(Town town, string path)
    {
        foreach (var account in new[] { "resident", "grid-head", "community", "subdistrict" })
        {
            path = path.Replace($"{{{account}}}", town.PlaceOf(account), StringComparison.Ordinal);
        }

        if (path != "{issue}")
        {
            return path;
        }

        await using var window = await town.OpenAgainAsync(390, 844, "resident");
        await window.Page.GotoAsync($"/compounds/{town.Compound}");
        // The newest belong to tests that run beside.
        return await window.Page.Locator("#issues .row-head a").Last.GetAttributeAsync("href") ?? "";
    }

    /// <summary>长辈版: larger type, larger targets, and still nothing sticks out of 320 pixels.</summary>
    private static async Task IsReadableInLargeTypeAsync(Window window)
    {
        await window.Page.EvaluateAsync("document.documentElement.classList.add('large')");
        await window.Page.SetViewportSizeAsync(320, 700);
        Assert.True(
            await window.Page.EvaluateAsync<bool>(
                "document.documentElement.scrollWidth <= window.innerWidth"
                    + " && parseFloat(getComputedStyle(document.body).fontSize) >= 18"
            ),
            "In large type it is wider than the window, or the type is not large."
        );
        Assert.Empty(await window.Page.EvaluateAsync<string[]>(Sizes, 44));
        await window.Page.SetViewportSizeAsync(390, 844);
    }

    private static async Task InEnglishAsync(Window window)
    {
        var address = new Uri(window.Page.Url);
        await window.Page.GotoAsync($"{address.AbsolutePath}?lang=en");
        Assert.Equal(address.AbsolutePath, new Uri(window.Page.Url).PathAndQuery);
        Assert.Equal("en", await window.Page.Locator("html").GetAttributeAsync("lang"));
    }

    /// <summary>Keeps what it looks like: a handful in the documents, all of it where somebody asks for it.</summary>
    private static async Task PictureAsync(Window window, string name)
    {
        if (Golden.IsWriting && name is ("compound" or "grid" or "desk" or "wall"))
        {
            var path = Path.Combine(Golden.PathOf("docs/screenshots"), $"{name}.png");
            await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = path });
        }

        await window.PictureAsync(name);
    }
}
