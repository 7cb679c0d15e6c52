using AngleSharp.Dom;
using CivicGrains.Domain.Calendar;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Calendar;

/// <summary>The page of the calendar, without scripts.</summary>
[Collection(CalendarYearTests.Publishing)]
public sealed class CalendarPageTests(TestHost host)
{
    [Theory]
    [InlineData("/calendar?year=1999", 400)]
    [InlineData("/calendar?year=next", 400)]
    public async Task A_year_without_a_calendar_is_answered_with_words(string path, int status)
    {
        using var browser = new Browser(host.Address);

        Assert.True((await browser.GetAsync(path)).Expect(status).Has("[role=alert]"));
    }

    [Fact]
    public async Task Who_may_not_publish_sees_no_form_for_it_and_is_refused()
    {
        using var stranger = new Browser(host.Address);
        using var community = await Browser.SignedInAsync(host, "community");
        using var administrator = await Browser.SignedInAsync(host, "administrator");
        Assert.False((await stranger.GetAsync("/calendar")).Expect(200).Has("#import"));
        Assert.False((await community.GetAsync("/calendar")).Expect(200).Has("#import"));
        var form = (await administrator.GetAsync("/calendar?year=2050")).Form("/preview");

        (await community.SendAsync(form)).Expect(403);
        (await community.PostAsync("/calendar/2050/publish", ShownPage.FieldsOf(form))).Expect(403);
        // Whoever is no longer signed in is asked to, and what was written is kept.
        var asked = (await stranger.SendAsync(form, ("source", "示例通知"))).Expect(401);
        Assert.Equal("示例通知", asked.One("[name=source]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_form_that_is_not_of_our_page_changes_nothing()
    {
        using var administrator = await Browser.SignedInAsync(host, "administrator");
        var form = (await administrator.GetAsync("/calendar?year=2050")).Form("/preview");

        (await administrator.SendAsync(form, ("_token", "forged"))).Expect(409);
        // Nor does publishing what was never previewed.
        var unseen = await administrator.PostAsync("/calendar/2050/publish", ShownPage.FieldsOf(form));

        Assert.True(unseen.Expect(409).Has("#import .error-summary"));
        Assert.True((await administrator.GetAsync("/calendar?year=2050")).Has(".provisional"));
    }

    [Theory]
    [InlineData("year=2026&start=2026-11-24T10:00&amount=&unit=wd", "amount")]
    [InlineData("year=2026&start=2026-11-24T10:00&amount=many&unit=wd", "amount")]
    [InlineData("year=2026&start=2026-11-24T10:00&amount=5000&unit=wd", "amount")]
    [InlineData("year=2026&start=whenever&amount=5&unit=wd", "start")]
    [InlineData("year=2026&start=2026-11-24T10:00&amount=5&unit=weeks", "unit")]
    public async Task A_question_that_cannot_be_answered_leads_to_its_field_and_keeps_what_was_typed(
        string query,
        string field
    )
    {
        using var browser = new Browser(host.Address);

        var page = (await browser.GetAsync($"/calendar?{query}")).Expect(400);

        Assert.Equal($"#{field}", page.One(".error-summary a").GetAttribute("href"));
        Assert.True(page.One($"#{field}").Closest(".field")!.ClassList.Contains("wrong"));
        var typed = query.Split("amount=")[1].Split('&')[0];
        Assert.Equal(typed, page.One("#amount").GetAttribute("value"));
        Assert.False(page.Has("#answer"));
    }

    [Fact]
    public async Task When_something_is_due_is_said_with_its_steps_in_both_languages()
    {
        using var browser = new Browser(host.Address);
        var form = (await browser.GetAsync("/calendar?year=2026")).Document.QuerySelector("form.search")!;
        Assert.Equal("get", form.GetAttribute("method"));
        var asked = "/calendar?year=2026&start=2026-09-30T15:30&amount=4&unit=wh";

        var chinese = (await browser.GetAsync(asked)).Expect(200);
        var english = (await browser.GetAsync($"{asked}&lang=en")).Expect(200);

        Assert.Equal("2026年10月8日 11:30", chinese.One(".due-at time").TextContent);
        Assert.Equal(5, chinese.Document.QuerySelectorAll(".steps li").Length);
        Assert.Equal("Thu 8 Oct 2026 11:30", english.One(".due-at time").TextContent);
        Assert.Contains("off, not counted", english.One(".steps").TextContent, StringComparison.Ordinal);
        Assert.Equal("wh", english.One("#unit option[selected]").GetAttribute("value"));
    }

    [Fact]
    public async Task The_end_of_a_day_is_that_day_at_twenty_four_hours()
    {
        using var browser = new Browser(host.Address);

        var page = await browser.GetAsync("/calendar?year=2026&start=2026-11-24T10:00&amount=3&unit=d");

        Assert.Equal("2026年11月27日 24:00", page.Expect(200).One(".due-at time").TextContent);
    }

    [Fact]
    public async Task The_year_stands_there_in_twelve_tables_with_what_each_day_is()
    {
        using var browser = new Browser(host.Address);

        var page = (await browser.GetAsync("/calendar?year=2026")).Expect(200);

        Assert.Equal(12, page.Document.QuerySelectorAll("table.month > caption").Length);
        Assert.Equal(365, page.Document.QuerySelectorAll("table.month td time").Length);
        Assert.All(
            page.Document.QuerySelectorAll("table.month thead tr"),
            row => Assert.Equal(7, row.ChildElementCount)
        );
        // 1 January 2026 is a Thursday.
        Assert.Equal(3, page.Document.QuerySelector("table.month tbody tr")!.QuerySelectorAll("td:not(.day)").Length);
        Assert.Equal(33, page.Document.QuerySelectorAll("td.off .mark").Length);
        Assert.Equal(6, page.Document.QuerySelectorAll("td.made-up .mark").Length);
        Assert.Equal("班", Day(page, "2026-10-10").QuerySelector(".mark")!.TextContent);
        Assert.False(page.Has(".provisional"));
        Assert.Contains("工作日248天", page.Text, StringComparison.Ordinal);
        Assert.Equal("2026", page.One("nav [aria-current=page]").TextContent);
    }

    [Fact]
    public async Task Today_is_marked_in_its_year_alone_and_a_year_to_come_says_that_it_is_provisional()
    {
        using var browser = new Browser(host.Address);

        var now = (await browser.GetAsync("/calendar")).Expect(200);
        var later = (await browser.GetAsync("/calendar?year=2070")).Expect(200);

        Assert.True(now.One("td[aria-current=date]").ClassList.Contains("today"));
        Assert.False(later.Has("[aria-current=date]"));
        Assert.True(later.Has(".provisional"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_year_is_said_at_its_field_and_nothing_that_was_typed_is_lost()
    {
        using var administrator = await Browser.SignedInAsync(host, "administrator");
        var form = (await administrator.GetAsync("/calendar?year=2051")).Form("/preview");

        var unreadable = await administrator.SendAsync(
            form,
            ("daysOff", "2051-01-01\r\nthe first of May"),
            ("makeUpWorkdays", "2051-02-18"),
            ("source", "示例通知")
        );
        var impossible = await administrator.SendAsync(form, ("makeUpWorkdays", "2051-03-01"), ("source", ""));

        Assert.Equal("#daysOff", unreadable.Expect(400).One("#import .error-summary a").GetAttribute("href"));
        Assert.Equal("2051-01-01\nthe first of May", unreadable.One("#daysOff").TextContent);
        Assert.Equal("2051-02-18", unreadable.One("#makeUpWorkdays").TextContent);
        Assert.Equal("示例通知", unreadable.One("#source").GetAttribute("value"));
        Assert.False(unreadable.Has("#preview"));
        Assert.Equal(2, impossible.Expect(400).Document.QuerySelectorAll(".problems li").Length);
        Assert.False(impossible.Has("#preview"));
    }

    [Fact]
    public async Task The_administrator_previews_a_year_publishes_it_and_finds_it_in_the_history()
    {
        const int Year = 2052;
        using var administrator = await Browser.SignedInAsync(host, "administrator");
        var page = await administrator.GetAsync($"/calendar?year={Year}");
        Assert.True(page.Has(".provisional"));
        var computed = StatutoryDays.Of(Year).DaysOff;
        var written = page.One("#daysOff").TextContent.Split('\n');
        Assert.Contains(written, line => line.Contains("..", StringComparison.Ordinal));

        // A Saturday is worked, and the Monday after the last day off becomes one.
        var preview = await administrator.SendAsync(
            page.Form("/preview"),
            ("daysOff", string.Join("\r\n", written.Append($"{Year}-11-04"))),
            ("makeUpWorkdays", $" {Year}-11-09 \r\n"),
            ("source", "示例通知")
        );
        Assert.Equal($"{Year}-11-04", preview.Expect(200).One(".become-off").TextContent);
        Assert.Equal($"{Year}-11-09", preview.One(".become-worked").TextContent);
        Assert.True((await administrator.GetAsync($"/calendar?year={Year}")).Has(".provisional"));

        var publish = preview.Form("/publish");
        var published = await administrator.SendAsync(publish);
        var twice = await administrator.SendAsync(publish);

        Assert.True(published.Expect(200).Has(".done"));
        Assert.False(published.Has(".provisional"));
        Assert.Equal("休", Day(published, $"{Year}-11-04").QuerySelector(".mark")!.TextContent);
        Assert.Equal("班", Day(published, $"{Year}-11-09").QuerySelector(".mark")!.TextContent);
        Assert.Contains("示例通知", published.Text, StringComparison.Ordinal);
        var row = Assert.Single(
            twice.Expect(200).Document.QuerySelectorAll("#history tbody tr"),
            it => it.QuerySelector("th")!.TextContent == $"{Year}"
        );
        Assert.Contains("管理员", row.TextContent, StringComparison.Ordinal);
        using var api = await host.ApiAsync(null);
        var year = (await api.GetAsync($"/api/calendar/years/{Year}")).Expect(200);
        Assert.Equal(computed.Length + 1, year.GetProperty("daysOff").GetArrayLength());
    }

    [Fact]
    public async Task Who_publishes_what_somebody_else_has_changed_meanwhile_is_shown_the_difference_anew()
    {
        using var administrator = await Browser.SignedInAsync(host, "administrator");
        var page = await administrator.GetAsync("/calendar?year=2053");
        var mine = await administrator.SendAsync(page.Form("/preview"), ("source", "甲"));
        var theirs = await administrator.SendAsync(page.Form("/preview"), ("source", "乙"));
        (await administrator.SendAsync(theirs.Form("/publish"))).Expect(200);

        var refused = (await administrator.SendAsync(mine.Form("/publish"))).Expect(412);
        Assert.Equal("甲", refused.One("#source").GetAttribute("value"));
        var after = await administrator.SendAsync(refused.Form("/publish"));

        Assert.True(after.Expect(200).Has(".done"));
        Assert.Contains("甲", after.One("#year-title + .facts").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/calendar/2054/preview")]
    [InlineData("/calendar/2054/publish")]
    public async Task The_address_of_a_form_that_is_loaded_anew_leads_to_its_year(string path)
    {
        using var browser = new Browser(host.Address);

        Assert.Equal("/calendar?year=2054", (await browser.GetAsync(path)).Expect(200).Address.PathAndQuery);
    }

    [Theory]
    [InlineData("administrator", "/", true)]
    [InlineData("department", "/", true)]
    [InlineData("centre", "/", true)]
    [InlineData("community", "/desk", true)]
    [InlineData("subdistrict", "/desk", true)]
    [InlineData("resident", "/", false)]
    public async Task Who_works_by_time_limits_finds_the_calendar_where_they_begin(
        string account,
        string path,
        bool isThere
    )
    {
        using var browser = await Browser.SignedInAsync(host, account);

        Assert.Equal(isThere, (await browser.GetAsync(path)).Expect(200).Has("a[href='/calendar']"));
    }

    private static IElement Day(ShownPage page, string date) => page.One($"td time[datetime='{date}']").ParentElement!;
}
