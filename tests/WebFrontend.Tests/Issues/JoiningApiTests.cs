using System.Globalization;
using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>Reports of the same, over HTTP. Each test has a category of its own, as all share one compound.</summary>
public sealed class JoiningApiTests(TestHost host)
{
    [Theory]
    [InlineData("", "field.missing", "owner", 400)]
    [InlineData("owner=compound/510105007004-C001", "field.missing", "category", 400)]
    [InlineData("owner=community/510105007004&category=ENV-04", "place.unknown", "owner", 404)]
    [InlineData("owner=compound/510105007004-C099&category=ENV-04", "owner.unknown", "owner", 404)]
    [InlineData("owner=compound/510105007004-C001&category=XXX-01", "category.unknown", "category", 400)]
    [InlineData("owner=compound/510105007004-C001&category=ENV%0004", "text.control-character", "category", 400)]
    [InlineData("owner=compound/510105007004-C001&category=ENV-04&building=9栋", "building.unknown", "building", 400)]
    [InlineData("owner=compound/510105007004-C001&category=ENV-04&lat=30.6", "field.missing", "long", 400)]
    [InlineData("owner=compound/510105007004-C001&category=ENV-04&long=104", "field.missing", "lat", 400)]
    [InlineData("owner=compound/510105007004-C001&category=ENV-04&lat=91&long=104", "field.wrong-type", "lat", 400)]
    [InlineData("owner=compound/510105007004-C001&category=ENV-04&lat=NaN&long=104", "field.wrong-type", "lat", 400)]
    [InlineData("owner=compound/510105007004-C001&category=ENV-04&datum=bd09", "field.wrong-type", "datum", 400)]
    public async Task A_question_that_cannot_be_answered_names_its_field(
        string query,
        string code,
        string field,
        int status
    )
    {
        using var resident = await host.ApiAsync("resident");

        var answer = (await resident.GetAsync($"/api/issues/similar?{query}")).ExpectProblem(status, code);

        Assert.Equal(field, answer.Field);
    }

    [Fact]
    public async Task Who_is_not_signed_in_learns_nothing_and_who_may_not_see_finds_nothing()
    {
        using var resident = await host.ApiAsync("resident");
        using var nobody = await host.ApiAsync(null);
        await resident.ReportAsync(category: "ENV-02");

        Assert.Equal(401, (await nobody.GetAsync(Similar("ENV-02"))).Status);
        foreach (var account in new[] { "stranger", "other-community", "administrator" })
        {
            using var somebody = await host.ApiAsync(account);
            Assert.Empty(await ItemsAsync(somebody, Similar("ENV-02")));
        }
    }

    [Fact]
    public async Task What_only_its_chain_may_see_is_like_nothing_whoever_asks()
    {
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync(category: "SVC-01");

        foreach (var account in new[] { "resident", "neighbour", "grid-head", "centre" })
        {
            using var somebody = await host.ApiAsync(account);
            Assert.Empty(await ItemsAsync(somebody, Similar("SVC-01")));
        }
    }

    [Fact]
    public async Task Open_issues_of_the_category_are_found_the_same_building_first_and_distances_are_told_in_steps()
    {
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        var near = await ReportAtAsync(resident, "ORD-01", "1栋", 30.677, 104.060);
        var here = await ReportAtAsync(resident, "ORD-01", "2栋", null, null);
        var over = await ReportAtAsync(resident, "ORD-01", "2栋", null, null);
        (await resident.CommandAsync(over, "withdraw")).Expect(200);
        (await neighbour.CommandAsync(near, "join")).Expect(200);

        var items = await ItemsAsync(neighbour, Similar("ORD-01") + "&building=2栋&lat=30.67725&long=104.060");

        Assert.Equal([here, near], items.Select(it => it.GetProperty("id").GetString()));
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("distance").ValueKind);
        Assert.Equal(30, items[1].GetProperty("distance").GetInt32());
        Assert.Equal((0, 1), (items[0].GetProperty("joined").GetInt32(), items[1].GetProperty("joined").GetInt32()));
        Assert.Equal("dispatched", items[1].GetProperty("status").GetString());
        Assert.Equal(0, items[1].GetProperty("level").GetInt32());
        Assert.NotEqual(default, items[1].GetProperty("dueAt").GetDateTimeOffset());
        Assert.DoesNotContain("104.06", string.Concat(items.Select(it => it.GetRawText())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_joins_follows_hears_of_it_and_reads_their_own_note_which_other_residents_do_not()
    {
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync(category: "BLD-01");
        await using var watcher = await host.WatcherAsync("neighbour");
        await watcher.WatchAsync("me");

        (await neighbour.CommandAsync(id, "join", new { note = "我家天花板也在滴水" })).Expect(200);
        (await neighbour.CommandAsync(id, "join")).Expect(200);
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);

        Assert.Equal("issue.joined", (await watcher.NextAsync("me")).Kind);
        Assert.Equal("issue.acknowledged", (await watcher.NextAsync("me")).Kind);
        Assert.Equal(1, (await resident.GetAsync($"/api/issues/{id}")).Expect(200).GetProperty("joined").GetInt32());
        Assert.Equal("我家天花板也在滴水", await NoteAsync(neighbour, id));
        Assert.Equal("我家天花板也在滴水", await NoteAsync(manager, id));
        Assert.Null(await NoteAsync(resident, id));
        var mine = (await neighbour.GetAsync("/api/issues?mine=true&category=BLD-01")).Expect(200);
        Assert.Contains(id, mine.GetRawText(), StringComparison.Ordinal);
        (await resident.CommandAsync(id, "withdraw")).ExpectProblem(409, "withdraw.joined");

        (await neighbour.CommandAsync(id, "leave")).Expect(200);

        var left = (await neighbour.GetAsync("/api/issues?mine=true&category=BLD-01")).Expect(200);
        Assert.DoesNotContain(id, left.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", 400, "field.missing")]
    [InlineData("{\"into\":5}", 400, "field.wrong-type")]
    [InlineData("{\"into\":\"nonsense\"}", 400, "issue.id-invalid")]
    [InlineData("{\"into\":\"QY20200101-000001\"}", 404, "issue.unknown")]
    public async Task Merging_wants_an_issue_of_the_same_owner(string body, int status, string code)
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();

        var refused = (await manager.PostTextAsync($"/api/issues/{id}/merge", body)).ExpectProblem(status, code);

        Assert.Equal("into", refused.Field);
    }

    [Fact]
    public async Task What_is_merged_says_where_it_lives_on_and_is_split_out_again()
    {
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        using var manager = await host.ApiAsync("manager");
        var first = await resident.ReportAsync(category: "BLD-02");
        var second = await neighbour.ReportAsync(category: "BLD-02");

        var merged = await manager.CommandAsync(second, "merge", new { into = first, reason = "同一道门" });

        Assert.Equal("merged", merged.Expect(200).GetProperty("status").GetString());
        var view = (await neighbour.GetAsync($"/api/issues/{second}")).Expect(200);
        Assert.Equal(first, view.GetProperty("mergedInto").GetString());
        Assert.Contains(
            first,
            (await neighbour.GetAsync("/api/issues?mine=true&category=BLD-02")).Expect(200).GetRawText(),
            StringComparison.Ordinal
        );
        (await manager.CommandAsync(first, "relocate", new { to = SmallTown.Grid.ToString() })).ExpectProblem(
            409,
            "relocate.has-merged"
        );

        var split = await manager.CommandAsync(second, "split", new { reason = "另一道门" });

        Assert.Equal("dispatched", split.Expect(200).GetProperty("status").GetString());
        Assert.False(
            (await neighbour.GetAsync($"/api/issues/{second}")).Expect(200).TryGetProperty("mergedInto", out _)
        );
    }

    [Fact]
    public async Task Five_that_report_the_same_are_one_incident_and_the_sixth_is_merged_as_it_comes()
    {
        const string category = "ENV-03";
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        using var manager = await host.ApiAsync("manager");
        var first = await resident.ReportAsync(category: category);
        var before = (await resident.GetAsync($"/api/issues/{first}")).Expect(200);
        await neighbour.ReportAsync(category: category);
        for (var i = 0; i < 3; i++)
        {
            await PhonedAsync(manager, category);
        }

        var sixth = await PhonedAsync(manager, category);

        Assert.Equal("merged", sixth.GetProperty("status").GetString());
        var incident = (await resident.GetAsync($"/api/issues/{first}")).Expect(200);
        Assert.NotEqual(default, incident.GetProperty("incidentAt").GetDateTimeOffset());
        Assert.Equal(5, incident.GetProperty("joined").GetInt32());
        Assert.True(
            incident.GetProperty("overallDueAt").GetDateTimeOffset()
                <= before.GetProperty("overallDueAt").GetDateTimeOffset()
        );
        Assert.Equal(
            [first],
            (await ItemsAsync(neighbour, Similar(category))).Select(it => it.GetProperty("id").GetString())
        );
        await ShowsBannerAsync("resident", "/compounds/510105007004-C001", $"/issues/{first}");
        await ShowsBannerAsync("community", "/desk/510105007004", $"/issues/{first}");
        using var centre = await Browser.SignedInAsync(host, "centre");
        var wall = (await centre.GetAsync("/wall")).Expect(200);
        Assert.Contains("公共区域保洁", wall.One(".incidents").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(first, wall.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);

        (await manager.CommandAsync(first, "acknowledge")).Expect(200);
        (await manager.CommandAsync(first, "resolve", new { note = "已清扫" })).Expect(200);

        using var browser = await Browser.SignedInAsync(host, "resident");
        Assert.False(
            (await browser.GetAsync("/compounds/510105007004-C001"))
                .Expect(200)
                .Has($".incidents a[href='/issues/{first}']")
        );
    }

    private async Task ShowsBannerAsync(string account, string page, string link)
    {
        using var browser = await Browser.SignedInAsync(host, account);
        var shown = (await browser.GetAsync(page)).Expect(200);
        Assert.True(shown.Has($"live-region > .incidents a[href='{link}']"));
    }

    private static async Task<JsonElement> PhonedAsync(Api staff, string category)
    {
        var body = new
        {
            owner = SmallTown.Compound.ToString(),
            category,
            description = "电话反映",
            source = "phone",
        };
        return (await staff.PostAsync("/api/issues", body)).Expect(201);
    }

    private static async Task<string> ReportAtAsync(
        Api api,
        string category,
        string building,
        double? latitude,
        double? longitude
    )
    {
        object location = latitude is null
            ? new { building }
            : new
            {
                building,
                lat = latitude,
                @long = longitude,
            };
        var body = new
        {
            owner = SmallTown.Compound.ToString(),
            category,
            description = string.Create(CultureInfo.InvariantCulture, $"乱停车 {building}"),
            location,
        };
        return (await api.PostAsync("/api/issues", body)).Expect(201).GetProperty("id").GetString()!;
    }

    private static async Task<string?> NoteAsync(Api api, string id)
    {
        var timeline = (await api.GetAsync($"/api/issues/{id}/timeline")).Expect(200);
        var joined = timeline.EnumerateArray().Single(it => it.GetProperty("type").GetString() == "issue.joined");
        return joined.GetProperty("note").GetString();
    }

    private static async Task<JsonElement[]> ItemsAsync(Api api, string path) =>
        [.. (await api.GetAsync(path)).Expect(200).GetProperty("items").EnumerateArray()];

    private static string Similar(string category) =>
        $"/api/issues/similar?owner={SmallTown.Compound}&category={category}";
}
