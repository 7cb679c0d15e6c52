using System.Globalization;
using System.Text.Json;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.District;

/// <summary>准入 over HTTP and on its page: asked for by a department, decided by the centre, and felt at a grid.</summary>
public sealed class AdmissionApiTests(TestHost host)
{
    private const string Api = "/api/admissions";
    private const string Page = "/admissions";

    [Fact]
    public async Task Nobody_else_asks_or_decides_whatever_the_body_says()
    {
        using var nobody = await host.ApiAsync(null);
        (await nobody.GetAsync(Api)).Expect(200);
        (await nobody.PostTextAsync(Api, "no JSON")).ExpectProblem(401, "actor.not-signed-in");
        (await nobody.PostTextAsync($"{Api}/1/decide", "no JSON")).ExpectProblem(401, "actor.not-signed-in");
        foreach (var account in new[] { "resident", "grid-head", "community", "subdistrict", "administrator" })
        {
            using var other = await host.ApiAsync(account);
            (await other.PostTextAsync(Api, "no JSON")).ExpectProblem(403, "place.not-yours");
            (await other.PostTextAsync($"{Api}/1/decide", "no JSON")).ExpectProblem(403, "place.not-yours");
            (await other.PostTextAsync($"{Api}/1/end", "no JSON")).ExpectProblem(403, "place.not-yours");
        }

        using var department = await host.ApiAsync("department");
        (await department.PostTextAsync($"{Api}/1/decide", "no JSON")).ExpectProblem(403, "place.not-yours");
        (await department.PostAsync($"{Api}/1/abolish")).ExpectProblem(404, "command.unknown");
        using var centre = await host.ApiAsync("centre");
        (await centre.PostAsync($"{Api}/999999/decide", new { granted = true })).ExpectProblem(
            404,
            "admission.unknown"
        );
        (await centre.PostAsync($"{Api}/1/decide", new { granted = "yes" })).ExpectProblem(400, "field.wrong-type");
    }

    [Theory]
    [InlineData("title", "", "text.empty", "title")]
    [InlineData("from", "tomorrow", "field.wrong-type", "from")]
    [InlineData("from", "2020-01-01", "admission.days", "from")]
    [InlineData("until", "2999-01-01", "admission.days", "until")]
    [InlineData("reason", "a\u0007", "text.control-character", "reason")]
    [InlineData("pay", "1", "field.unknown", "pay")]
    [InlineData("department", "police", "place.not-yours", null)]
    public async Task Bad_input_gets_a_clear_answer(string field, string value, string code, string? named)
    {
        using var department = await host.ApiAsync("department");
        var body = Body("坏输入");
        body[field] = value;

        var answer = await department.PostAsync(Api, body);

        Assert.Equal((code, named), (answer.Code, answer.Field));
        body = Body("坏输入");
        body["area"] = new[] { "compound/510105007004-C001" };
        (await department.PostAsync(Api, body)).ExpectProblem(400, "admission.area-unknown");
        body["area"] = "grid/510105007004-G01";
        (await department.PostAsync(Api, body)).ExpectProblem(400, "field.wrong-type");
        body["area"] = new[] { "the moon" };
        (await department.PostAsync(Api, body)).ExpectProblem(400, "admission.area-unknown");
    }

    [Fact]
    public async Task Who_belongs_to_two_departments_asks_for_either_and_follows_what_became_of_it()
    {
        const string Account = "fire-and-police";
        await SmallTown.AddAsync(
            host.Services,
            Account,
            new HeldRole(Role.Department, Place.Department("fire")),
            new HeldRole(Role.Department, Place.Department("police"))
        );
        using var both = await host.ApiAsync(Account);
        var title = Guid.CreateVersion7().ToString("N");
        var body = Body(title);
        body["department"] = "police";
        var number = (await both.PostAsync(Api, body)).Expect(200).GetProperty("number").GetInt32();
        using var centre = await host.ApiAsync("centre");
        (await centre.PostAsync($"{Api}/{number}/decide", new { granted = false, reason = "非必要" })).Expect(200);

        var seen = (await both.GetAsync(Api))
            .Expect(200)
            .GetProperty("items")
            .EnumerateArray()
            .Single(it => it.GetProperty("number").GetInt32() == number);

        Assert.Equal("非必要", seen.GetProperty("decisionReason").GetString());
        using var browser = await Browser.SignedInAsync(host, Account);
        var page = (await browser.GetAsync(Page)).Expect(200);
        Assert.Equal(2, page.Document.QuerySelectorAll("#department option").Length);
        Assert.Contains("非必要", page.One("#admissions").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_gives_a_grid_something_to_do_once_the_centre_has_admitted_it_and_no_longer_than_that()
    {
        var grid = await FreshGrid.MakeAsync(host);
        using var department = await host.ApiAsync("department");
        using var centre = await host.ApiAsync("centre");
        using var nobody = await host.ApiAsync(null);
        using var resident = await host.ApiAsync("resident");
        var report = new
        {
            owner = grid.Topic,
            category = "BLD-01",
            description = "请网格核对外墙情况",
            source = "desk",
        };
        (await department.PostAsync("/api/issues", report)).ExpectProblem(403, "admission.missing");
        // What residents report is no task of a department.
        (await resident.PostAsync("/api/issues", report with { source = "resident" })).Expect(201);

        var title = $"外墙核对 {grid.Place.Key}";
        var body = Body(title, grid.Topic);
        var asked = (await department.PostAsync(Api, body, key: "ask")).Expect(200);
        Assert.Equal(asked.GetRawText(), (await department.PostAsync(Api, body, key: "ask")).Expect(200).GetRawText());
        var number = asked.GetProperty("number").GetInt32();
        Assert.Equal("requested", asked.GetProperty("state").GetString());
        Assert.Equal("requested", await StateAsync(department, number));
        Assert.Equal("requested", await StateAsync(centre, number));
        Assert.Null(await StateAsync(nobody, number));
        Assert.Null(await StateAsync(resident, number));
        (await department.PostAsync("/api/issues", report)).ExpectProblem(403, "admission.missing");

        (await centre.PostAsync($"{Api}/{number}/decide", new { granted = false })).ExpectProblem(400, "field.missing");
        (await centre.PostAsync($"{Api}/{number}/decide", new { granted = true })).Expect(200);
        (await centre.PostAsync($"{Api}/{number}/decide", new { granted = true })).ExpectProblem(
            409,
            "admission.decided"
        );
        Assert.Equal("approved", await StateAsync(nobody, number));
        Assert.False(await ShowsReasonAsync(nobody, number));
        Assert.False(await ShowsReasonAsync(resident, number));
        Assert.True(await ShowsReasonAsync(department, number));
        Assert.True(await ShowsReasonAsync(centre, number));
        (await department.PostAsync("/api/issues", report)).Expect(201);
        (await department.PostAsync("/api/issues", report with { category = "SAF-05" })).ExpectProblem(
            403,
            "admission.missing"
        );

        (await department.PostAsync($"{Api}/{number}/end")).Expect(200);
        (await department.PostAsync($"{Api}/{number}/end")).ExpectProblem(409, "admission.over");
        Assert.Null(await StateAsync(nobody, number));
        (await department.PostAsync("/api/issues", report)).ExpectProblem(403, "admission.missing");
    }

    [Fact]
    public async Task A_department_asks_and_the_centre_decides_on_the_page_and_everybody_reads_what_was_admitted()
    {
        using var department = await Browser.SignedInAsync(host, "department");
        using var centre = await Browser.SignedInAsync(host, "centre");
        using var nobody = new Browser(host.Address);
        var title = $"页面申请 {Guid.CreateVersion7():N}";
        var page = (await department.GetAsync(Page)).Expect(200);
        Assert.True((await department.GetAsync("/desk/housing")).Expect(200).Has($"a[href='{Page}']"));
        Assert.False((await nobody.GetAsync(Page)).Expect(200).Has("form[action^='/admissions']"));

        var refused = await department.SendAsync(
            page.Form("/admissions"),
            ("title", title),
            ("categories", "BLD-01,SAF-05"),
            ("area", "grid/510105007004-G01, grid/510105007004-G02"),
            ("from", "2020-01-01"),
            ("until", Day(9)),
            ("reason", "需要网格配合")
        );
        Assert.Equal("#from", refused.Expect(400).One(".error-summary a").GetAttribute("href"));
        Assert.True(refused.Has("option[value='BLD-01'][selected]"));
        page = await department.SendAsync(
            refused.Form("/admissions"),
            ("categories", "BLD-01,SAF-05"),
            ("area", "grid/510105007004-G01, grid/510105007004-G02"),
            ("from", Day(0))
        );
        var row = page.Expect(200)
            .Document.QuerySelectorAll("#admissions > li")
            .Single(it => it.TextContent.Contains(title, StringComparison.Ordinal));
        Assert.Contains("待决定", row.TextContent, StringComparison.Ordinal);
        var number = row.Id!["admission-".Length..];
        Assert.False((await nobody.GetAsync(Page)).Expect(200).Has($"#admission-{number}"));

        page = (await centre.GetAsync(Page)).Expect(200);
        refused = await centre.SendAsync(page.Form($"/{number}/decide"), ("granted", "false"));
        Assert.Equal($"#reason-{number}", refused.Expect(400).One(".error-summary a").GetAttribute("href"));
        page = await centre.SendAsync(refused.Form($"/{number}/decide"), ("granted", "true"));
        Assert.Contains("生效", page.Expect(200).One($"#admission-{number}").TextContent, StringComparison.Ordinal);

        var shown = (await nobody.GetAsync(Page + "?lang=en")).Expect(200).One($"#admission-{number}");
        Assert.Contains(title, shown.TextContent, StringComparison.Ordinal);
        Assert.Contains("in force", shown.TextContent, StringComparison.Ordinal);
    }

    private static Dictionary<string, object> Body(string title, string area = "grid/510105007004-G01") =>
        new(StringComparer.Ordinal)
        {
            ["title"] = title,
            ["categories"] = new[] { "BLD-01" },
            ["area"] = new[] { area },
            ["from"] = Day(0),
            ["until"] = Day(30),
            ["reason"] = "需要网格配合",
        };

    /// <summary>A day of the town from now.</summary>
    private static string Day(int ahead) =>
        TimeProvider.System.GetUtcNow().AddHours(8).AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<bool> ShowsReasonAsync(Support.Api api, int number) =>
        (await api.GetAsync($"{Api}?after={number + 1}&limit=1"))
            .Expect(200)
            .GetProperty("items")[0]
            .TryGetProperty("reason", out var reason)
        && reason.ValueKind is JsonValueKind.String;

    /// <summary>How far somebody sees that an admission is; null when they do not see it.</summary>
    private static async Task<string?> StateAsync(Support.Api api, int number)
    {
        var list = (await api.GetAsync($"{Api}?after={number + 1}&limit=1")).Expect(200);
        return
            list.GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } it
            && it.GetProperty("number").GetInt32() == number
            ? it.GetProperty("state").GetString()
            : null;
    }
}
