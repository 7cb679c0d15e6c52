using System.Globalization;
using System.Text.Json;
using CivicGrains.Storage.Grids;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Grids;

/// <summary>Who belongs to a grid and is on duty, over HTTP. Each test has a grid of its own.</summary>
public sealed class RosterApiTests(TestHost host) : IAsyncLifetime
{
    private FreshGrid grid = null!;

    public async ValueTask InitializeAsync() => grid = await FreshGrid.MakeAsync(host);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_is_not_of_the_grid_reads_and_changes_nothing()
    {
        using var nobody = await host.ApiAsync(null);
        (await nobody.GetAsync(Roster)).ExpectProblem(401, "actor.not-signed-in");
        (await nobody.PostAsync(Of("addMember"), Officer)).ExpectProblem(401, "actor.not-signed-in");
        foreach (var account in new[] { "resident", "manager", "other-grid-head", "other-community", "department" })
        {
            using var stranger = await host.ApiAsync(account);
            (await stranger.GetAsync(Roster)).ExpectProblem(403, "place.not-yours");
            (await stranger.PostTextAsync(Of("addMember"), "no JSON")).ExpectProblem(403, "place.not-yours");
            (await stranger.PostAsync(Of("takeLeave"))).ExpectProblem(403, "place.not-yours");
        }

        // Its head plans duty, and does not say who belongs to it.
        using var head = await host.ApiAsync(grid.Head);
        (await head.GetAsync(Roster)).Expect(200);
        (await head.PostAsync(Of("addMember"), Officer)).ExpectProblem(403, "place.not-yours");
    }

    [Fact]
    public async Task A_grid_or_a_command_that_is_not_there_is_not_found()
    {
        using var community = await host.ApiAsync("community");
        (await community.GetAsync("/api/grids/510105007004-G99/roster")).ExpectProblem(404, "place.unknown");
        (await community.GetAsync("/api/grids/nonsense/roster")).ExpectProblem(404, "place.unknown");
        (await community.PostAsync("/api/grids/510105007004-G99/addMember", Officer)).ExpectProblem(
            404,
            "place.unknown"
        );
        (await community.PostAsync(Of("abolish"))).ExpectProblem(404, "command.unknown");
    }

    [Theory]
    [InlineData("addMember", """{"kind":"officer"}""", "field.missing", "account")]
    [InlineData("addMember", """{"account":"{officer}"}""", "field.missing", "kind")]
    [InlineData("addMember", """{"account":"{officer}","kind":"king"}""", "field.wrong-type", "kind")]
    [InlineData("addMember", """{"account":"{officer}","kind":"officer","pay":1}""", "field.unknown", "pay")]
    [InlineData("addMember", """{"account":"nobody","kind":"officer"}""", "account.unknown", "account")]
    [InlineData("addMember", """{"account":"a\u0000","kind":"officer"}""", "text.control-character", "account")]
    [InlineData("addMember", """{"account":"resident","kind":"officer"}""", "member.role-missing", "account")]
    [InlineData("addMember", """{"account":"{helper}","kind":"head"}""", "member.role-missing", "account")]
    [InlineData("addMember", """{"account":"{helper}","kind":"volunteer"}""", "field.missing", "microGrid")]
    [InlineData(
        "addMember",
        """{"account":"{helper}","kind":"volunteer","microGrid":"M09"}""",
        "micro-grid.unknown",
        "microGrid"
    )]
    [InlineData("addMember", """{"person":"me","kind":"officer"}""", "field.wrong-type", "person")]
    [InlineData("removeMember", """{"account":"{officer}"}""", "member.unknown", "account")]
    [InlineData("setMicroGrid", """{"code":"7","name":"3栋","households":40}""", "field.wrong-type", "code")]
    [InlineData("setMicroGrid", """{"code":"M07","name":" ","households":40}""", "text.empty", "name")]
    [InlineData(
        "setMicroGrid",
        """{"code":"M07","name":"3栋","households":"many"}""",
        "field.wrong-type",
        "households"
    )]
    [InlineData(
        "planShift",
        """{"account":"{officer}","shift":"noon","from":"2030-01-01","until":"2030-01-02"}""",
        "field.wrong-type",
        "shift"
    )]
    [InlineData(
        "planShift",
        """{"account":"{officer}","shift":"day","from":"tomorrow","until":"2030-01-02"}""",
        "field.wrong-type",
        "from"
    )]
    [InlineData(
        "planShift",
        """{"account":"{officer}","shift":"day","from":"2030-01-01","until":"2030-01-02"}""",
        "member.unknown",
        "account"
    )]
    [InlineData("takeLeave", """{"account":"{officer}"}""", "field.missing", "until")]
    [InlineData("takeLeave", """{"account":"{officer}","until":"soon"}""", "field.wrong-type", "until")]
    [InlineData("cancelShift", """{"number":"one"}""", "field.wrong-type", "number")]
    public async Task Bad_input_gets_a_clear_answer(string command, string body, string code, string field)
    {
        using var community = await host.ApiAsync("community");
        var text = body.Replace("{officer}", grid.Officer, StringComparison.Ordinal)
            .Replace("{helper}", grid.Helper, StringComparison.Ordinal);

        Assert.Equal(field, (await community.PostTextAsync(Of(command), text)).ExpectProblem(400, code).Field);
    }

    [Fact]
    public async Task Who_covers_the_grid_reads_names_and_a_volunteer_reads_none()
    {
        using var community = await host.ApiAsync("community");
        await grid.FillAsync();

        var seen = (await community.GetAsync(Roster)).Expect(200);
        Assert.Equal("general", seen.GetProperty("kind").GetString());
        Assert.Equal([grid.Head, grid.Officer, grid.Helper], MembersOf(seen, "name"));
        Assert.Equal(["head", "officer", "volunteer"], MembersOf(seen, "kind"));
        var people = MembersOf(seen, "person");
        Assert.Equal(people[..2], seen.GetProperty("onDuty").EnumerateArray().Select(it => it.GetString()));

        using var helper = await host.ApiAsync(grid.Helper);
        var unnamed = (await helper.GetAsync(Roster)).Expect(200);
        Assert.Equal([null, null, null], MembersOf(unnamed, "name"));
        Assert.Equal(people[2], unnamed.GetProperty("you").GetString());
        (await helper.PostAsync(Of("removeMember"), new { account = grid.Head })).ExpectProblem(403, "place.not-yours");
        foreach (var name in new[] { grid.Head, "nobody.at.all" })
        {
            (await helper.PostAsync(Of("takeLeave"), new { account = name, until = "2099-01-01T00:00" })).ExpectProblem(
                403,
                "place.not-yours"
            );
        }
        (await community.PostAsync(Of("addMember"), Officer)).ExpectProblem(409, "member.twice");
        (await community.PostAsync(Of("changeMember"), new { person = people[1], kind = "head" })).Expect(200);
        Assert.Equal("head", MembersOf((await community.GetAsync(Roster)).Expect(200), "kind")[1]);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_wish_and_another_one_under_its_key_is_refused()
    {
        using var community = await host.ApiAsync("community");
        await grid.FillAsync();
        var from = DateOnly
            .FromDateTime(TimeProvider.System.GetUtcNow().AddHours(8).DateTime)
            .AddDays(1)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var shift = new
        {
            account = grid.Officer,
            shift = "night",
            from,
            until = from,
        };

        var first = await community.PostAsync(Of("planShift"), shift, key: "one");
        var again = await community.PostAsync(Of("planShift"), shift, key: "one");
        var other = await community.PostAsync(Of("planShift"), shift with { shift = "day" }, key: "one");

        Assert.Equal(1, first.Expect(200).GetProperty("number").GetInt32());
        Assert.Equal(first.Json.GetRawText(), again.Expect(200).GetRawText());
        other.ExpectProblem(409, "idempotency.other-body");
        (await community.PostAsync(Of("planShift"), shift with { shift = "day" })).ExpectProblem(409, "shift.overlaps");
        Assert.Single((await community.GetAsync(Roster)).Expect(200).GetProperty("shifts").EnumerateArray());
        (await community.PostAsync(Of("cancelShift"), new { number = 2 })).ExpectProblem(404, "shift.unknown");
        (await community.PostAsync(Of("cancelShift"), new { number = 1 })).Expect(200);
    }

    [Fact]
    public async Task Who_says_that_they_are_away_has_their_tasks_offered_to_the_next_and_comes_back()
    {
        await grid.FillAsync();
        using var head = await host.ApiAsync(grid.Head);
        using var community = await host.ApiAsync("community");
        await using var watcher = await host.WatcherAsync(grid.Officer);
        await watcher.WatchAsync(grid.Topic);
        var issue = await grid.OfferAsync();
        await watcher.HearAsync(grid.Topic, "grid.task-offered", issue);

        (await head.PostAsync(Of("takeLeave"), new { until = "2099-01-01T00:00" })).ExpectProblem(400, "leave.days");
        var until = TimeProvider.System.GetUtcNow().AddHours(8).ToString("O", CultureInfo.InvariantCulture);
        var number = (await head.PostAsync(Of("takeLeave"), new { until })).Expect(200).GetProperty("number");

        var told = await watcher.HearAsync(grid.Topic, "grid.leave-taken");
        Assert.Equal(JsonValueKind.Null, told.View.ValueKind);
        await watcher.HearAsync(grid.Topic, "grid.task-offered", issue);
        var seen = (await community.GetAsync(Roster)).Expect(200);
        Assert.Equal(
            [true, false, false],
            seen.GetProperty("members").EnumerateArray().Select(it => it.GetProperty("away").GetBoolean())
        );
        Assert.Single(seen.GetProperty("onDuty").EnumerateArray());

        using var officer = await host.ApiAsync(grid.Officer);
        (await officer.PostAsync(Of("endLeave"), new { number })).ExpectProblem(403, "place.not-yours");
        (await head.PostAsync(Of("endLeave"), new { number })).Expect(200);
        (await head.PostAsync(Of("endLeave"), new { number })).ExpectProblem(404, "leave.unknown");
    }

    [Fact]
    public async Task The_desk_of_the_community_hears_that_nobody_is_there_to_be_offered_a_task()
    {
        await using var desk = await host.WatcherAsync("community");
        var topic = SmallTown.Community.ToString();
        await desk.WatchAsync(topic);

        var issue = await grid.OfferAsync();

        await desk.HearAsync(topic, "grid.task-unanswered", issue);
        var tasks = await host
            .Services.GetRequiredService<TaskQueries>()
            .GetUnansweredAsync(SmallTown.Community, 1_000);
        Assert.Contains(tasks, task => task.IssueId == issue && task.Grid == grid.Place);
        using var browser = await Browser.SignedInAsync(host, "community");
        Assert.True((await browser.GetAsync("/desk/510105007004")).Expect(200).Has("[data-key=unanswered] a"));
    }

    [Fact]
    public async Task A_volunteer_sees_and_comments_on_what_is_not_hidden_and_does_nothing_else()
    {
        await grid.FillAsync();
        var open = await grid.OfferAsync("ENV-05");
        var hidden = await grid.OfferAsync("NBR-01");
        using var helper = await host.ApiAsync(grid.Helper);

        (await helper.GetAsync($"/api/issues/{open}")).Expect(200);
        (await helper.CommandAsync(open, "comment", new { note = "我去看看" })).Expect(200);
        (await helper.CommandAsync(open, "acknowledge")).ExpectProblem(403, "place.not-yours");
        (await helper.CommandAsync(hidden, "comment", new { note = "我去看看" })).ExpectProblem(404, "issue.unknown");
    }

    private string Roster => $"{grid.Api}/roster";

    private object Officer => new { account = grid.Officer, kind = "officer" };

    private string Of(string command) => $"{grid.Api}/{command}";

    private static string?[] MembersOf(JsonElement roster, string field) =>
        [
            .. roster
                .GetProperty("members")
                .EnumerateArray()
                .Select(it => it.TryGetProperty(field, out var value) ? value.GetString() : null),
        ];
}
