using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>吹哨报到 on pages, without scripts.</summary>
public sealed class WhistlePageTests(TestHost host)
{
    [Fact]
    public async Task A_department_is_called_in_reports_from_its_desk_and_is_rated_without_scripts()
    {
        using var api = await host.ApiAsync("resident");
        using var community = await Browser.SignedInAsync(host, "community");
        using var subdistrict = await Browser.SignedInAsync(host, "subdistrict");
        using var department = await Browser.SignedInAsync(host, "department");
        using var resident = await Browser.SignedInAsync(host, "resident");
        var id = await api.ReportAsync();
        var path = $"/issues/{id}";

        // A slip keeps what was chosen.
        var form = (await community.GetAsync(path)).Form("/whistle");
        var slip = (await community.SendAsync(form, ("department", "housing"), ("kind", "hardCase"))).Expect(400);
        Assert.Equal(
            "hardCase",
            slip.One("form[action$='/whistle'] [name=kind] option[selected]").GetAttribute("value")
        );
        var asked = await community.SendAsync(
            slip.Form("/whistle"),
            ("department", "housing"),
            ("kind", "workPush"),
            ("reason", "请住建到场")
        );
        Assert.Contains(
            "待审批",
            asked.Expect(200).One("[data-whistle=housing]").TextContent,
            StringComparison.Ordinal
        );

        // The subdistrict finds it among what waits for it.
        var waiting = await subdistrict.GetAsync("/desk/510105007?awaits=true");
        Assert.True(waiting.Has($"[data-key='{id}']"));
        Assert.False((await department.GetAsync("/desk/housing")).Has($"[data-key='{id}']"));
        var page = await subdistrict.GetAsync(path);
        (await subdistrict.SendAsync(page.Form("/decideWhistle"), ("granted", "true"))).Expect(200);
        Assert.False((await subdistrict.GetAsync("/desk/510105007?awaits=true")).Has($"[data-key='{id}']"));

        // The department has it on its desk, live by the issue.
        var desk = (await department.GetAsync("/desk")).Expect(200);
        Assert.Equal("/desk/housing", desk.Address.AbsolutePath);
        Assert.True((await department.GetAsync("/desk/housing?whistled=true")).Has($"[data-key='{id}']"));
        Assert.Contains($"issue/{id}", desk.One("live-region").GetAttribute("topics")!, StringComparison.Ordinal);

        var reporting = await department.GetAsync(path);
        Assert.True(reporting.Has("form[action$='/objectWhistle']"));
        var onSite = await department.SendAsync(
            reporting.Form("/reportToWhistle"),
            ("step", "onSite"),
            ("note", "已到")
        );
        Assert.Contains(
            "已到场",
            onSite.Expect(200).One("[data-whistle=housing]").TextContent,
            StringComparison.Ordinal
        );
        Assert.False(onSite.Has("form[action$='/objectWhistle']"));
        Assert.Equal("solved", onSite.One("form[action$='/reportToWhistle'] [name=step] option").GetAttribute("value"));

        // Everybody sees that it is there, and nobody else what it wrote.
        var seen = await resident.GetAsync(path);
        Assert.Contains("已到场", seen.One("[data-whistle=housing]").TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "部门已报到: 住房建设和交通运输局 · 已到场",
            string.Join('|', seen.Document.QuerySelectorAll(".timeline p").Select(Words)),
            StringComparison.Ordinal
        );
        Assert.False(seen.Has("[data-whistle] form"));

        await department.SendAsync(onSite.Form("/reportToWhistle"), ("step", "solved"));
        Assert.True((await subdistrict.GetAsync("/desk/510105007?awaits=true")).Has($"[data-key='{id}']"));
        var rating = await subdistrict.GetAsync(path);
        var rated = await subdistrict.SendAsync(rating.Form("/rateWhistle"), ("stars", "4"));

        Assert.False(rated.Expect(200).Has("[data-whistle]"));
        Assert.False((await department.GetAsync("/desk/housing")).Has($"[data-key='{id}']"));
    }

    [Fact]
    public async Task Of_two_departments_each_form_is_its_own()
    {
        using var api = await host.ApiAsync("resident");
        using var subdistrict = await Browser.SignedInAsync(host, "subdistrict");
        using var centre = await Browser.SignedInAsync(host, "centre");
        var path = $"/issues/{await api.ReportAsync()}";
        foreach (var key in new[] { "housing", "fire" })
        {
            var form = (await subdistrict.GetAsync(path)).Form("/whistle");
            await subdistrict.SendAsync(form, ("department", key), ("kind", "hardCase"), ("reason", "联合整治"));
        }

        var desk = (await centre.GetAsync("/desk")).Expect(200);
        Assert.Equal("/desk/510105", desk.Address.AbsolutePath);
        Assert.True((await centre.GetAsync("/desk/510105?awaits=true")).Has($"a[href='{path}']"));
        var page = await centre.GetAsync(path);
        var fire = (AngleSharp.Html.Dom.IHtmlFormElement)page.One("[data-whistle=fire] form[action$='/decideWhistle']");
        // To decline takes a word.
        var again = (await centre.SendAsync(fire, ("granted", "false"))).Expect(400);
        Assert.True(again.Has("[data-whistle=fire] details[open] [role=alert]"));
        Assert.False(again.Has("[data-whistle=housing] details[open]"));
        var ids = again.Document.QuerySelectorAll("[id]").Select(it => it.Id).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal).Count(), ids.Count);
        await centre.SendAsync(
            (AngleSharp.Html.Dom.IHtmlFormElement)again.One("[data-whistle=fire] form[action$='/decideWhistle']"),
            ("note", "暂不需要")
        );

        var after = await centre.GetAsync(path);
        Assert.False(after.Has("[data-whistle=fire]"));
        Assert.True(after.Has("[data-whistle=housing]"));
    }

    [Theory]
    [InlineData("department", "/desk/housing", 200)]
    [InlineData("centre", "/desk/housing", 200)]
    [InlineData("department", "/desk/fire", 403)]
    [InlineData("subdistrict", "/desk/housing", 403)]
    [InlineData("resident", "/desk/housing", 403)]
    [InlineData("subdistrict", "/desk/510105", 403)]
    [InlineData("department", "/desk/510105", 403)]
    [InlineData("centre", "/desk/magic", 404)]
    public async Task The_desk_of_a_department_is_its_own(string account, string path, int status)
    {
        using var browser = await Browser.SignedInAsync(host, account);

        (await browser.GetAsync(path)).Expect(status);
    }

    private static string Words(AngleSharp.Dom.IElement it) =>
        string.Join(' ', it.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
