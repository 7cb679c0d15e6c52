using System.Globalization;
using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Rules;

/// <summary>What if, over HTTP and on the page. Whatever counts issues has them in a town of its own.</summary>
public sealed class SimulationApiTests(TestHost shared) : IAsyncDisposable
{
    private const string Rules = "/api/places/compound/510105007004-C001/rules";
    private const string Path = Rules + "/simulate";

    private readonly OwnTown _town = new(shared);

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Who_may_neither_publish_nor_read_why_may_not_try()
    {
        using var nobody = await shared.ApiAsync(null);
        (await nobody.PostAsync(Path, Body())).ExpectProblem(401, "actor.not-signed-in");
        foreach (var account in new[] { "stranger", "other-community", "department" })
        {
            using var api = await shared.ApiAsync(account);
            // Before the body is read.
            (await api.PostTextAsync(Path, "{")).ExpectProblem(403, "place.not-yours");
        }

        foreach (var account in new[] { "resident", "manager", "community", "subdistrict", "administrator" })
        {
            using var api = await shared.ApiAsync(account);
            (await api.PostAsync(Path, Body())).Expect(200);
        }
    }

    [Theory]
    [InlineData("""{"to":"2026-11-24"}""", "field.missing", "from")]
    [InlineData("""{"from":"2026-11-24"}""", "field.missing", "to")]
    [InlineData("""{"from":"24.11.2026","to":"2026-11-24"}""", "field.wrong-type", "from")]
    [InlineData("""{"from":"0001-01-01","to":"2026-11-24"}""", "field.wrong-type", "from")]
    [InlineData("""{"from":5,"to":"2026-11-24"}""", "field.wrong-type", "from")]
    [InlineData("""{"from":"2026-11-24\u0000","to":"2026-11-24"}""", "text.control-character", "from")]
    [InlineData("""{"from":"2026-01-02","to":"2026-01-01"}""", "simulation.period", "from")]
    [InlineData("""{"from":"2024-01-01","to":"2025-01-01"}""", "simulation.period", "from")]
    [InlineData("""{"from":"2098-01-01","to":"2098-01-02"}""", "simulation.period", "from")]
    [InlineData("""{"from":"2026-01-01","to":"2026-01-02","now":1}""", "field.unknown", "now")]
    [InlineData("""{"from":"2026-01-01","to":"2026-01-02","rules":[]}""", "field.wrong-type", "rules")]
    [InlineData(
        """{"from":"2026-01-01","to":"2026-01-02","rules":{"categories":[{"code":"UTL-04","cap":"soon"}]}}""",
        "rules.limit-invalid",
        "rules.categories.UTL-04.cap"
    )]
    [InlineData(
        """{"from":"2026-01-01","to":"2026-01-02","rules":{"categories":[{"code":"UTL-04","cap":"30wd"}]}}""",
        "rules.looser-than-district",
        "rules.categories.UTL-04.cap"
    )]
    public async Task What_cannot_be_tried_is_refused_and_named(string body, string code, string field)
    {
        using var api = await shared.ApiAsync("community");
        Assert.Equal(field, (await api.PostTextAsync(Path, body)).ExpectProblem(400, code).Field);
    }

    [Fact]
    public async Task A_place_that_nobody_has_registered_has_no_past()
    {
        using var api = await shared.ApiAsync("community");
        (await api.PostAsync("/api/places/compound/510105007004-C099/rules/simulate", Body())).ExpectProblem(
            404,
            "owner.unknown"
        );
    }

    [Fact]
    public async Task With_the_rules_that_were_in_force_all_is_as_it_was_and_nothing_is_written()
    {
        var host = await _town.HostAsync();
        await LiveAsync(host);
        using var community = await host.ApiAsync("community");
        var before = await host.Database.ScalarAsync<long>("select count(*) from events");

        foreach (var rules in new object?[] { null, new { } })
        {
            var it = (await community.PostAsync(Path, Body(rules))).Expect(200);

            Assert.Equal(it.GetProperty("was").GetRawText(), it.GetProperty("whatIf").GetRawText());
            Assert.Equal(0, it.GetProperty("diverged").GetArrayLength());
            Assert.All(
                it.GetProperty("issues").EnumerateArray(),
                i => Assert.False(i.GetProperty("isOtherwise").GetBoolean())
            );
            Assert.Equal(2, it.GetProperty("was").GetProperty("issues").GetInt32());
            Assert.Equal(1, it.GetProperty("was").GetProperty("resolved").GetInt32());
        }

        Assert.Equal(before, await host.Database.ScalarAsync<long>("select count(*) from events"));
        Assert.Equal(0, (await community.GetAsync(Rules)).Expect(200).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Under_a_duty_to_show_a_photo_what_was_resolved_with_a_note_is_not()
    {
        var host = await _town.HostAsync();
        var id = await LiveAsync(host);
        using var community = await host.ApiAsync("community");

        var it = (
            await community.PostAsync(
                Path,
                Body(new { categories = new[] { new { code = "UTL-04", evidence = "photo" } } })
            )
        ).Expect(200);

        Assert.Equal(1, it.GetProperty("was").GetProperty("resolved").GetInt32());
        Assert.Equal(0, it.GetProperty("whatIf").GetProperty("resolved").GetInt32());
        var diverged = Assert.Single(it.GetProperty("diverged").EnumerateArray());
        Assert.Equal(
            ("resolve", "evidence.missing", 1),
            (
                diverged.GetProperty("act").GetString(),
                diverged.GetProperty("code").GetString(),
                diverged.GetProperty("times").GetInt32()
            )
        );
        var issue = it.GetProperty("issues").EnumerateArray().Single(i => i.GetProperty("isOtherwise").GetBoolean());
        Assert.Equal(id, issue.GetProperty("id").GetString());
        Assert.Equal("resolved", issue.GetProperty("was").GetProperty("status").GetString());
        Assert.Equal("inProgress", issue.GetProperty("whatIf").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, issue.GetProperty("whatIf").GetProperty("resolvedAt").ValueKind);
    }

    [Fact]
    public async Task A_hidden_issue_is_in_no_sum_for_who_may_not_see_it_and_no_line_for_who_sees_none()
    {
        var host = await _town.HostAsync();
        await LiveAsync(host);
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync(category: "SVC-01");

        Assert.Equal((3, 3), await CountAsync("community"));
        Assert.Equal((3, 3), await CountAsync("resident"));
        Assert.Equal((2, 2), await CountAsync("neighbour"));
        Assert.Equal((2, 2), await CountAsync("manager"));
        Assert.Equal((2, 0), await CountAsync("administrator"));

        async Task<(int Sum, int Lines)> CountAsync(string account)
        {
            using var api = await host.ApiAsync(account);
            var it = (await api.PostAsync(Path, Body())).Expect(200);
            return (it.GetProperty("was").GetProperty("issues").GetInt32(), it.GetProperty("issues").GetArrayLength());
        }
    }

    [Fact]
    public async Task What_only_the_chain_hears_is_told_to_residents_neither_by_issue_nor_in_a_sum()
    {
        var host = await _town.HostAsync();
        var id = await LiveAsync(host);
        using var manager = await host.ApiAsync("manager");
        using var resident = await host.ApiAsync("resident");
        var second = await resident.ReportAsync(category: "BLD-02");
        (await manager.CommandAsync(second, "return", new { reason = "不属于我方" })).Expect(200);

        foreach (var (account, tells) in new[] { ("neighbour", false), ("resident", false), ("community", true) })
        {
            using var api = await host.ApiAsync(account);
            var it = (await api.PostAsync(Path, Body())).Expect(200);
            var lines = it.GetProperty("issues").EnumerateArray().ToList();
            Assert.Contains(lines, line => line.GetProperty("id").GetString() == id);
            Assert.All(
                lines.Select(line => line.GetProperty("was")).Append(it.GetProperty("was")),
                was =>
                    Assert.Equal(tells, was.GetProperty("warnings").ValueKind is System.Text.Json.JsonValueKind.Number)
            );
        }
    }

    [Fact]
    public async Task The_page_tries_what_is_previewed_and_shows_it_beside_what_was()
    {
        var host = await _town.HostAsync();
        var id = await LiveAsync(host);
        using var community = await Browser.SignedInAsync(host, "community");
        const string page = "/rules/compound/510105007004-C001";
        var form = (await community.GetAsync(page + "?edit=UTL-04")).Form("/preview");
        var preview = (await community.SendAsync(form, ("evidence", "photo"))).Expect(200);

        var refused = (
            await community.SendAsync(preview.Form("/simulate"), ("from", "2026-01-02"), ("to", "2026-01-01"))
        ).Expect(400);
        Assert.Equal("#from", refused.One("#edit .error-summary a").GetAttribute("href"));
        var tried = (await community.SendAsync(refused.Form("/simulate"), ("from", Day(-1)), ("to", Day(1)))).Expect(
            200
        );

        Assert.Contains(id, tried.One("#what-if .differences").TextContent, StringComparison.Ordinal);
        Assert.Contains("办结", tried.One("#what-if .problems").TextContent, StringComparison.Ordinal);
        Assert.True(tried.Has("#what-if table .own"));
        (await community.GetAsync(page + "/simulate")).Expect(200);
        // And then it can be published.
        var done = (await community.SendAsync(tried.Form("/publish"), ("reason", "试算后决定"))).Expect(200);
        Assert.True(done.Has(".done"));
    }

    /// <summary>Two issues, one of which is resolved with a note; its id.</summary>
    private static async Task<string> LiveAsync(TestHost host)
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        await resident.ReportAsync(category: "ENV-04");
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
        (await manager.CommandAsync(id, "start")).Expect(200);
        (await manager.CommandAsync(id, "resolve", new { note = "已更换灯泡" })).Expect(200);
        return id;
    }

    private static object Body(object? rules = null) =>
        new
        {
            rules,
            from = Day(-1),
            to = Day(1),
        };

    private static string Day(int away) =>
        TimeProvider
            .System.GetUtcNow()
            .ToOffset(TimeSpan.FromHours(8))
            .AddDays(away)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
