using System.Net;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Photos;

/// <summary>Photos on pages, without scripts.</summary>
public sealed class PhotoPageTests(TestHost host)
{
    /// <summary>Somebody who uploads no photo in any other test.</summary>
    private const string Uploadless = "trustee";

    private static readonly string CompoundPath = $"/compounds/{SmallTown.Compound.Key}";
    private static readonly string OtherPath = $"/compounds/{SmallTown.InTrust.Key}";

    [Fact]
    public async Task A_photo_that_is_refused_is_said_at_the_field_and_nothing_that_was_filled_in_is_lost()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var form = (await browser.GetAsync(CompoundPath)).Form(CompoundPath);

        var page = (
            await browser.SendFilesAsync(
                form,
                [AJpeg("好.jpg"), ("坏.jpg", "image/jpeg", Pictures.Zip())],
                ("category", "UTL-04"),
                ("_separately", "UTL-04"),
                ("description", "三楼灯坏了，有照片"),
                ("location.text", "三楼东侧")
            )
        ).Expect(415);

        Assert.Contains("JPEG、PNG或WebP", page.One("#photos-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("photos-error", page.One("#photos").GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Equal("#photos", page.One(".error-summary a").GetAttribute("href"));
        Assert.Equal("三楼灯坏了，有照片", page.One("#description").TextContent);
        Assert.Equal("三楼东侧", page.One("#place").GetAttribute("value"));

        // The one that was fine was taken in: the form goes again as it stands.
        var kept = page.One("input[name=photos]").GetAttribute("value");
        var sent = (await browser.SendAsync(page.Form(CompoundPath))).Expect(200);
        Assert.StartsWith("/issues/", sent.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.EndsWith($"/photos/{kept}", sent.One("article .photo-strip a").GetAttribute("href"));
    }

    [Fact]
    public async Task What_is_too_large_too_many_or_damaged_is_refused_at_the_field()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var large = Pictures.Jpeg();
        Array.Resize(ref large, (10 * 1024 * 1024) + 1);

        await IsRefusedAsync(413, "10 MB", ("大.jpg", "image/jpeg", large));
        await IsRefusedAsync(413, "10 MB", [.. Enumerable.Range(0, 6).Select(n => ($"{n}.jpg", "image/jpeg", large))]);
        await IsRefusedAsync(400, "照片最多5张", [.. Enumerable.Range(0, 6).Select(n => AJpeg($"{n}.jpg"))]);
        await IsRefusedAsync(400, "损坏", ("半.png", "image/png", Pictures.Png()[..200]));
        await IsRefusedAsync(415, "WebP", ("苹果.heic", "image/heic", Pictures.Heic()));

        async Task IsRefusedAsync(int status, string words, params (string, string, byte[])[] files)
        {
            var form = (await browser.GetAsync(CompoundPath)).Form(CompoundPath);
            var page = await browser.SendFilesAsync(
                form,
                files,
                ("category", "UTL-04"),
                ("_separately", "UTL-04"),
                ("description", $"不会上报 {words}")
            );
            Assert.Contains(words, page.Expect(status).One("#photos-error").TextContent, StringComparison.Ordinal);
            Assert.Contains("不会上报", page.One("#description").TextContent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nabc", 409)]
    [InlineData("", 409)]
    [InlineData("--b\r\nContent-Disposition: nonsense\r\n\r\n\r\n--b--\r\n", 401)]
    public async Task A_form_that_is_broken_is_refused_and_no_error_of_ours(string body, int status)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(
            "multipart/form-data; boundary=b"
        );

        using var answer = await http.PostAsync(CompoundPath, content);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_form_of_very_many_parts_is_refused()
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var content = new MultipartFormDataContent();
        for (var n = 0; n < 1_000; n++)
        {
            content.Add(new StringContent(""), $"f{n}");
        }

        using var answer = await http.PostAsync(CompoundPath, content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Who_is_not_signed_in_any_more_sends_no_photo_and_keeps_the_words()
    {
        using var browser = await Browser.SignedInAsync(host, Uploadless);
        var form = (await browser.GetAsync(OtherPath)).Form(OtherPath);
        browser.ForgetWhoIsSignedIn();

        var page = (
            await browser.SendFilesAsync(
                form,
                [AJpeg("一.jpg")],
                ("category", "UTL-04"),
                ("_separately", "UTL-04"),
                ("description", "我写的话")
            )
        ).Expect(401);

        Assert.Equal("我写的话", page.One("input[name=description]").GetAttribute("value"));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_form_that_was_made_by_another_site_brings_no_photo()
    {
        using var browser = await Browser.SignedInAsync(host, Uploadless);
        var form = (await browser.GetAsync(OtherPath)).Form(OtherPath);

        var page = await browser.SendFilesAsync(
            form,
            [AJpeg("一.jpg")],
            ("category", "UTL-04"),
            ("_separately", "UTL-04"),
            ("description", "我没有写"),
            ("_token", "forged")
        );

        page.Expect(409);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task A_report_goes_with_photos_and_its_page_shows_them_small_and_whole()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var form = (await browser.GetAsync(CompoundPath)).Form(CompoundPath);

        var page = (
            await browser.SendFilesAsync(
                form,
                [AJpeg("一.jpg"), ("二.png", "image/png", Pictures.Png())],
                ("category", "UTL-04"),
                ("_separately", "UTL-04"),
                ("description", "三楼灯坏了，两张照片")
            )
        ).Expect(200);

        var strip = page.One("article .photo-strip");
        Assert.Contains("处理前", strip.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["处理前 1/2", "处理前 2/2"],
            strip.QuerySelectorAll("img").Select(image => image.GetAttribute("alt"))
        );
        Assert.Equal(2, page.Document.QuerySelectorAll(".timeline li:first-child img").Length);
        foreach (var image in strip.QuerySelectorAll("img"))
        {
            await ShowsAsync(image.GetAttribute("src")!);
            await ShowsAsync(image.ParentElement!.GetAttribute("href")!);
        }

        async Task ShowsAsync(string path)
        {
            using var picture = await browser.GetPictureAsync(path);
            Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
            Assert.Equal("image/jpeg", picture.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task A_form_with_a_photo_that_is_sent_twice_is_one_issue_with_one_photo()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var form = (await browser.GetAsync(CompoundPath)).Form(CompoundPath);
        var photo = AJpeg("一.jpg");
        (string, string)[] filledIn =
        [
            ("category", "UTL-04"),
            ("_separately", "UTL-04"),
            ("description", "两次点击，一张照片"),
        ];

        var first = (await browser.SendFilesAsync(form, [photo], filledIn)).Expect(200);
        var again = (await browser.SendFilesAsync(form, [photo], filledIn)).Expect(200);

        Assert.Equal(first.Address.AbsolutePath, again.Address.AbsolutePath);
        Assert.Equal(
            1,
            await host.Database.ScalarAsync<long>(
                "select count(*) from issue_photos where issue_id = $1",
                first.Address.AbsolutePath.Split('/')[^1]
            )
        );
    }

    [Theory]
    [InlineData("manager", "acknowledge", "resolve")]
    [InlineData("grid-head", null, "selfHandle")]
    public async Task Evidence_may_be_a_photo_alone_and_stands_beside_what_it_was_like_before(
        string account,
        string? first,
        string command
    )
    {
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync(photos: await api.PhotoAsync(Pictures.Jpeg()))}";
        using var browser = await Browser.SignedInAsync(host, account);
        if (first is not null)
        {
            await browser.SendAsync((await browser.GetAsync(path)).Form($"/{first}"));
        }

        var form = (await browser.GetAsync(path)).Form($"/{command}");
        var page = (await browser.SendFilesAsync(form, [AJpeg("好了.jpg")])).Expect(200);

        Assert.Contains("已办结", page.One("article .status").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["处理前", "处理后"],
            page.Document.QuerySelectorAll("article .photo-strip > p").Select(title => title.TextContent)
        );
    }

    [Fact]
    public async Task The_list_of_a_compound_shows_no_photo()
    {
        using var api = await host.ApiAsync("resident");
        await api.ReportAsync(photos: await api.PhotoAsync(Pictures.Jpeg()));
        using var browser = await Browser.SignedInAsync(host, "neighbour");

        Assert.False((await browser.GetAsync(CompoundPath)).Has("main img"));
    }

    private Task<long> CountAsync() =>
        host.Database.ScalarAsync<long>(
            "select count(*) from photos p join accounts a on a.reference = p.uploader where a.account = $1",
            Uploadless
        );

    private static (string, string, byte[]) AJpeg(string name) => (name, "image/jpeg", Pictures.Jpeg());
}
