using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Compounds;

public sealed class CompoundPageTests(TestHost host)
{
    private const string Path = "/compounds/510105007004-C001";
    private static readonly (string, string) Category = ("category", "UTL-04");

    /// <summary>Others have reported the like in other tests: passed over here.</summary>
    private static readonly (string, string) Separately = ("_separately", "UTL-04");

    [Theory]
    [InlineData("/compounds/510105007004-C999")]
    [InlineData("/compounds/nonsense")]
    public async Task A_compound_that_nobody_has_registered_is_not_found(string path)
    {
        using var browser = new Browser(host.Address);

        Assert.True((await browser.GetAsync(path)).Expect(404).Has("[role=alert]"));
    }

    [Fact]
    public async Task Who_is_not_signed_in_sees_the_compound_but_nothing_that_was_reported()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();
        using var browser = new Browser(host.Address);

        var page = (await browser.GetAsync(Path)).Expect(200);

        Assert.Equal("光华苑", page.One("h1").TextContent);
        Assert.DoesNotContain(id, page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("live-region, textarea"));
        Assert.Equal(401, (await browser.GetAsync($"{Path}?fragment=list")).Status);
    }

    [Theory]
    [InlineData("stranger")]
    [InlineData("administrator")]
    public async Task Who_does_not_belong_there_sees_no_issues_and_no_form(string account)
    {
        using var browser = await Browser.SignedInAsync(host, account);

        var page = (await browser.GetAsync(Path)).Expect(200);

        Assert.False(page.Has("live-region, textarea"));
        Assert.Equal(403, (await browser.GetAsync($"{Path}?fragment=list")).Status);
    }

    [Fact]
    public async Task A_report_without_scripts_leads_to_the_issue_with_its_number_and_stands_in_the_list()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");

        var page = await ReportAsync(
            browser,
            "三楼 <b>楼道灯</b> 不亮",
            ("location.building", "2栋"),
            ("location.text", "三楼")
        );

        var id = page.Expect(200).Address.Segments[^1];
        Assert.StartsWith("QY", id, StringComparison.Ordinal);
        Assert.Contains(id, page.One(".done").TextContent, StringComparison.Ordinal);
        Assert.Equal("三楼 <b>楼道灯</b> 不亮", page.One("article .words").TextContent);
        Assert.Contains("2栋 三楼", page.One("article dl").TextContent, StringComparison.Ordinal);
        Assert.True((await browser.GetAsync(Path)).Has($"[data-key='{id}'][data-version]"));
        Assert.True((await browser.GetAsync("/my")).Has($"[data-key='{id}']"));
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_issue()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var form = (await browser.GetAsync(Path)).Form(Path);

        var first = await browser.SendAsync(form, Category, Separately, ("description", "双击提交"));
        var second = await browser.SendAsync(form, Category, Separately, ("description", "双击提交"));

        Assert.Equal(first.Expect(200).Address, second.Expect(200).Address);
    }

    [Fact]
    public async Task The_same_report_from_the_page_that_was_fetched_anew_leads_to_the_issue_that_is_there()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var first = await ReportAsync(browser, "回退后再次提交", ("location.text", "三楼"));

        var again = await ReportAsync(browser, "回退后再次提交", ("location.text", "三楼"));
        var elsewhere = await ReportAsync(browser, "回退后再次提交", ("location.text", "五楼"));
        var building = await ReportAsync(
            browser,
            "回退后再次提交",
            ("location.text", "三楼"),
            ("location.building", "1栋")
        );
        var category = await ReportAsync(browser, "回退后再次提交", ("location.text", "三楼"), ("category", "SAF-01"));

        Assert.Equal(first.Expect(200).Address, again.Expect(200).Address);
        var all = new[] { first, elsewhere, building, category }.Select(page => page.Expect(200).Address).ToHashSet();
        Assert.Equal(4, all.Count);
    }

    [Fact]
    public async Task The_same_words_of_a_neighbour_or_after_the_issue_is_over_are_another_issue()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        using var neighbour = await Browser.SignedInAsync(host, "neighbour");
        var first = await ReportAsync(browser, "还是没有修好");
        var other = await ReportAsync(neighbour, "还是没有修好");
        await browser.SendAsync(first.Expect(200).Form("/withdraw"), ("reason", "好了"));

        var later = await ReportAsync(browser, "还是没有修好");

        Assert.NotEqual(first.Address, other.Expect(200).Address);
        Assert.NotEqual(first.Address, later.Expect(200).Address);
    }

    [Fact]
    public async Task Going_back_and_sending_other_words_is_asked_about_and_then_is_another_issue()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var form = (await browser.GetAsync(Path)).Form(Path);
        var first = await browser.SendAsync(form, Category, Separately, ("description", "第一件事"));

        var asked = (await browser.SendAsync(form, Category, Separately, ("description", "第二件事"))).Expect(409);
        Assert.Contains("此前已提交过不同的内容", asked.One("[role=alert]").TextContent, StringComparison.Ordinal);
        var second = await browser.SendAsync(asked.Form(Path));

        Assert.NotEqual(first.Address, second.Expect(200).Address);
        Assert.Contains("第二件事", second.One("article .words").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "一段说明", "category")]
    [InlineData("XXX-99", "一段说明", "category")]
    [InlineData("UTL-04", "", "description")]
    [InlineData("UTL-04", "   ", "description")]
    public async Task What_is_missing_is_said_at_the_field_and_nothing_that_was_filled_in_is_lost(
        string category,
        string description,
        string field
    )
    {
        using var browser = await Browser.SignedInAsync(host, "resident");

        var page = await ReportAsync(browser, description, ("category", category), ("location.text", "大门旁"));

        page.Expect(400);
        Assert.StartsWith("错误", page.Document.Title, StringComparison.Ordinal);
        Assert.Equal($"#{field}", page.One("[role=alert] a").GetAttribute("href"));
        Assert.Equal(page.One("[role=alert] a").TextContent.Trim(), page.One(".field-error").TextContent.Trim());
        var wrong = page.One("[aria-invalid]");
        Assert.Equal((field, "true"), (wrong.Id, wrong.GetAttribute("aria-invalid")));
        Assert.Contains(page.One(".field-error").Id!, wrong.GetAttribute("aria-describedby")!.Split(' '));
        Assert.DoesNotContain("字段", page.One(".field-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("大门旁", page.One("#place").GetAttribute("value"));
        Assert.Equal(description, page.One("#description").TextContent);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_whole_and_kept_whole()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var text = new string('长', 30_000);

        var page = (await ReportAsync(browser, text)).Expect(400);

        Assert.Equal("#description", page.One("[role=alert] a").GetAttribute("href"));
        Assert.Equal(text, page.One("#description").TextContent);
    }

    [Fact]
    public async Task A_form_larger_than_any_form_of_ours_is_refused_as_a_page()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");

        var page = await ReportAsync(browser, new string('x', 2_000_000));

        Assert.True(page.Expect(413).Has("[role=alert]"));
    }

    [Fact]
    public async Task A_page_that_was_open_over_a_sign_out_keeps_what_was_written_until_it_is_sent()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var form = (await browser.GetAsync(Path)).Form(Path);
        browser.ForgetWhoIsSignedIn();

        var signIn = (await browser.SendAsync(form, Category, Separately, ("description", "写了很久"))).Expect(401);
        var again = await browser.SendAsync(
            signIn.Form("/sign-in"),
            ("account", "resident"),
            ("password", SmallTown.Password)
        );
        Assert.Equal("写了很久", again.Expect(409).One("#description").TextContent);
        Assert.DoesNotContain(SmallTown.Password, again.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var sent = await browser.SendAsync(again.Form(Path));

        Assert.Contains("写了很久", sent.Expect(200).One("article .words").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_was_made_for_somebody_else_is_shown_again_and_not_sent()
    {
        using var browser = await Browser.SignedInAsync(host, "neighbour");
        var form = (await browser.GetAsync(Path)).Form(Path);
        await browser.SignInAsync("resident");

        var page = await browser.SendAsync(form, Category, Separately, ("description", "换了人"));

        Assert.Contains("页面已过期", page.Expect(409).One("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("换了人", page.One("#description").TextContent);
    }

    [Fact]
    public async Task Staff_say_how_they_heard_of_it()
    {
        using var browser = await Browser.SignedInAsync(host, "community");
        var page = await browser.GetAsync(Path);
        Assert.Equal("patrol", page.One("#source").QuerySelector("option")!.GetAttribute("value"));

        var sent = await ReportAsync(browser, "巡查发现", ("source", "desk"));

        sent.Expect(200);
        Assert.StartsWith("QY", sent.Address.Segments[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_hidden_is_not_on_the_page_of_the_compound_not_even_for_its_reporter()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var sent = (await ReportAsync(browser, "邻里纠纷", ("category", "NBR-01"))).Expect(200);
        var id = sent.Address.Segments[^1];

        Assert.False((await browser.GetAsync(Path)).Has($"[data-key='{id}']"));
        Assert.True((await browser.GetAsync("/my")).Has($"[data-key='{id}']"));
    }

    [Fact]
    public async Task The_list_alone_is_what_the_page_shows_of_it()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();
        using var browser = await Browser.SignedInAsync(host, "neighbour");
        var page = await browser.GetAsync(Path);

        var fragment = await browser.GetAsync(page.One("live-region").GetAttribute("src")!);

        Assert.False(fragment.Has("header, main"));
        var row = fragment.One($"[data-key='{id}']");
        Assert.Equal(page.One($"[data-key='{id}']").OuterHtml, row.OuterHtml);
        Assert.Equal("compound/510105007004-C001", fragment.One("live-region").GetAttribute("topics"));
        Assert.NotEmpty(fragment.One("live-region").GetAttribute("epoch")!);
    }

    private static async Task<ShownPage> ReportAsync(
        Browser browser,
        string description,
        params (string, string)[] more
    )
    {
        var form = (await browser.GetAsync(Path)).Form(Path);
        return await browser.SendAsync(form, [Category, Separately, ("description", description), .. more]);
    }
}
