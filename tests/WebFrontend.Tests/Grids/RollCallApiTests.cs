using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Grids;

/// <summary>Emergencies and roll-calls over HTTP and the hub. Each test has a community of its own.</summary>
public sealed class RollCallApiTests(TestHost host) : IAsyncLifetime
{
    private FreshCommunity community = null!;

    public async ValueTask InitializeAsync() => community = await FreshCommunity.MakeAsync(host);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_stranger_neither_calls_nor_answers_nor_reads_a_roll_call()
    {
        using var nobody = await host.ApiAsync(null);
        (await nobody.PostAsync(Master("startEmergency"))).ExpectProblem(401, "actor.not-signed-in");
        (await nobody.GetAsync($"{community.Api}/roll-call")).ExpectProblem(401, "actor.not-signed-in");
        foreach (var account in new[] { "resident", "manager", "grid-head", "other-community", "department" })
        {
            using var stranger = await host.ApiAsync(account);
            foreach (var word in new[] { "startEmergency", "endEmergency", "callRoll", "endRoll" })
            {
                (await stranger.PostTextAsync(Master(word), "no JSON")).ExpectProblem(403, "place.not-yours");
            }

            (await stranger.PostTextAsync($"{community.Api}/confirmRoll", "no JSON")).ExpectProblem(
                403,
                "roll-call.stranger"
            );
            (await stranger.GetAsync($"{community.Api}/roll-call")).ExpectProblem(403, "place.not-yours");
            (await stranger.GetAsync(Coverage)).ExpectProblem(403, "place.not-yours");
        }

        // The desk calls the roll, and answers it for nobody; a head answers, and calls none.
        using var desk = await host.ApiAsync(community.Desk);
        (await desk.PostAsync($"{community.Api}/confirmRoll", Well)).ExpectProblem(403, "roll-call.stranger");
        using var head = await host.ApiAsync(community.Head);
        (await head.PostAsync(Master("startEmergency"))).ExpectProblem(403, "place.not-yours");
    }

    [Theory]
    [InlineData("startEmergency", """{"minutes":4}""", "roll-call.minutes", "minutes")]
    [InlineData("startEmergency", """{"minutes":1441}""", "roll-call.minutes", "minutes")]
    [InlineData("startEmergency", """{"minutes":"many"}""", "field.wrong-type", "minutes")]
    [InlineData("startEmergency", """{"minutes":7.5}""", "field.wrong-type", "minutes")]
    [InlineData("startEmergency", """{"reason":" "}""", "text.empty", "reason")]
    [InlineData("startEmergency", """{"grids":[]}""", "field.unknown", "grids")]
    [InlineData("callRoll", """{"exercise":1}""", "field.wrong-type", "exercise")]
    [InlineData("callRoll", """{"minutes":0,"exercise":true}""", "roll-call.minutes", "minutes")]
    [InlineData("endEmergency", """{"why":"x"}""", "field.unknown", "why")]
    public async Task Bad_input_gets_a_clear_answer(string word, string body, string code, string field)
    {
        using var desk = await host.ApiAsync(community.Desk);

        Assert.Equal(field, (await desk.PostTextAsync(Master(word), body)).ExpectProblem(400, code).Field);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_the_code_of_its_rule()
    {
        using var desk = await host.ApiAsync(community.Desk);
        using var helper = await host.ApiAsync(community.Helper);
        (await desk.PostAsync(Master("endEmergency"))).ExpectProblem(409, "emergency.none");
        (await desk.PostAsync(Master("endRoll"))).ExpectProblem(409, "roll-call.none");
        (await desk.PostAsync(Master("callRoll"))).ExpectProblem(409, "roll-call.exercise-only");
        (await desk.PostAsync($"{community.Api}/startEmergency")).ExpectProblem(400, "roll-call.master-only");
        (await desk.PostAsync("/api/grids/510105007004-G99/callRoll")).ExpectProblem(403, "place.not-yours");
        (await helper.PostAsync($"{community.Api}/confirmRoll", Well)).ExpectProblem(409, "roll-call.none");
        (await desk.GetAsync("/api/roll-calls")).ExpectProblem(400, "field.missing");
        (await desk.GetAsync("/api/roll-calls?place=issue/1")).ExpectProblem(400, "field.wrong-type");

        await community.StartAsync();
        (await desk.PostAsync(Master("startEmergency"))).ExpectProblem(409, "emergency.running");
        (await desk.PostAsync(Master("callRoll"))).ExpectProblem(409, "roll-call.running");
        (await desk.PostAsync(Master("callRoll"), new { exercise = true })).ExpectProblem(409, "roll-call.no-exercise");
        var other = (
            await helper.PostAsync($"{community.Api}/confirmRoll", new { state = "allWell", microGrid = "M02" })
        ).ExpectProblem(403, "roll-call.other-micro-grid");
        Assert.Equal("microGrid", other.Field);
        (await helper.PostAsync($"{community.Api}/confirmRoll", new { state = "fine" })).ExpectProblem(
            400,
            "field.wrong-type"
        );
        await community.EndAsync();
    }

    [Fact]
    public async Task Coverage_is_live_for_the_community_and_every_office_above_it()
    {
        await using var watcher = await host.WatcherAsync("centre");
        string[] topics = [community.Topic, "subdistrict/510105007", "district", community.Grid.ToString()];
        foreach (var topic in topics)
        {
            await watcher.WatchAsync(topic);
        }

        await using var neighbour = await host.WatcherAsync("neighbour");
        var before = await neighbour.WatchAsync("district");
        await community.StartAsync(new { minutes = 45, reason = "暴雨红色预警" });
        using var helper = await host.ApiAsync(community.Helper);
        using var head = await host.ApiAsync(community.Head);
        using var desk = await host.ApiAsync(community.Desk);
        var answer = (
            await helper.PostAsync($"{community.Api}/confirmRoll", new { state = "needsHelp", note = "三楼需要送药" })
        ).Expect(200);
        Assert.Equal((1, 2), (answer.GetProperty("confirmed").GetInt32(), answer.GetProperty("expected").GetInt32()));
        foreach (var topic in topics)
        {
            var confirmed = await watcher.HearAsync(topic, "grid.roll-confirmed");
            Assert.Equal(JsonValueKind.Null, confirmed.View.ValueKind);
        }

        var seen = Assert.Single(
            (await desk.GetAsync(Coverage)).Expect(200).GetProperty("communities").EnumerateArray()
        );
        Assert.True(seen.GetProperty("emergencyRuns").GetBoolean());
        Assert.Equal("暴雨红色预警", seen.GetProperty("reason").GetString());
        var coverage = seen.GetProperty("coverage");
        Assert.Equal(
            (3, 1, 33, 1),
            (
                coverage.GetProperty("expected").GetInt32(),
                coverage.GetProperty("confirmed").GetInt32(),
                coverage.GetProperty("percent").GetInt32(),
                coverage.GetProperty("needingHelp").GetInt32()
            )
        );
        var grids = seen.GetProperty("grids").EnumerateArray().ToList();
        Assert.Equal(community.Grid.ToString(), grids[0].GetProperty("grid").GetString());
        Assert.Equal("M02", Assert.Single(grids[0].GetProperty("missing").EnumerateArray()).GetString());
        Assert.Equal("*", Assert.Single(grids[1].GetProperty("missing").EnumerateArray()).GetString());

        // Notes and names are for staff who cover the grid.
        Assert.Equal("三楼需要送药", NoteOf((await head.GetAsync($"{community.Api}/roll-call")).Expect(200)));
        using var administrator = await host.ApiAsync("administrator");
        Assert.Null(NoteOf((await administrator.GetAsync($"{community.Api}/roll-call")).Expect(200)));
        (await head.PostAsync($"{community.Api}/confirmRoll", new { state = "allWell", microGrid = "M02" })).Expect(
            200
        );
        await watcher.HearAsync(community.Topic, "grid.roll-closed");
        await community.EndAsync();
        var ended = await watcher.HearAsync("district", "grid.emergency-ended");

        // Of the whole district offices alone hear, live and when they come back.
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync();
        ChangedMessage heard;
        do
        {
            heard = await neighbour.NextAsync("district");
            Assert.StartsWith("issue.", heard.Kind, StringComparison.Ordinal);
        } while (heard.Seq < ended.Seq);
        await using var again = await host.WatcherAsync("neighbour");
        var missed = await again.WatchAsync(
            "district",
            // Just before it ended: who missed much gets a snapshot.
            ended.Seq - 1,
            before.GetProperty("epoch").GetString()
        );
        Assert.All(
            missed.GetProperty("events").EnumerateArray(),
            it => Assert.StartsWith("issue.", it.GetProperty("kind").GetString(), StringComparison.Ordinal)
        );
        Assert.False(
            Assert
                .Single((await desk.GetAsync(Coverage)).Expect(200).GetProperty("communities").EnumerateArray())
                .GetProperty("emergencyRuns")
                .GetBoolean()
        );
    }

    [Fact]
    public async Task The_same_request_twice_is_one_answer_and_the_district_centre_starts_for_a_community_as_well()
    {
        using var centre = await host.ApiAsync("centre");
        using var helper = await host.ApiAsync(community.Helper);
        var started = (await centre.PostAsync(Master("startEmergency"), key: "start")).Expect(200);
        Assert.Equal(
            started.ToString(),
            (await centre.PostAsync(Master("startEmergency"), key: "start")).Expect(200).ToString()
        );
        await using var watcher = await host.WatcherAsync(community.Helper);
        await watcher.WatchAsync(community.Grid.ToString());
        await CalledAsync(helper);

        var first = (await helper.PostAsync($"{community.Api}/confirmRoll", Well, key: "one")).Expect(200);
        Assert.Equal(
            first.ToString(),
            (await helper.PostAsync($"{community.Api}/confirmRoll", Well, key: "one")).Expect(200).ToString()
        );
        // Under another key it says nothing new.
        Assert.Equal(
            1,
            (await helper.PostAsync($"{community.Api}/confirmRoll", Well))
                .Expect(200)
                .GetProperty("confirmed")
                .GetInt32()
        );
        (await helper.PostAsync($"{community.Api}/confirmRoll", new { state = "needsHelp" }, key: "one")).ExpectProblem(
            409,
            "idempotency.other-body"
        );
        (await centre.PostAsync(Master("endEmergency"))).Expect(200);
    }

    private static readonly object Well = new { state = "allWell" };

    private string Coverage => $"/api/roll-calls?place={community.Topic}";

    private string Master(string word) => $"{community.Master}/{word}";

    private static string? NoteOf(JsonElement seen) =>
        Assert.Single(seen.GetProperty("call").GetProperty("answers").EnumerateArray()).GetProperty("note").GetString();

    /// <summary>Waits until the grid has been called: whoever watched after that sees it at once.</summary>
    private async Task CalledAsync(Api api)
    {
        await using var watcher = await host.WatcherAsync(community.Helper);
        await watcher.WatchAsync(community.Grid.ToString());
        var seen = (await api.GetAsync($"{community.Api}/roll-call")).Expect(200);
        if (!seen.TryGetProperty("call", out var call) || call.ValueKind is JsonValueKind.Null)
        {
            await watcher.HearAsync(community.Grid.ToString(), "grid.roll-called");
        }
    }
}
