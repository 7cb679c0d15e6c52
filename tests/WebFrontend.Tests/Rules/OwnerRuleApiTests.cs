using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Rules;

/// <summary>The rules that owners hold, over HTTP. Everything here publishes at places of its own host.</summary>
public sealed class OwnerRuleApiTests(TestHost shared) : IAsyncLifetime
{
    private const string Compound = "/api/places/compound/510105007004-C001/rules";
    private const string NextCompound = "/api/places/compound/510105007004-C002/rules";

    internal static readonly object Photo = Body(new { code = "UTL-04", evidence = "photo" });

    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(shared.Postgres);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_photo_is_a_duty_at_the_compound_that_says_so_and_a_note_is_taken_at_the_next()
    {
        using var community = await host.ApiAsync("community");
        (await community.PutAsync(Compound, Photo, "\"0\"")).Expect(200);

        var here = await ResolveAsync("resident", "manager", SmallTown.Compound.ToString());
        var next = await ResolveAsync("stranger", "lead", SmallTown.SelfManaged.ToString());

        Assert.Equal("evidence.missing", here.Code);
        next.Expect(200);
        Assert.Equal(
            "photo",
            Category(await community.GetAsync(Compound), "UTL-04").GetProperty("evidence").GetString()
        );
        Assert.Equal(
            "photoOrNote",
            Category(await community.GetAsync(NextCompound), "UTL-04").GetProperty("evidence").GetString()
        );

        async Task<Answer> ResolveAsync(string reporter, string handler, string owner)
        {
            using var resident = await host.ApiAsync(reporter);
            using var staff = await host.ApiAsync(handler);
            var id = await resident.ReportAsync(owner);
            (await staff.CommandAsync(id, "acknowledge")).Expect(200);
            (await staff.CommandAsync(id, "start")).Expect(200);
            return await staff.CommandAsync(id, "resolve", new { note = "已更换灯泡" });
        }
    }

    [Fact]
    public async Task A_rule_change_on_one_compound_touches_only_new_issues_there()
    {
        using var community = await host.ApiAsync("community");
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("stranger");
        var next = SmallTown.SelfManaged.ToString();
        var here = await resident.ReportAsync();
        var there = await neighbour.ReportAsync(next);
        var seqs = await SeqsAsync();
        var (openHere, openThere) = (await SeenAsync(resident, here), await SeenAsync(neighbour, there));
        var (whyHere, whyThere) = (await TermsAsync(resident, here), await TermsAsync(neighbour, there));

        object shorter = new
        {
            code = "UTL-04",
            cap = "2wd",
            firstLevel = "4wh",
        };
        (await community.PutAsync(Compound, Body(shorter), "\"0\"")).Expect(200);

        // What is open is to the last word as it was, here and at the next compound, and nothing happened to it.
        Assert.Equal(openHere.GetRawText(), (await SeenAsync(resident, here)).GetRawText());
        Assert.Equal(openThere.GetRawText(), (await SeenAsync(neighbour, there)).GetRawText());
        Assert.Equal(whyHere.GetRawText(), (await TermsAsync(resident, here)).GetRawText());
        Assert.Equal(seqs, await SeqsAsync());

        // What is new at the next compound has the terms of before; what is new here has the new ones.
        var newThere = await TermsAsync(neighbour, await neighbour.ReportAsync(next));
        Assert.Equal(whyThere.GetRawText(), newThere.GetRawText());
        var newHere = await resident.ReportAsync();
        var terms = await TermsAsync(resident, newHere);
        Assert.Equal(("7wd", JsonValueKind.Null), (CapOf(whyHere), whyHere.GetProperty("ownerRuleVersion").ValueKind));
        Assert.Equal(("2wd", 1), (CapOf(terms), terms.GetProperty("ownerRuleVersion").GetInt32()));
        Assert.Equal("4wh", terms.GetProperty("budgets")[0].GetString());
        Assert.True(OverallOf(await SeenAsync(resident, newHere)) < OverallOf(openHere));

        async Task<JsonElement> SeenAsync(Api api, string id) => (await api.GetAsync($"/api/issues/{id}")).Expect(200);

        async Task<JsonElement> TermsAsync(Api api, string id) =>
            (await api.GetAsync($"/api/issues/{id}/why")).Expect(200).GetProperty("terms");

        async Task<long[]> SeqsAsync() =>
            [
                .. await host.Database.ColumnAsync<long>(
                    "select seq from events where subject in ($1, $2) order by seq",
                    here,
                    there
                ),
            ];

        static string? CapOf(JsonElement terms) => terms.GetProperty("cap").GetString();

        static DateTimeOffset OverallOf(JsonElement issue) => issue.GetProperty("overallDueAt").GetDateTimeOffset();
    }

    /// <summary>The grain decides by what its state holds, the edge by the read model: both have the owner's rules.</summary>
    [Fact]
    public async Task Screens_scope_and_decision_agree_about_who_has_it_first()
    {
        using var community = await host.ApiAsync("community");
        using var resident = await host.ApiAsync("resident");
        using var gridHead = await host.ApiAsync("grid-head");
        using var manager = await host.ApiAsync("manager");
        var own = new
        {
            code = "UTL-04",
            firstHandler = "grid",
            verifyFirst = true,
            levels = new[] { 1, 2 },
        };
        (await community.PutAsync(Compound, Body(own), "\"0\"")).Expect(200);

        var line = Category(await resident.GetAsync(Compound), "UTL-04");
        var id = await resident.ReportAsync();
        // Submitted: where it will begin stands in the rules alone.
        var submitted = (await resident.GetAsync($"/api/issues/{id}")).Expect(200);
        (await manager.CommandAsync(id, "accept")).ExpectProblem(403, "place.not-yours");
        var accepted = (await gridHead.CommandAsync(id, "accept")).Expect(200);
        var view = (await resident.GetAsync($"/api/issues/{id}")).Expect(200);

        Assert.Equal("submitted", submitted.GetProperty("status").GetString());
        Assert.Equal(1, accepted.GetProperty("level").GetInt32());
        var first = line.GetProperty("levels").EnumerateArray().First();
        Assert.Equal(
            first.GetProperty("role").GetString(),
            view.GetProperty("handler").GetProperty("role").GetString()
        );
        Assert.Equal(
            first.GetProperty("place").GetString(),
            view.GetProperty("handler").GetProperty("place").GetString()
        );
        Assert.Equal(
            [1, 2],
            line.GetProperty("levels").EnumerateArray().Select(it => it.GetProperty("level").GetInt32())
        );
        Assert.Equal(
            ["firstHandler", "levels", "verifyFirst"],
            line.GetProperty("differs").EnumerateArray().Select(it => it.GetString())
        );
    }

    /// <summary>Also at the edge: who may see an issue follows the terms it has.</summary>
    [Fact]
    public async Task An_issue_is_seen_by_the_department_it_was_accepted_under_whatever_is_published_later()
    {
        using var community = await host.ApiAsync("community");
        using var resident = await host.ApiAsync("resident");
        using var housing = await host.ApiAsync("department");
        var before = await resident.ReportAsync();
        (await community.PutAsync(Compound, Body(new { code = "UTL-04", department = "housing" }), "\"0\"")).Expect(
            200
        );
        var after = await resident.ReportAsync();
        (await community.PutAsync(Compound, Body(), "\"1\"")).Expect(200);

        Assert.NotEqual(200, (await housing.GetAsync($"/api/issues/{before}")).Status);
        (await housing.GetAsync($"/api/issues/{after}")).Expect(200);
        (await housing.CommandAsync(after, "note", new { note = "已知悉" })).Expect(200);
    }

    [Fact]
    public async Task What_is_published_is_what_was_previewed_once_and_by_who_had_read_what_was_there()
    {
        using var api = await host.ApiAsync("community");
        var preview = await api.PostAsync(Compound + "/preview", Photo);
        var difference = Assert.Single(preview.Expect(200).GetProperty("difference").EnumerateArray());
        Assert.Equal("categories.UTL-04.evidence", difference.GetProperty("rule").GetString());
        Assert.Equal("photo", Category(preview, "UTL-04").GetProperty("evidence").GetString());
        var read = preview.Headers.ETag!.Tag;

        var first = await api.PutAsync(Compound, Photo, read, key: "photo");
        var again = await api.PutAsync(Compound, Photo, read, key: "photo");
        var late = await api.PutAsync(Compound, Body(), read);
        var other = await api.PutAsync(Compound, Body(), "*", key: "photo");
        var same = await api.PutAsync(Compound, Photo, first.Headers.ETag!.Tag);

        Assert.NotEqual(0, first.Expect(200).GetProperty("seq").GetInt64());
        Assert.Equal("\"1\"", first.Headers.ETag.Tag);
        Assert.Equal(first.Json.GetRawText(), again.Expect(200).GetRawText());
        late.ExpectProblem(412, "edit.outdated");
        other.ExpectProblem(409, "idempotency.other-body");
        Assert.Equal(0, same.Expect(200).GetProperty("seq").GetInt64());
        var now = await api.GetAsync(Compound);
        Assert.Equal("\"1\"", now.Headers.ETag!.Tag);
        Assert.Equal("community", now.Expect(200).GetProperty("by").GetString());
        Assert.Equal("居民代表会议的决定", now.Json.GetProperty("reason").GetString());
        Assert.True(now.Json.GetProperty("mayPublish").GetBoolean());
        // What is read is what may be put back.
        var back = await api.PutAsync(
            Compound,
            new { overrides = now.Json.GetProperty("overrides"), reason = "x" },
            "\"1\""
        );
        Assert.Equal(0, back.Expect(200).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task The_history_says_who_when_and_what_changed_and_why_to_who_may_read_it()
    {
        using var community = await host.ApiAsync("community");
        using var subdistrict = await host.ApiAsync("subdistrict");
        (await community.PutAsync(Compound, Photo, "\"0\"")).Expect(200);
        (await subdistrict.PutAsync(Compound, Body(new { code = "UTL-04", cap = "3wd" }), "\"1\"")).Expect(200);
        (await community.PutAsync(Compound, Body(), "\"2\"")).Expect(200);

        using var resident = await host.ApiAsync("resident");
        using var elsewhere = await host.ApiAsync("stranger");
        var items = (await resident.GetAsync(Compound + "/history"))
            .Expect(200)
            .GetProperty("items")
            .EnumerateArray()
            .ToList();
        var seen = (await elsewhere.GetAsync(Compound + "/history"))
            .Expect(200)
            .GetProperty("items")
            .EnumerateArray()
            .ToList();

        Assert.Equal([3, 2, 1], items.Select(it => it.GetProperty("version").GetInt32()));
        Assert.Equal(["community", "subdistrict", "community"], items.Select(it => it.GetProperty("by").GetString()));
        Assert.All(items, it => Assert.Equal("居民代表会议的决定", it.GetProperty("reason").GetString()));
        Assert.All(seen, it => Assert.Equal(JsonValueKind.Null, it.GetProperty("reason").ValueKind));
        Assert.Equal(
            ["categories.UTL-04.cap: →3wd", "categories.UTL-04.evidence: photo→"],
            items[1]
                .GetProperty("difference")
                .EnumerateArray()
                .Select(it => $"{it.GetProperty("rule")}: {it.GetProperty("before")}→{it.GetProperty("after")}")
        );
        Assert.Equal(
            2,
            (await resident.GetAsync(Compound + "/history?after=4")).Expect(200).GetProperty("items").GetArrayLength()
        );
        (await resident.GetAsync(Compound + "/history?after=x")).ExpectProblem(400, "field.wrong-type");
    }

    [Fact]
    public async Task The_district_publishes_its_template_and_what_it_rules_out_is_brought_within_it_and_said()
    {
        using var community = await host.ApiAsync("community");
        using var administrator = await host.ApiAsync("administrator");
        using var resident = await host.ApiAsync("resident");
        (await community.PutAsync(Compound, Body(new { code = "UTL-04", cap = "6wd" }), "\"0\"")).Expect(200);
        var read = await administrator.GetAsync("/api/rules");
        var text = read.Expect(200).GetProperty("template").GetRawText();
        (await community.PutAsync("/api/rules", new { }, "*")).ExpectProblem(403, "place.not-yours");
        (await administrator.PutAsync("/api/rules", new { }, null)).ExpectProblem(428, "edit.unguarded");
        Assert.Equal(
            "template.classes[2].cap",
            (
                await administrator.PutTextAsync(
                    "/api/rules",
                    $$"""{"reason":"x","template":{{text.Replace("\"7wd\"", "7", StringComparison.Ordinal).Replace(":7,", ":true,", StringComparison.Ordinal)}}}"""
                )
            )
                .ExpectProblem(400, "field.wrong-type")
                .Field
        );
        Assert.Equal(
            "reason",
            (await administrator.PutTextAsync("/api/rules", $$"""{"template":{{text}}}"""))
                .ExpectProblem(400, "field.missing")
                .Field
        );

        var stricter = text.Replace("\"7wd\"", "\"5wd\"", StringComparison.Ordinal);
        var body = $$"""{"reason":"全区提速","template":{{stricter}}}""";
        var preview = (await administrator.PostTextAsync("/api/rules/preview", body)).Expect(200);
        (await administrator.PutTextAsync("/api/rules", body, "\"5\"")).ExpectProblem(412, "edit.outdated");
        var put = await administrator.PutTextAsync("/api/rules", body, read.Headers.ETag!.Tag);

        Assert.Equal(1, put.Expect(200).GetProperty("version").GetInt32());
        Assert.Equal("classes.P3.cap", preview.GetProperty("difference")[0].GetProperty("rule").GetString());
        var history = (await administrator.GetAsync("/api/rules/history")).Expect(200).GetProperty("items")[0];
        Assert.Equal("全区提速", history.GetProperty("reason").GetString());
        Assert.Equal("administrator", history.GetProperty("by").GetString());
        Assert.Equal("5wd", history.GetProperty("difference")[0].GetProperty("after").GetString());
        var here = (await resident.GetAsync(Compound)).Expect(200);
        Assert.Equal("5wd", Category(here, "UTL-04").GetProperty("cap").GetString());
        Assert.Equal(
            "overrides.categories.UTL-04.cap",
            Assert.Single(here.GetProperty("problems").EnumerateArray()).GetProperty("field").GetString()
        );
        Assert.Equal(
            (0, 1),
            (here.GetProperty("madeOnVersion").GetInt32(), here.GetProperty("districtVersion").GetInt32())
        );
        await resident.ReportAsync();
    }

    internal static object Body(params object[] categories) =>
        new { overrides = new { categories }, reason = "居民代表会议的决定" };

    private static JsonElement Category(Answer answer, string code) => Category(answer.Expect(200), code);

    private static JsonElement Category(JsonElement rules, string code) =>
        rules.GetProperty("categories").EnumerateArray().Single(it => it.GetProperty("code").GetString() == code);
}
