using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>What moves the clocks of an issue, over HTTP: who asks, who decides, and who hears of it.</summary>
public sealed class ClockApiTests(TestHost host)
{
    [Theory]
    [InlineData("extend", "{}", "field.missing", "reason")]
    [InlineData("extend", """{"reason":"配件","limit":"3wd"}""", "extend.too-long", "limit")]
    [InlineData("extend", """{"reason":"配件","limit":"0wd"}""", "extend.too-long", "limit")]
    [InlineData("extend", """{"reason":"配件","limit":"soon"}""", "field.wrong-type", "limit")]
    [InlineData("extend", """{"reason":"配件","limit":"99999999999wd"}""", "field.wrong-type", "limit")]
    [InlineData("extend", """{"reason":"配件","limit":"100ws"}""", "field.wrong-type", "limit")]
    [InlineData("extend", """{"reason":"配件","limit":5}""", "field.wrong-type", "limit")]
    [InlineData("extend", """{"reason":"\u0000"}""", "text.control-character", "reason")]
    [InlineData("suspend", """{"reason":"等待"}""", "field.missing", "why")]
    [InlineData("suspend", """{"why":"holiday","reason":"等待"}""", "suspend.reason-unknown", "why")]
    [InlineData("suspend", """{"why":"awaitingReporter"}""", "field.missing", "reason")]
    [InlineData("suspend", """{"why":"awaitingReporter","reason":"几楼","limit":"4wd"}""", "suspend.too-long", "limit")]
    [InlineData("suspend", """{"why":"engineering","reason":"冬季"}""", "field.missing", "plannedFor")]
    [InlineData(
        "suspend",
        """{"why":"engineering","reason":"冬季","plannedFor":"2099-01-01"}""",
        "suspend.too-long",
        "plannedFor"
    )]
    [InlineData(
        "suspend",
        """{"why":"engineering","reason":"冬季","plannedFor":"soon"}""",
        "field.wrong-type",
        "plannedFor"
    )]
    [InlineData("return", "{}", "field.missing", "reason")]
    public async Task What_a_handler_asks_for_is_checked_and_names_the_field(
        string command,
        string body,
        string code,
        string field
    )
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();

        var answer = (await manager.PostTextAsync($"/api/issues/{id}/{command}", body)).ExpectProblem(400, code);

        Assert.Equal(field, answer.Field);
    }

    [Theory]
    [InlineData("decide", """{"granted":true}""", 403, "place.not-yours")]
    [InlineData("resume", "{}", 409, "resume.not-suspended")]
    [InlineData("callBack", """{"solved":true,"causedByHandling":false}""", 409, "issue.wrong-state")]
    [InlineData("supervise", "{}", 400, "field.missing")]
    public async Task Without_anything_to_decide_or_to_end_there_is_nothing_to_do(
        string command,
        string body,
        int status,
        string code
    )
    {
        using var resident = await host.ApiAsync("resident");
        using var head = await host.ApiAsync("grid-head");
        var id = await resident.ReportAsync();

        (await head.PostTextAsync($"/api/issues/{id}/{command}", body)).ExpectProblem(status, code);
    }

    [Fact]
    public async Task Danger_is_neither_returned_nor_does_its_clock_stand_still()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync(category: "SAF-02");

        (await manager.CommandAsync(id, "return", new { reason = "不归我们" })).ExpectProblem(
            409,
            "return.not-for-class"
        );
        (await manager.CommandAsync(id, "suspend", new { why = "ownersVote", reason = "等待表决" })).ExpectProblem(
            409,
            "suspend.not-for-class"
        );
        Assert.Equal(
            ["issue.reported", "issue.accepted", "issue.alarmed"],
            await host.Database.ColumnAsync<string>(
                "select type from events where subject = $1 and stream like 'compound/%' order by seq",
                id
            )
        );
    }

    [Fact]
    public async Task More_time_is_asked_for_granted_above_and_the_reporter_is_told_why()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var head = await host.ApiAsync("grid-head");
        var id = await resident.ReportAsync();
        var before = await ViewAsync(manager, id);

        (await manager.CommandAsync(id, "extend", new { reason = "等待配件到货", limit = "1wd" })).Expect(200);
        (await manager.CommandAsync(id, "suspend", new { why = "ownersVote", reason = "表决" })).ExpectProblem(
            409,
            "request.pending"
        );
        var asked = await ViewAsync(head, id);
        Assert.Equal(
            ("extension", 1),
            (asked.GetProperty("request").GetString(), asked.GetProperty("requestLevel").GetInt32())
        );
        Assert.False((await ViewAsync(resident, id)).TryGetProperty("request", out _));
        (await manager.CommandAsync(id, "decide", new { granted = true })).ExpectProblem(403, "place.not-yours");
        (await head.CommandAsync(id, "decide", new { granted = true })).Expect(200);

        var after = await ViewAsync(resident, id);
        Assert.True(Time(after, "dueAt") > Time(before, "dueAt"));
        Assert.Equal(Time(before, "overallDueAt"), Time(after, "overallDueAt"));
        var told = await TimelineAsync(resident, id);
        Assert.Contains("issue.extended 等待配件到货", told);
        Assert.DoesNotContain(told, it => it.StartsWith("issue.requested", StringComparison.Ordinal));
        Assert.Contains("issue.requested 等待配件到货", await TimelineAsync(head, id));
    }

    [Fact]
    public async Task A_question_stops_the_clock_and_the_answer_lets_it_run_on()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();

        (await manager.CommandAsync(id, "suspend", new { why = "awaitingReporter", reason = "请问是几楼？" })).Expect(
            200
        );

        var still = await ViewAsync(resident, id);
        Assert.Equal("awaitingReporter", still.GetProperty("suspension").GetString());
        Assert.Contains("issue.suspended 请问是几楼？", await TimelineAsync(resident, id));
        (await manager.CommandAsync(id, "acknowledge")).ExpectProblem(409, "issue.suspended");
        var why = (await resident.GetAsync($"/api/issues/{id}/why")).Expect(200).GetProperty("next");
        Assert.Equal("resume", why.GetProperty("what").GetString());

        (await resident.CommandAsync(id, "answer", new { note = "五楼" })).Expect(200);

        Assert.False((await ViewAsync(resident, id)).TryGetProperty("suspension", out _));
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
    }

    [Fact]
    public async Task A_return_that_is_refused_stays_and_is_not_asked_for_again()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var head = await host.ApiAsync("grid-head");
        var id = await resident.ReportAsync();
        var overall = Time(await ViewAsync(manager, id), "overallDueAt");

        (await manager.CommandAsync(id, "return", new { reason = "属于市政路灯" })).Expect(200);
        (await head.CommandAsync(id, "decide", new { granted = false, note = "楼道灯归物业" })).Expect(200);

        (await manager.CommandAsync(id, "return", new { reason = "再次退单" })).ExpectProblem(409, "return.once");
        Assert.Equal(overall, Time(await ViewAsync(manager, id), "overallDueAt"));
        Assert.Contains("issue.request-refused 楼道灯归物业", await TimelineAsync(manager, id));
    }

    /// <summary>A neighbour reads the texts of what everybody in the compound sees, and never these.</summary>
    [Fact]
    public async Task What_staff_say_of_a_return_or_a_call_back_no_neighbour_reads()
    {
        using var resident = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        using var manager = await host.ApiAsync("manager");
        using var head = await host.ApiAsync("grid-head");
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "return", new { reason = "秘密一" })).Expect(200);
        (await head.CommandAsync(id, "decide", new { granted = true, note = "秘密二" })).Expect(200);
        (await head.CommandAsync(id, "acknowledge")).Expect(200);
        (await head.CommandAsync(id, "resolve", new { note = "已更换" })).Expect(200);
        (await resident.CommandAsync(id, "rate", new { stars = 1 })).Expect(200);
        using var community = await host.ApiAsync("community");
        (
            await community.CommandAsync(
                id,
                "callBack",
                new
                {
                    solved = false,
                    causedByHandling = true,
                    note = "秘密三",
                }
            )
        ).Expect(200);

        foreach (var person in new[] { resident, neighbour })
        {
            var read = string.Join('\n', await TimelineAsync(person, id));
            Assert.Contains("已更换", read, StringComparison.Ordinal);
            Assert.DoesNotContain("秘密", read, StringComparison.Ordinal);
        }

        var chain = string.Join('\n', await TimelineAsync(community, id));
        Assert.All(["秘密一", "秘密二", "秘密三"], it => Assert.Contains(it, chain, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Supervision_is_seen_by_all_and_what_is_void_ends()
    {
        using var resident = await host.ApiAsync("resident");
        using var centre = await host.ApiAsync("centre");
        var id = await resident.ReportAsync();

        (await centre.CommandAsync(id, "supervise", new { note = "限期办结" })).Expect(200);
        Assert.Equal(4, (await ViewAsync(resident, id)).GetProperty("supervisedBy").GetInt32());

        (await centre.CommandAsync(id, "void", new { reason = "测试件" })).Expect(200);
        Assert.Equal("voided", (await ViewAsync(resident, id)).GetProperty("status").GetString());
        (await resident.CommandAsync(id, "comment", new { note = "为什么" })).ExpectProblem(409, "issue.wrong-state");
    }

    [Fact]
    public async Task A_low_rating_is_called_back_and_bad_handling_is_done_again()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var head = await host.ApiAsync("grid-head");
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
        (await manager.CommandAsync(id, "resolve", new { note = "已更换" })).Expect(200);
        (await resident.CommandAsync(id, "rate", new { stars = 1 })).Expect(200);
        Assert.True((await ViewAsync(head, id)).TryGetProperty("callBackDueAt", out _));
        Assert.False((await ViewAsync(resident, id)).TryGetProperty("callBackDueAt", out _));

        (await manager.CommandAsync(id, "callBack", new { solved = true, causedByHandling = false })).ExpectProblem(
            403,
            "verify.own-work"
        );
        (await head.CommandAsync(id, "callBack", new { solved = false, causedByHandling = true })).Expect(200);

        Assert.Equal("rework", (await ViewAsync(resident, id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_presses_staff_is_heard_by_the_chain_alone()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var head = await host.ApiAsync("grid-head");
        var id = await resident.ReportAsync();
        var topic = $"issue/{id}";
        await using var chain = await host.WatcherAsync("manager");
        await using var reporter = await host.WatcherAsync("resident");
        await chain.WatchAsync(topic);
        await reporter.WatchAsync(topic);

        (await manager.CommandAsync(id, "extend", new { reason = "等待配件" })).Expect(200);
        (await head.CommandAsync(id, "decide", new { granted = true })).Expect(200);

        Assert.Equal("issue.requested", (await chain.NextAsync(topic)).Kind);
        Assert.Equal("issue.request-granted", (await chain.NextAsync(topic)).Kind);
        Assert.Equal("issue.extended", (await chain.NextAsync(topic)).Kind);
        Assert.Equal("issue.extended", (await reporter.NextAsync(topic)).Kind);
    }

    private static async Task<JsonElement> ViewAsync(Api api, string id) =>
        (await api.GetAsync($"/api/issues/{id}")).Expect(200);

    private static async Task<IReadOnlyList<string>> TimelineAsync(Api api, string id) =>
        [
            .. (await api.GetAsync($"/api/issues/{id}/timeline"))
                .Expect(200)
                .EnumerateArray()
                .Select(it => $"{it.GetProperty("type").GetString()} {it.GetProperty("note").GetString()}".TrimEnd()),
        ];

    private static DateTimeOffset Time(JsonElement view, string name) => view.GetProperty(name).GetDateTimeOffset();
}
