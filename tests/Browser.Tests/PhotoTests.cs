using CivicGrains.Browser.Tests.Support;
using CivicGrains.WebFrontend.Tests.Photos;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CivicGrains.Browser.Tests;

/// <summary>Photos as people take and look at them.</summary>
public sealed class PhotoTests(Town town)
{
    private const float SentMs = 20_000;

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 900)]
    public async Task A_report_with_a_photo_shows_it_small_and_opens_it_whole(int width, int height)
    {
        await using var window = await town.OpenAsync(width, height, account: "resident");
        await window.GoAsync($"/compounds/{town.Compound}");
        var page = window.Page;
        var field = page.Locator("[data-photos]");
        await page.Locator("#category").SelectOptionAsync("UTL-04");
        await page.Locator("#description").FillAsync($"楼道灯不亮，有照片 {width}");

        // What is no photo is said at the field.
        await page.Locator("#photos").SetInputFilesAsync(AFile("假照片.jpg", Pictures.Zip()));
        await Expect(field.Locator(".field-error")).ToContainTextAsync("JPEG", Within());
        Assert.Empty(await window.BarriersAsync());

        await page.Locator("#photos")
            .SetInputFilesAsync([AFile("一.jpg", Pictures.Jpeg(3000, 2000)), AFile("二.jpg", Pictures.OfATelephone())]);
        await Expect(field.Locator("li:has(canvas) input[name=photos]"))
            .ToHaveCountAsync(2, new() { Timeout = SentMs });
        await Expect(field.Locator(".field-error")).ToHaveCountAsync(0);
        await Expect(page.Locator("#description")).ToHaveValueAsync($"楼道灯不亮，有照片 {width}");
        await window.PictureAsync($"report-photos-{width}");
        Assert.Empty(await window.BarriersAsync());
        await FitsAsync(page);

        await page.Locator("#report form button.button").ClickAsync();
        await window.IsAtIssueAsync();
        var small = page.Locator("article .photo-strip img");
        await Expect(small).ToHaveCountAsync(2);
        await small.First.ScrollIntoViewIfNeededAsync();
        await Expect(small.First).ToHaveJSPropertyAsync("naturalWidth", 400, new() { Timeout = SentMs });
        await window.PictureAsync($"issue-photos-{width}");
        Assert.Empty(await window.BarriersAsync());
        await FitsAsync(page);

        // Shrunk before it was sent.
        await small.First.ClickAsync();
        await Expect(page.Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 1600, new() { Timeout = SentMs });
    }

    [Fact]
    public async Task A_grid_head_resolves_with_a_photo_without_leaving_the_list()
    {
        await using var resident = await town.OpenAsync(390, 844, account: "resident");
        await resident.GoAsync($"/compounds/{town.Compound}");
        await resident.Page.Locator("#category").SelectOptionAsync("UTL-04");
        await resident.Page.Locator("#description").FillAsync("地下车库灯不亮，请网格处理");
        await resident.Page.Locator("#report form button.button").ClickAsync();
        await resident.IsAtIssueAsync();
        var id = new Uri(resident.Page.Url).Segments[^1];
        await using var head = await town.OpenAsync(390, 844, account: "grid-head");
        await head.GoAsync($"/grids/{town.PlaceOf("grid-head")}");
        await head.IsLiveAsync();
        await town.CommandAsync("property-manager", id, "escalate", new { reason = "物业无法处理" });
        var task = head.Page.Locator($"[data-key='{id}']");
        await task.Locator("details:has(form[action$='/selfHandle']) summary").TapAsync(new() { Timeout = SentMs });

        var form = task.Locator("form[action$='/selfHandle']");
        await form.Locator("input[type=file]").SetInputFilesAsync(AFile("好了.jpg", Pictures.Jpeg(2000, 1500)));
        // Pressed at once: the form waits for its photo.
        await form.Locator("button.button").TapAsync();

        await Expect(task).ToHaveCountAsync(0, new() { Timeout = SentMs });
        await head.IsTheSameAsync();
        await resident.IsLiveAsync();
        await Expect(resident.Page.Locator("article .photo-strip img")).ToHaveCountAsync(1, new() { Timeout = SentMs });
        await Expect(resident.Page.Locator("article .photo-strip")).ToContainTextAsync("处理后");
        await resident.PictureAsync("issue-photo-after");
    }

    private static LocatorAssertionsToContainTextOptions Within() => new() { Timeout = SentMs };

    private static FilePayload AFile(string name, byte[] bytes) =>
        new()
        {
            Name = name,
            MimeType = "image/jpeg",
            Buffer = bytes,
        };

    private static async Task FitsAsync(IPage page) =>
        Assert.True(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
            "It is wider than the window."
        );
}
