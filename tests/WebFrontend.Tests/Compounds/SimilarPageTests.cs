using CivicGrains.WebFrontend.Tests.Photos;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Compounds;

/// <summary>Before the same is reported again, the page shows what is open already; without scripts.</summary>
public sealed class SimilarPageTests(TestHost host)
{
    private const string Path = "/compounds/510105007004-C001";

    [Fact]
    public async Task What_is_wrong_with_a_report_is_said_before_anything_else()
    {
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync(category: "PTY-01");
        using var neighbour = await Browser.SignedInAsync(host, "neighbour");

        var page = await SendAsync(neighbour, "PTY-01", "");

        Assert.False(page.Expect(400).Has("#similar"));
    }

    [Fact]
    public async Task Ones_own_report_and_those_that_have_ended_do_not_stand_in_the_way()
    {
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        await resident.ReportAsync(category: "PTY-02");
        var ended = await neighbour.ReportAsync(category: "PTY-02");
        (await neighbour.CommandAsync(ended, "withdraw")).Expect(200);
        using var browser = await Browser.SignedInAsync(host, "resident");

        var page = await SendAsync(browser, "PTY-02", "公共收益没有公示");

        Assert.StartsWith("/issues/QY", page.Expect(200).Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_time_it_shows_what_is_open_and_sends_nothing()
    {
        using var resident = await host.ApiAsync("resident");
        var open = await resident.ReportAsync(category: "ENV-04", text: "三号楼前的树枝挡路");
        using var neighbour = await Browser.SignedInAsync(host, "neighbour");
        var before = await CountAsync();

        var page = (await SendAsync(neighbour, "ENV-04", "树枝太低", ("location.text", "门口"))).Expect(200);

        Assert.Equal(before, await CountAsync());
        Assert.Contains(open, page.One("#similar").TextContent, StringComparison.Ordinal);
        Assert.Contains("三号楼前的树枝挡路", page.One("#similar").TextContent, StringComparison.Ordinal);
        Assert.Equal("树枝太低", page.One("#description").TextContent);
        Assert.Equal("门口", page.One("#place").GetAttribute("value"));
        Assert.Equal("ENV-04", ShownPage.FieldsOf(page.Form(Path))["category"]);
        Assert.False(page.Has(".error-summary"));
    }

    [Fact]
    public async Task Joining_from_there_takes_along_what_was_written()
    {
        using var resident = await host.ApiAsync("resident");
        var open = await resident.ReportAsync(category: "ORD-02", text: "顶楼搭建");
        using var neighbour = await Browser.SignedInAsync(host, "neighbour");
        var page = (await SendAsync(neighbour, "ORD-02", "我也看到了")).Expect(200);

        var joined = (await neighbour.SendAsync(page.Form($"/issues/{open}/join"))).Expect(200);

        Assert.EndsWith(open, joined.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("我也看到了", joined.One("#timeline").TextContent, StringComparison.Ordinal);
        Assert.True(joined.Has("[data-join=joined]"));
        Assert.True((await neighbour.GetAsync("/my")).Has($"[data-key='{open}']"));
    }

    [Fact]
    public async Task Reporting_all_the_same_makes_an_issue_with_everything_that_was_filled_in_photos_too()
    {
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync(category: "ENV-01", text: "垃圾桶满了");
        using var neighbour = await Browser.SignedInAsync(host, "neighbour");
        var form = (await neighbour.GetAsync(Path)).Form(Path);
        var asked = (
            await neighbour.SendFilesAsync(
                form,
                [("垃圾.jpg", "image/jpeg", Pictures.Jpeg())],
                ("category", "ENV-01"),
                ("description", "另一只垃圾桶满了"),
                ("location.building", "2栋")
            )
        ).Expect(200);
        Assert.True(asked.Has("#similar"));
        Assert.Contains("仍要单独上报", asked.Form(Path).TextContent, StringComparison.Ordinal);

        var page = (await neighbour.SendAsync(asked.Form(Path))).Expect(200);

        Assert.StartsWith("/issues/QY", page.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("另一只垃圾桶满了", page.One("article .words").TextContent);
        Assert.Contains("2栋", page.One("article dl").TextContent, StringComparison.Ordinal);
        Assert.True(page.Has("article img"));
    }

    [Fact]
    public async Task Of_another_category_it_is_asked_again()
    {
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync(category: "UTL-05");
        await resident.ReportAsync(category: "SAF-04");
        using var neighbour = await Browser.SignedInAsync(host, "neighbour");
        var asked = (await SendAsync(neighbour, "UTL-05", "井盖松了")).Expect(200);

        var again = await neighbour.SendAsync(asked.Form(Path), ("category", "SAF-04"));

        Assert.True(again.Expect(200).Has("#similar"));
    }

    [Fact]
    public async Task Staff_see_what_is_open_and_have_nothing_to_join()
    {
        using var resident = await host.ApiAsync("resident");
        var open = await resident.ReportAsync(category: "SAF-06");
        using var manager = await Browser.SignedInAsync(host, "manager");

        var page = (await SendAsync(manager, "SAF-06", "电话反映高空抛物", ("source", "phone"))).Expect(200);

        Assert.Contains(open, page.One("#similar").TextContent, StringComparison.Ordinal);
        Assert.False(page.Has("form[action$='/join']"));
    }

    private static async Task<ShownPage> SendAsync(
        Browser browser,
        string category,
        string description,
        params (string, string)[] more
    )
    {
        var form = (await browser.GetAsync(Path)).Form(Path);
        return await browser.SendAsync(form, [("category", category), ("description", description), .. more]);
    }

    private Task<long> CountAsync() =>
        host.Database.ScalarAsync<long>(
            "select count(*) from issues where owner = $1 and category = 'ENV-04'",
            SmallTown.Compound.ToString()
        );
}
