using System.Globalization;
using System.Text.Json;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.People;
using CivicGrains.Storage.Photos;
using CivicGrains.WebFrontend.Tests.Photos;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Grids;

/// <summary>Patrols over HTTP. Each test has a grid of its own, with a compound.</summary>
public sealed class PatrolApiTests(TestHost host) : IAsyncLifetime
{
    private FreshGrid grid = null!;
    private Place compound;

    public async ValueTask InitializeAsync()
    {
        grid = await FreshGrid.MakeAsync(host);
        await grid.FillAsync();
        compound = await grid.AddCompoundAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Who_does_not_belong_to_the_grid_records_nothing_and_reads_only_what_they_cover()
    {
        using var nobody = await host.ApiAsync(null);
        (await nobody.PostTextAsync(Record, "no JSON")).ExpectProblem(401, "actor.not-signed-in");
        (await nobody.GetAsync(Patrols)).ExpectProblem(401, "actor.not-signed-in");
        foreach (var account in new[] { "resident", "manager", "other-grid-head", "other-community", "department" })
        {
            using var stranger = await host.ApiAsync(account);
            (await stranger.PostTextAsync(Record, "no JSON")).ExpectProblem(403, "place.not-yours");
            (await stranger.GetAsync(Patrols)).ExpectProblem(403, "place.not-yours");
            (await stranger.GetAsync($"/api/patrols?place={SmallTown.Community}")).ExpectProblem(
                403,
                "place.not-yours"
            );
        }

        // Who covers it reads, and belongs to it no more than others.
        using var community = await host.ApiAsync("community");
        (await community.PostAsync(Record, Passed)).ExpectProblem(403, "place.not-yours");
        (await community.GetAsync(Patrols)).Expect(200);
        // How many there are tells of hidden ones.
        foreach (var account in new[] { grid.Head, grid.Helper })
        {
            using var member = await host.ApiAsync(account);
            (await member.GetAsync($"/api/patrols?place={SmallTown.Community}")).ExpectProblem(403, "place.not-yours");
        }
    }

    [Theory]
    [InlineData("""{"item":"fire","result":"pass"}""", 400, "field.missing", "placeType")]
    [InlineData("""{"placeType":"moon","item":"fire","result":"pass"}""", 400, "field.wrong-type", "placeType")]
    [InlineData("""{"placeType":"street","item":"fire","result":"pass","pay":1}""", 400, "field.unknown", "pay")]
    [InlineData(
        """{"placeType":"street","item":"fire","result":"pass","hazardLevel":"major"}""",
        400,
        "patrol.level-without-hazard",
        "hazardLevel"
    )]
    [InlineData(
        """{"placeType":"street","item":"fire","result":"hazard","hazardLevel":"major"}""",
        400,
        "field.missing",
        "note"
    )]
    [InlineData(
        """{"placeType":"street","item":"livingAlone","result":"hazard","hazardLevel":"major","note":"…","category":"ENV-01"}""",
        400,
        "patrol.category-unfit",
        "category"
    )]
    [InlineData(
        """{"placeType":"street","item":"fire","result":"rectified","hazardLevel":"general"}""",
        400,
        "evidence.missing",
        "note"
    )]
    [InlineData(
        """{"placeType":"building","item":"fire","result":"pass","compound":"compound/510105007004-C001"}""",
        400,
        "patrol.compound-elsewhere",
        "compound"
    )]
    [InlineData(
        """{"placeType":"building","item":"fire","result":"pass","compound":"the moon"}""",
        400,
        "patrol.compound-elsewhere",
        "compound"
    )]
    [InlineData(
        """{"placeType":"building","item":"fire","result":"pass","compound":"{compound}","building":"9栋"}""",
        400,
        "building.unknown",
        "building"
    )]
    [InlineData(
        """{"placeType":"building","item":"fire","result":"pass","note":"a\u0007"}""",
        400,
        "text.control-character",
        "note"
    )]
    [InlineData(
        """{"placeType":"building","item":"fire","result":"pass","photos":["aaaa"]}""",
        400,
        "photo.unknown",
        "photos"
    )]
    public async Task Bad_input_gets_a_clear_answer(string body, int status, string code, string field)
    {
        using var officer = await host.ApiAsync(grid.Officer);
        var text = body.Replace("{compound}", compound.ToString(), StringComparison.Ordinal);

        Assert.Equal(field, (await officer.PostTextAsync(Record, text)).ExpectProblem(status, code).Field);
        Assert.Empty(ItemsOf((await officer.GetAsync(Patrols)).Expect(200)));
    }

    [Fact]
    public async Task A_hazard_becomes_an_issue_of_its_compound_which_the_patrol_names_once()
    {
        using var officer = await host.ApiAsync(grid.Officer);
        await using var watcher = await host.WatcherAsync("community");
        await watcher.WatchAsync(grid.Topic);
        await watcher.WatchAsync(compound.ToString());
        var body = Hazard("fire");

        var first = (await officer.PostAsync(Record, body, key: "one")).Expect(200);
        var again = (await officer.PostAsync(Record, body, key: "one")).Expect(200);
        Assert.Equal(first.GetRawText(), again.GetRawText());
        (await officer.PostAsync(Record, Passed, key: "one")).ExpectProblem(409, "idempotency.other-body");

        var issue = first.GetProperty("issue").GetString()!;
        await watcher.HearAsync(grid.Topic, "grid.patrolled");
        await watcher.HearAsync(compound.ToString(), "issue.reported", issue);
        var seen = (await officer.GetAsync($"/api/issues/{issue}")).Expect(200);
        Assert.Equal("patrol", seen.GetProperty("source").GetString());
        Assert.Equal("楼道堆物", seen.GetProperty("description").GetString());
        var patrol = Assert.Single(ItemsOf((await officer.GetAsync(Patrols)).Expect(200)));
        Assert.Equal(issue, patrol.GetProperty("issue").GetString());
        Assert.Equal(grid.Officer, patrol.GetProperty("name").GetString());
        Assert.Equal("楼道堆物", patrol.GetProperty("note").GetString());
    }

    [Fact]
    public async Task What_is_hidden_is_for_the_chain_and_who_made_it_and_a_volunteer_hears_of_none()
    {
        using var officer = await host.ApiAsync(grid.Officer);
        using var helper = await host.ApiAsync(grid.Helper);
        await using var watcher = await host.WatcherAsync(grid.Helper);
        var before = await watcher.WatchAsync(grid.Topic);

        (await officer.PostAsync(Record, Hazard("livingAlone"))).Expect(200);
        (await officer.PostAsync(Record, Passed with { item = "tenant" })).Expect(200);
        (await officer.PostAsync(Record, Passed)).Expect(200);
        (await helper.PostAsync(Record, Passed with { item = "livingAlone" })).Expect(200);
        (await officer.PostAsync($"{grid.Api}/takeLeave", new { until = TomorrowHour() })).Expect(200);

        var whole = (await officer.GetAsync(Patrols)).Expect(200);
        Assert.Equal([4, 3, 2, 1], NumbersOf(whole));
        var seen = (await helper.GetAsync(Patrols)).Expect(200);
        Assert.Equal([4, 3], NumbersOf(seen));
        Assert.All(
            ItemsOf(seen),
            it => Assert.False(it.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String)
        );
        Assert.Equal("M07", ItemsOf(seen)[0].GetProperty("microGrid").GetString());
        while (true)
        {
            var change = await watcher.NextAsync(grid.Topic);
            Assert.NotEqual("grid.patrolled", change.Kind);
            if (change.Kind == "grid.leave-taken")
            {
                break;
            }
        }

        // Nor when they come back.
        await using var again = await host.WatcherAsync(grid.Helper);
        var missed = await again.WatchAsync(
            grid.Topic,
            before.GetProperty("seq").GetInt64(),
            before.GetProperty("epoch").GetString()
        );
        Assert.DoesNotContain(
            missed.GetProperty("events").EnumerateArray(),
            it => it.GetProperty("kind").GetString() == "grid.patrolled"
        );
    }

    [Fact]
    public async Task A_photo_of_a_patrol_is_for_who_may_see_the_patrol_and_is_kept()
    {
        using var officer = await host.ApiAsync(grid.Officer);
        using var helper = await host.ApiAsync(grid.Helper);
        var photo = (await officer.UploadAsync(Pictures.Jpeg())).Expect(201).GetProperty("id").GetString()!;
        (await helper.PostAsync(Record, Passed with { photos = [photo] })).ExpectProblem(400, "photo.unknown");
        var body = new
        {
            placeType = "building",
            item = "tenant",
            result = "rectified",
            hazardLevel = "general",
            photos = new[] { photo },
        };
        (await officer.PostAsync(Record, body)).Expect(200);

        var path = $"{grid.Api}/patrols/1/photos/{photo}";
        Assert.Equal(200, (await officer.GetAsync(path)).Status);
        Assert.Equal(403, (await helper.GetAsync(path)).Status);
        Assert.Equal(403, (await officer.GetAsync($"{grid.Api}/patrols/2/photos/{photo}")).Status);
        Assert.Equal(404, (await officer.GetAsync($"{grid.Api}/patrols/1/photos/{new string('a', 64)}")).Status);

        var account = await host.Services.GetRequiredService<AccountStore>().FindByNameAsync(grid.Officer);
        var photos = host.Services.GetRequiredService<IPhotoStore>();
        Assert.Equal(0, await photos.CountUnmentionedAsync(account!.Reference));
    }

    [Fact]
    public async Task Offices_count_checked_found_put_right_and_issues_by_grid_and_days()
    {
        using var officer = await host.ApiAsync(grid.Officer);
        (await officer.PostAsync(Record, Passed)).Expect(200);
        (await officer.PostAsync(Record, Hazard("livingAlone"))).Expect(200);
        (
            await officer.PostAsync(
                Record,
                new
                {
                    placeType = "street",
                    item = "other",
                    result = "rectified",
                    hazardLevel = "general",
                    note = "已清理",
                }
            )
        ).Expect(200);

        foreach (
            var (account, place) in new[]
            {
                ("community", SmallTown.Community),
                ("subdistrict", SmallTown.Subdistrict),
                ("centre", SmallTown.District),
            }
        )
        {
            using var desk = await host.ApiAsync(account);
            var counts = (await desk.GetAsync($"/api/patrols?place={place}")).Expect(200);
            var mine = counts
                .GetProperty("grids")
                .EnumerateArray()
                .Single(it => it.GetProperty("grid").GetString() == grid.Topic);
            Assert.Equal(
                [3, 2, 1, 1],
                new[] { "checked", "found", "rectified", "issues" }.Select(name => mine.GetProperty(name).GetInt32())
            );
        }

        using var community = await host.ApiAsync("community");
        (await community.GetAsync("/api/patrols")).ExpectProblem(400, "field.missing");
        (
            await community.GetAsync($"/api/patrols?place={SmallTown.Community}&from=2026-02-01&to=2026-01-01")
        ).ExpectProblem(400, "patrol.period");
        var past = (
            await community.GetAsync($"/api/patrols?place={SmallTown.Community}&from=2026-01-01&to=2026-01-31")
        ).Expect(200);
        Assert.Empty(past.GetProperty("grids").EnumerateArray());
        Assert.Empty(ItemsOf((await community.GetAsync($"{Patrols}?from=2026-01-01&to=2026-01-31")).Expect(200)));
        var page = (await community.GetAsync($"{Patrols}?limit=2")).Expect(200);
        Assert.Equal([3, 2], NumbersOf(page));
        var next = page.GetProperty("next").GetString();
        var last = (await community.GetAsync($"{Patrols}?limit=2&after={next}")).Expect(200);
        Assert.Equal([1], NumbersOf(last));
        (await community.GetAsync($"{Patrols}?after=x")).ExpectProblem(400, "cursor.invalid");
    }

    private string Record => $"{grid.Api}/recordPatrol";

    private string Patrols => $"{grid.Api}/patrols";

    private static PatrolSent Passed => new("street", "fire", "pass", []);

    private object Hazard(string item) =>
        new
        {
            placeType = "building",
            item,
            result = "hazard",
            hazardLevel = "general",
            compound = compound.ToString(),
            building = "1栋",
            note = "楼道堆物",
        };

    private static string TomorrowHour() =>
        TimeProvider.System.GetUtcNow().AddHours(20).ToString("O", CultureInfo.InvariantCulture);

    private static JsonElement[] ItemsOf(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    private static int[] NumbersOf(JsonElement list) =>
        [.. ItemsOf(list).Select(it => it.GetProperty("number").GetInt32())];

    private sealed record PatrolSent(string placeType, string item, string result, string[] photos);
}
