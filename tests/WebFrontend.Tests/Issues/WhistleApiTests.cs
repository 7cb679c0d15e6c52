using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>吹哨报到 over HTTP: who blows, who comes, and who hears what of it.</summary>
public sealed class WhistleApiTests(TestHost host)
{
    [Theory]
    [InlineData("""{"kind":"workPush","reason":"请协助"}""", "field.missing", "department")]
    [InlineData(
        """{"department":"magic","kind":"workPush","reason":"请协助"}""",
        "whistle.department-unknown",
        "department"
    )]
    [InlineData("""{"department":7,"kind":"workPush","reason":"请协助"}""", "field.wrong-type", "department")]
    [InlineData("""{"department":"housing","reason":"请协助"}""", "field.missing", "kind")]
    [InlineData("""{"department":"housing","kind":"loud","reason":"请协助"}""", "field.wrong-type", "kind")]
    [InlineData("""{"department":"housing","kind":"workPush"}""", "field.missing", "reason")]
    [InlineData("""{"department":"housing","kind":"workPush","reason":"\u0000"}""", "text.control-character", "reason")]
    public async Task What_a_whistle_lacks_is_named(string body, string code, string field)
    {
        using var resident = await host.ApiAsync("resident");
        using var subdistrict = await host.ApiAsync("subdistrict");
        var id = await resident.ReportAsync();

        var answer = (await subdistrict.PostTextAsync($"/api/issues/{id}/whistle", body)).ExpectProblem(400, code);

        Assert.Equal(field, answer.Field);
    }

    [Theory]
    [InlineData("resident", "whistle", 403, "place.not-yours")]
    [InlineData("manager", "whistle", 403, "place.not-yours")]
    [InlineData("centre", "whistle", 403, "place.not-yours")]
    [InlineData("other-community", "whistle", 403, "place.not-yours")]
    [InlineData("department", "reportToWhistle", 403, "place.not-yours")]
    [InlineData("subdistrict", "decideWhistle", 409, "whistle.nothing-to-decide")]
    [InlineData("subdistrict", "rateWhistle", 409, "whistle.none")]
    public async Task Who_has_no_say_or_nothing_to_say_it_about_is_refused(
        string account,
        string command,
        int status,
        string code
    )
    {
        using var resident = await host.ApiAsync("resident");
        using var person = await host.ApiAsync(account);
        var id = await resident.ReportAsync();
        var body = new
        {
            department = "housing",
            kind = "workPush",
            reason = "请协助",
            step = "signed",
            granted = true,
            stars = 5,
        };

        (await person.CommandAsync(id, command, body)).ExpectProblem(status, code);
    }

    [Fact]
    public async Task A_department_is_asked_for_called_in_comes_solves_and_is_rated()
    {
        using var resident = await host.ApiAsync("resident");
        using var community = await host.ApiAsync("community");
        using var subdistrict = await host.ApiAsync("subdistrict");
        using var department = await host.ApiAsync("department");
        var id = await resident.ReportAsync();
        var before = await ViewAsync(community, id);

        // The community asks for it; the department does not know yet.
        (await community.CommandAsync(id, "whistle", Call("请住建到场"))).Expect(200);
        (await department.GetAsync($"/api/issues/{id}")).Expect(403);
        Assert.False((await ViewAsync(resident, id)).TryGetProperty("whistles", out _));
        Assert.Equal("drafted", Whistle(await ViewAsync(community, id)).GetProperty("state").GetString());

        (await subdistrict.CommandAsync(id, "decideWhistle", new { department = "housing", granted = true })).Expect(
            200
        );
        var called = Whistle(await ViewAsync(department, id));
        Assert.Equal("blown", called.GetProperty("state").GetString());
        Assert.True(called.TryGetProperty("signBy", out _));
        Assert.Contains(await IdsAsync(department, "whistled=housing"), it => it == id);

        // It has no right of who has the issue, and may say something to the chain.
        (await department.CommandAsync(id, "acknowledge")).ExpectProblem(403, "place.not-yours");
        (await department.CommandAsync(id, "reportToWhistle", new { step = "soon" })).ExpectProblem(
            400,
            "field.wrong-type"
        );
        (await department.CommandAsync(id, "reportToWhistle", new { step = "onSite", note = "秘密：已到场" })).Expect(
            200
        );
        (await department.CommandAsync(id, "reportToWhistle", new { step = "signed" })).ExpectProblem(
            409,
            "whistle.step-done"
        );
        var shown = Whistle(await ViewAsync(resident, id));
        Assert.Equal("onSite", shown.GetProperty("state").GetString());
        Assert.False(shown.TryGetProperty("signBy", out _));

        (await department.CommandAsync(id, "reportToWhistle", new { step = "solved" })).Expect(200);
        (
            await subdistrict.CommandAsync(
                id,
                "rateWhistle",
                new
                {
                    department = "housing",
                    stars = 5,
                    note = "秘密：及时",
                }
            )
        ).Expect(200);

        (await department.GetAsync($"/api/issues/{id}")).Expect(403);
        Assert.DoesNotContain(await IdsAsync(department, "whistled=housing"), it => it == id);
        var told = await TimelineAsync(resident, id);
        Assert.Equal(
            [
                "issue.whistle-blown housing  ",
                "issue.whistle-reported housing onSite ",
                "issue.whistle-reported housing solved ",
            ],
            told.Where(it => it.StartsWith("issue.whistle", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(told, it => it.Contains("秘密", StringComparison.Ordinal));
        var chain = await TimelineAsync(community, id);
        Assert.Contains("issue.whistle-drafted housing  请住建到场", chain);
        Assert.Contains("issue.whistle-rated housing  秘密：及时", chain);
        Assert.Contains("issue.noted   秘密：已到场", chain);

        // Nobody but the handler has had it, and no clock has moved.
        var after = await ViewAsync(community, id);
        foreach (var field in new[] { "status", "level", "handler", "dueAt", "overallDueAt" })
        {
            Assert.Equal(before.GetProperty(field).ToString(), after.GetProperty(field).ToString());
        }
    }

    [Fact]
    public async Task An_objection_is_decided_by_the_centre_and_why_says_what_comes_next()
    {
        using var resident = await host.ApiAsync("resident");
        using var subdistrict = await host.ApiAsync("subdistrict");
        using var department = await host.ApiAsync("department");
        using var centre = await host.ApiAsync("centre");
        var id = await resident.ReportAsync(category: "NBR-01");
        (await department.GetAsync($"/api/issues/{id}")).Expect(404);

        (await subdistrict.CommandAsync(id, "whistle", Call("联合执法"))).Expect(200);
        var why = await WhyAsync(department, id);
        Assert.Equal("signed", why.GetProperty("step").GetString());
        Assert.Contains("签收", why.GetProperty("chinese").GetString(), StringComparison.Ordinal);

        (await department.CommandAsync(id, "objectWhistle", new { reason = "不属于我局职责" })).Expect(200);
        Assert.Equal("objected", (await WhyAsync(subdistrict, id)).GetProperty("state").GetString());
        var toResident = await WhyAsync(resident, id);
        Assert.Equal("blown", toResident.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, toResident.GetProperty("at").ValueKind);
        var decision = new { department = "housing", granted = true };
        (await subdistrict.CommandAsync(id, "decideWhistle", decision)).ExpectProblem(403, "place.not-yours");
        (await centre.CommandAsync(id, "decideWhistle", decision)).Expect(200);

        (await department.GetAsync($"/api/issues/{id}")).Expect(404);
        Assert.Contains("issue.whistle-ended housing  ", await TimelineAsync(resident, id));
    }

    [Fact]
    public async Task While_the_clocks_stand_still_a_department_is_called_in_all_the_same()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var head = await host.ApiAsync("grid-head");
        using var department = await host.ApiAsync("department");
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "suspend", new { why = "awaitingReporter", reason = "几楼？" })).Expect(200);

        (
            await head.CommandAsync(
                id,
                "whistle",
                new
                {
                    department = "housing",
                    kind = "emergency",
                    reason = "墙体松动",
                }
            )
        ).Expect(200);
        (await department.CommandAsync(id, "reportToWhistle", new { step = "signed" })).Expect(200);

        var why = (await resident.GetAsync($"/api/issues/{id}/why")).Expect(200).GetProperty("next");
        Assert.Equal("resume", why.GetProperty("what").GetString());
        Assert.Equal(
            (await ViewAsync(manager, id)).GetProperty("suspendedUntil").GetDateTimeOffset(),
            why.GetProperty("at").GetDateTimeOffset()
        );
    }

    [Fact]
    public async Task The_department_hears_in_the_topic_of_the_issue_what_its_chain_hears()
    {
        using var resident = await host.ApiAsync("resident");
        using var subdistrict = await host.ApiAsync("subdistrict");
        using var department = await host.ApiAsync("department");
        var id = await resident.ReportAsync();
        (await subdistrict.CommandAsync(id, "whistle", Call("请协助"))).Expect(200);
        var topic = $"issue/{id}";
        await using var called = await host.WatcherAsync("department");
        await using var reporter = await host.WatcherAsync("resident");
        await called.WatchAsync(topic);
        await reporter.WatchAsync(topic);

        (await department.CommandAsync(id, "objectWhistle", new { reason = "不属于我局" })).Expect(200);
        (await subdistrict.CommandAsync(id, "comment", new { note = "已联系" })).Expect(200);

        Assert.Equal("issue.whistle-objected", (await called.NextAsync(topic)).Kind);
        Assert.Equal("issue.commented", (await called.NextAsync(topic)).Kind);
        Assert.Equal("issue.commented", (await reporter.NextAsync(topic)).Kind);
    }

    private static object Call(string reason) =>
        new
        {
            department = "housing",
            kind = "workPush",
            reason,
        };

    private static JsonElement Whistle(JsonElement view) =>
        Assert.Single(view.GetProperty("whistles").EnumerateArray());

    private static async Task<JsonElement> ViewAsync(Api api, string id) =>
        (await api.GetAsync($"/api/issues/{id}")).Expect(200);

    private static async Task<JsonElement> WhyAsync(Api api, string id) =>
        Whistle((await api.GetAsync($"/api/issues/{id}/why")).Expect(200));

    private static async Task<IReadOnlyList<string?>> IdsAsync(Api api, string query) =>
        [
            .. (await api.GetAsync($"/api/issues?{query}"))
                .Expect(200)
                .GetProperty("items")
                .EnumerateArray()
                .Select(it => it.GetProperty("id").GetString()),
        ];

    private static async Task<IReadOnlyList<string>> TimelineAsync(Api api, string id) =>
        [
            .. (await api.GetAsync($"/api/issues/{id}/timeline"))
                .Expect(200)
                .EnumerateArray()
                .Select(it =>
                    $"{it.GetProperty("type")} {it.GetProperty("department")} {it.GetProperty("step")} {it.GetProperty("note")}"
                ),
        ];
}
