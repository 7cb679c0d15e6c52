using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

public sealed class IssueApiTests(TestHost host)
{
    /// <summary>A category that only the reporter and the chain may see.</summary>
    private const string Hidden = "SVC-01";

    [Fact]
    public async Task A_command_that_no_issue_knows_is_unknown()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();

        (await resident.CommandAsync(id, "frobnicate")).ExpectProblem(404, "command.unknown");
        (await resident.CommandAsync(id, "report")).ExpectProblem(404, "command.unknown");
        (await resident.CommandAsync(id, "takeOver")).ExpectProblem(404, "command.unknown");
    }

    [Fact]
    public async Task A_step_that_is_not_possible_is_refused_and_says_what_is()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();

        var answer = (await manager.CommandAsync(id, "start")).ExpectProblem(409, "issue.wrong-state");

        Assert.Contains("acknowledge", answer.Json.GetProperty("messages").GetProperty("en").GetString()!);
    }

    [Theory]
    [InlineData("resident", "acknowledge")]
    [InlineData("neighbour", "acknowledge")]
    [InlineData("subdistrict", "acknowledge")]
    [InlineData("manager", "withdraw")]
    public async Task Who_has_no_part_in_a_step_may_not_take_it(string account, string command)
    {
        using var resident = await host.ApiAsync("resident");
        using var somebody = await host.ApiAsync(account);
        var id = await resident.ReportAsync();

        Assert.Equal(403, (await somebody.CommandAsync(id, command)).Status);
    }

    [Theory]
    [InlineData("{\"note\":5}", "field.wrong-type", "note")]
    [InlineData("{\"note\":\"\"}", "text.empty", "note")]
    [InlineData("{}", "evidence.missing", null)]
    [InlineData("{\"photos\":[\"unknown\"]}", "photo.unknown", "photos")]
    public async Task Resolving_wants_evidence_that_can_be_read(string body, string code, string? field)
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);

        var answer = (await manager.PostTextAsync($"/api/issues/{id}/resolve", body)).ExpectProblem(400, code);

        if (field is not null)
        {
            Assert.Equal(field, answer.Field);
        }
    }

    [Fact]
    public async Task A_repeated_report_is_answered_alike_and_happens_once()
    {
        using var resident = await host.ApiAsync("resident");
        var body = new
        {
            owner = SmallTown.Compound.ToString(),
            category = "UTL-04",
            description = "电梯异响",
        };

        var first = await resident.PostAsync("/api/issues", body, "report-1");
        var second = await resident.PostAsync("/api/issues", body, "report-1");

        Assert.Equal(first.Expect(201).GetRawText(), second.Expect(201).GetRawText());
        var reported = await host.Database.ScalarAsync<long>(
            "select count(*) from events where type = 'issue.reported' and subject = $1",
            first.Json.GetProperty("id").GetString()
        );
        Assert.Equal(1, reported);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        using var resident = await host.ApiAsync("resident");
        var owner = SmallTown.Compound.ToString();
        var first = new
        {
            owner,
            category = "UTL-04",
            description = "一",
        };
        var second = new
        {
            owner,
            category = "UTL-04",
            description = "二",
        };

        (await resident.PostAsync("/api/issues", first, "report-2")).Expect(201);

        (await resident.PostAsync("/api/issues", second, "report-2")).ExpectProblem(409, "idempotency.other-body");
    }

    [Fact]
    public async Task Keys_of_different_people_and_routes_have_nothing_to_do_with_each_other()
    {
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        using var manager = await host.ApiAsync("manager");
        var body = new
        {
            owner = SmallTown.Compound.ToString(),
            category = "UTL-04",
            description = "水管漏水",
        };

        var one = (await resident.PostAsync("/api/issues", body, "shared")).Expect(201);
        var other = (await neighbour.PostAsync("/api/issues", body, "shared")).Expect(201);
        var id = one.GetProperty("id").GetString()!;
        (await manager.CommandAsync(id, "acknowledge", null, "shared")).Expect(200);
        (await manager.CommandAsync(id, "start", null, "shared")).Expect(200);

        Assert.NotEqual(id, other.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_repeat_of_a_command_gets_the_first_answer_even_when_the_issue_has_moved_on()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();

        var first = (await manager.CommandAsync(id, "acknowledge", null, "ack")).Expect(200);
        (await manager.CommandAsync(id, "start")).Expect(200);
        var again = (await manager.CommandAsync(id, "acknowledge", null, "ack")).Expect(200);

        Assert.Equal(first.GetRawText(), again.GetRawText());
    }

    [Fact]
    public async Task Of_two_commands_at_once_one_wins_and_the_other_is_told()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();

        var answers = await Task.WhenAll(
            manager.CommandAsync(id, "acknowledge"),
            manager.CommandAsync(id, "acknowledge")
        );

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(answers, answer => answer is { Status: 409, Code: "issue.wrong-state" });
    }

    [Fact]
    public async Task A_hidden_issue_is_unknown_to_neighbours_and_to_who_runs_the_compound()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync(category: Hidden, text: "独居老人需要帮助");

        foreach (var account in new[] { "neighbour", "manager", "stranger", "administrator", "other-community" })
        {
            using var somebody = await host.ApiAsync(account);
            (await somebody.GetAsync($"/api/issues/{id}")).ExpectProblem(404, "issue.unknown");
            (await somebody.GetAsync($"/api/issues/{id}/timeline")).ExpectProblem(404, "issue.unknown");
            (await somebody.GetAsync($"/api/issues/{id}/why")).ExpectProblem(404, "issue.unknown");
            (await somebody.CommandAsync(id, "follow")).ExpectProblem(404, "issue.unknown");
            Assert.DoesNotContain(id, await IdsAsync(somebody, "/api/issues?limit=200"));
            Assert.DoesNotContain(id, await IdsAsync(somebody, $"/api/issues?owner={SmallTown.Compound}&limit=200"));
            Assert.DoesNotContain(id, await IdsAsync(somebody, "/api/issues?q=%E7%8B%AC%E5%B1%85&limit=200"));
        }

        foreach (var account in new[] { "resident", "grid-head", "community", "subdistrict", "centre" })
        {
            using var somebody = await host.ApiAsync(account);
            var view = (await somebody.GetAsync($"/api/issues/{id}")).Expect(200);
            Assert.Equal("独居老人需要帮助", view.GetProperty("description").GetString());
        }
    }

    [Fact]
    public async Task An_issue_of_a_compound_is_for_its_residents_and_who_covers_it()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();

        foreach (var account in new[] { "stranger", "lead", "other-community", "administrator" })
        {
            using var somebody = await host.ApiAsync(account);
            (await somebody.GetAsync($"/api/issues/{id}")).ExpectProblem(403, "place.not-yours");
        }

        foreach (var account in new[] { "neighbour", "manager", "community", "subdistrict", "centre" })
        {
            using var somebody = await host.ApiAsync(account);
            Assert.True(
                (await somebody.GetAsync($"/api/issues/{id}")).Expect(200).TryGetProperty("description", out _)
            );
        }
    }

    [Fact]
    public async Task A_timeline_is_whole_and_keeps_remarks_of_the_chain_within_it()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
        (await manager.CommandAsync(id, "note", new { note = "内部" })).Expect(200);
        (await resident.CommandAsync(id, "comment", new { note = "快点" })).Expect(200);
        (await manager.CommandAsync(id, "resolve", new { note = "好了" })).Expect(200);

        var seen = Timeline((await resident.GetAsync($"/api/issues/{id}/timeline")).Expect(200));
        var whole = Timeline((await manager.GetAsync($"/api/issues/{id}/timeline")).Expect(200));

        Assert.Equal(
            [
                "issue.reported  submitted resident",
                "issue.accepted  dispatched platform",
                "issue.acknowledged  acknowledged property-manager",
                "issue.commented 快点 acknowledged resident",
                "issue.resolved 好了 resolved property-manager",
            ],
            seen
        );
        Assert.Contains("issue.noted 内部 acknowledged property-manager", whole);
        Assert.Equal(seen.Count + 1, whole.Count);
    }

    [Fact]
    public async Task Why_tells_the_rules_it_was_accepted_under_and_what_comes_next()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();

        var why = (await resident.GetAsync($"/api/issues/{id}/why")).Expect(200);

        Assert.Equal("issue.accepted", why.GetProperty("cause").GetString());
        Assert.Equal("escalate", why.GetProperty("next").GetProperty("what").GetString());
        Assert.Equal(1, why.GetProperty("next").GetProperty("level").GetInt32());
        Assert.Equal("grid-head", why.GetProperty("next").GetProperty("handler").GetProperty("role").GetString());
        Assert.Equal(
            why.GetProperty("dueAt").GetDateTimeOffset(),
            why.GetProperty("next").GetProperty("at").GetDateTimeOffset()
        );
    }

    [Fact]
    public async Task Why_names_what_gave_it_to_its_handler_and_nothing_that_only_the_chain_hears_of()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync(category: "SAF-02");

        var why = (await resident.GetAsync($"/api/issues/{id}/why")).Expect(200);

        Assert.Equal("issue.accepted", why.GetProperty("cause").GetString());
    }

    [Fact]
    public async Task Pages_of_a_list_neither_skip_nor_repeat()
    {
        using var stranger = await host.ApiAsync("stranger");
        var owner = SmallTown.SelfManaged.ToString();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await stranger.ReportAsync(owner, text: "门禁失灵"));
        }

        var listed = new List<string>();
        string? next = "";
        while (next is not null)
        {
            var after = next.Length > 0 ? $"&after={next}" : "";
            var page = (
                await stranger.GetAsync($"/api/issues?owner={owner}&q=%E9%97%A8%E7%A6%81&limit=2{after}")
            ).Expect(200);
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Reverse(ids), listed);
    }

    [Fact]
    public async Task A_list_holds_exactly_what_one_may_see()
    {
        using var resident = await host.ApiAsync("resident");
        using var stranger = await host.ApiAsync("stranger");
        using var manager = await host.ApiAsync("manager");
        var escalated = await resident.ReportAsync();
        (await manager.CommandAsync(escalated, "acknowledge")).Expect(200);
        (await manager.CommandAsync(escalated, "escalate", new { reason = "需要网格协调" })).Expect(200);
        string[] ids =
        [
            escalated,
            await resident.ReportAsync(),
            await resident.ReportAsync(category: Hidden),
            await resident.ReportAsync(SmallTown.Project.ToString()),
            await stranger.ReportAsync(SmallTown.SelfManaged.ToString()),
            await stranger.ReportAsync(SmallTown.SelfManaged.ToString(), Hidden),
        ];

        // A department lists what it has to handle, although it may see more.
        foreach (var account in SmallTown.People.Keys.Where(account => account != "department"))
        {
            using var somebody = await host.ApiAsync(account);
            var listed = await IdsAsync(somebody, "/api/issues?limit=200");
            foreach (var id in ids)
            {
                var maySee = (await somebody.GetAsync($"/api/issues/{id}")).Status == 200;
                Assert.True(maySee == listed.Contains(id), $"{account} {(maySee ? "misses" : "is shown")} {id}.");
            }
        }
    }

    [Theory]
    [InlineData("status=dispatched", true)]
    [InlineData("status=closed,resolved", false)]
    [InlineData("community=510105007004", true)]
    [InlineData("community=510105007005", false)]
    [InlineData("community=510105007004&subdistrict=510105008", false)]
    [InlineData("category=UTL-04", true)]
    [InlineData("category=UTL-01", false)]
    [InlineData("overdue=true", false)]
    [InlineData("mine=true", true)]
    public async Task A_list_is_narrowed(string filter, bool isListed)
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();

        Assert.Equal(isListed, (await IdsAsync(resident, $"/api/issues?limit=200&{filter}")).Contains(id));
    }

    [Fact]
    public async Task Where_it_is_travels_with_a_report()
    {
        using var resident = await host.ApiAsync("resident");
        var answer = await resident.PostAsync(
            "/api/issues",
            new
            {
                owner = SmallTown.Compound.ToString(),
                category = "UTL-04",
                description = "灯坏了",
                location = new
                {
                    building = "2栋",
                    lat = 30.66,
                    @long = 104.02,
                    text = "三单元 5 楼",
                },
            }
        );

        var id = answer.Expect(201).GetProperty("id").GetString();
        var view = (await resident.GetAsync($"/api/issues/{id}")).Expect(200);
        Assert.Equal("2栋", view.GetProperty("building").GetString());
        Assert.Equal("三单元 5 楼", view.GetProperty("location").GetProperty("text").GetString());
        Assert.Equal("wgs84", view.GetProperty("location").GetProperty("datum").GetString());
        var events = await host.Database.ColumnAsync<string>("select payload from events where subject = $1", id);
        Assert.DoesNotContain(events, payload => payload.Contains("三单元", StringComparison.Ordinal));
    }

    private static async Task<List<string>> IdsAsync(Api api, string path) =>
        [
            .. (await api.GetAsync(path))
                .Expect(200)
                .GetProperty("items")
                .EnumerateArray()
                .Select(item => item.GetProperty("id").GetString()!),
        ];

    private static List<string> Timeline(JsonElement items) =>
        [
            .. items
                .EnumerateArray()
                .Select(it =>
                    $"{it.GetProperty("type").GetString()} {it.GetProperty("note").GetString()} "
                    + $"{it.GetProperty("status").GetString()} {it.GetProperty("actorRole").GetString()}"
                ),
        ];
}
