using System.Net;
using System.Text.Json;
using CivicGrains.Storage.Rebuild;
using CivicGrains.WebFrontend.Tests.Support;
using Npgsql;

namespace CivicGrains.WebFrontend.Tests.Photos;

public sealed class PhotosOfIssuesTests(TestHost host)
{
    private static readonly string Nowhere = new('a', 64);

    [Fact]
    public async Task A_photo_that_is_unknown_or_of_somebody_else_is_refused_wherever_it_is_named()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var theirs = await resident.PhotoAsync(Pictures.Jpeg());
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);

        foreach (var photo in new[] { Nowhere, theirs })
        {
            IsUnknown(await manager.CommandAsync(id, "resolve", new { note = "好了", photos = new[] { photo } }));
        }

        using var neighbour = await host.ApiAsync("neighbour");
        IsUnknown(await neighbour.PostAsync("/api/issues", Report([theirs])));
        IsUnknown(await resident.PostAsync("/api/issues", Report([theirs, Nowhere])));
        using var head = await host.ApiAsync("grid-head");
        var other = await resident.ReportAsync();
        IsUnknown(await head.CommandAsync(other, "selfHandle", new { note = "好了", photos = new[] { theirs } }));

        static void IsUnknown(Answer answer) =>
            Assert.Equal("photos", answer.ExpectProblem(400, "photo.unknown").Field);
    }

    [Fact]
    public async Task A_sixth_photo_and_one_that_is_named_twice_are_refused()
    {
        using var resident = await host.ApiAsync("resident");
        var photo = await resident.PhotoAsync(Pictures.Jpeg());
        var six = Enumerable.Range(0, 6).Select(n => new string((char)('a' + n), 64)).ToArray();

        var many = (await resident.PostAsync("/api/issues", Report(six))).ExpectProblem(400, "photo.too-many");
        (await resident.PostAsync("/api/issues", Report([photo, photo]))).ExpectProblem(400, "photo.repeated");

        Assert.Equal("photos", many.Field);
    }

    [Fact]
    public async Task A_report_and_its_evidence_show_their_photos_to_who_may_read_the_texts()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var (one, two) = (await resident.PhotoAsync(Pictures.Jpeg()), await resident.PhotoAsync(Pictures.Png()[..]));
        var id = await resident.ReportAsync(photos: [two, one]);
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
        (await manager.CommandAsync(id, "start")).Expect(200);
        var done = await manager.PhotoAsync(Pictures.Jpeg());
        (await manager.CommandAsync(id, "resolve", new { photos = new[] { done } })).Expect(200);

        foreach (var who in new[] { "resident", "neighbour", "manager", "grid-head", "centre" })
        {
            using var api = await host.ApiAsync(who);
            var view = (await api.GetAsync($"/api/issues/{id}")).Expect(200);
            Assert.Equal([(two, "before"), (one, "before"), (done, "after")], PhotosIn(view));
            var timeline = (await api.GetAsync($"/api/issues/{id}/timeline")).Expect(200);
            Assert.Equal([two, one], PhotosAt(timeline, "issue.reported"));
            Assert.Equal([done], PhotosAt(timeline, "issue.resolved"));
            Assert.Empty(PhotosAt(timeline, "issue.started"));
            using var photo = await api.GetRawAsync($"/api/issues/{id}/photos/{done}");
            Assert.Equal(HttpStatusCode.OK, photo.StatusCode);
        }
    }

    [Fact]
    public async Task Who_may_not_read_the_texts_does_not_get_the_photo_either()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync(photos: await resident.PhotoAsync(Pictures.Jpeg()));
        var hidden = await resident.ReportAsync(category: "SVC-01", photos: await resident.PhotoAsync(Pictures.Jpeg()));

        await IsRefusedAsync(id, "stranger", 403, "place.not-yours");
        await IsRefusedAsync(id, "other-community", 403, "place.not-yours");
        await IsRefusedAsync(hidden, "neighbour", 404, "issue.unknown");
        await IsRefusedAsync(hidden, "manager", 404, "issue.unknown");
        await IsRefusedAsync(id, null, 401, "actor.not-signed-in");

        async Task IsRefusedAsync(string issue, string? who, int status, string code)
        {
            var photo = PhotosIn((await resident.GetAsync($"/api/issues/{issue}")).Expect(200))[0].Id;
            using var api = await host.ApiAsync(who);
            (await api.GetAsync($"/api/issues/{issue}/photos/{photo}")).ExpectProblem(status, code);
            (await api.GetAsync($"/api/issues/{issue}/photos/{photo}?size=thumbnail")).ExpectProblem(status, code);
        }
    }

    [Fact]
    public async Task A_photo_is_found_at_its_own_issue_alone()
    {
        using var resident = await host.ApiAsync("resident");
        var photo = await resident.PhotoAsync(Pictures.Jpeg());
        var loose = await resident.PhotoAsync(Pictures.Jpeg());
        var id = await resident.ReportAsync(photos: photo);
        var other = await resident.ReportAsync();

        (await resident.GetAsync($"/api/issues/{other}/photos/{photo}")).ExpectProblem(404, "photo.not-of-issue");
        (await resident.GetAsync($"/api/issues/{id}/photos/{loose}")).ExpectProblem(404, "photo.not-of-issue");
        (await resident.GetAsync($"/api/issues/{id}/photos/nonsense")).ExpectProblem(404, "photo.not-of-issue");
        (await resident.GetAsync($"/api/issues/{id}/photos/{photo}?size=huge")).ExpectProblem(400, "field.wrong-type");
    }

    [Fact]
    public async Task A_photo_is_sent_as_a_picture_that_nobody_else_keeps_and_only_when_it_is_not_there_yet()
    {
        using var resident = await host.ApiAsync("resident");
        var photo = await resident.PhotoAsync(Pictures.Jpeg(1000, 800));
        var id = await resident.ReportAsync(photos: photo);

        using var full = await resident.GetRawAsync($"/api/issues/{id}/photos/{photo}");
        using var small = await resident.GetRawAsync($"/api/issues/{id}/photos/{photo}?size=thumbnail");
        using var again = await resident.GetRawAsync($"/api/issues/{id}/photos/{photo}", $"\"{photo}\"");

        Assert.Equal("image/jpeg", full.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"\"{photo}\"", full.Headers.ETag!.Tag);
        Assert.Equal(
            "private, no-cache",
            string.Join(", ", full.Headers.GetValues("Cache-Control").Order())
                .Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal)
        );
        Assert.Equal("nosniff", Assert.Single(full.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("inline", full.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal((1000, 800), Pictures.SizeOf(await full.Content.ReadAsByteArrayAsync()));
        Assert.Equal((400, 320), Pictures.SizeOf(await small.Content.ReadAsByteArrayAsync()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_topic_of_the_issue_tells_of_its_photos_and_the_ticker_of_the_district_never_does()
    {
        using var resident = await host.ApiAsync("resident");
        await using var neighbour = await host.WatcherAsync("neighbour");
        await using var centre = await host.WatcherAsync("centre");
        await neighbour.WatchAsync(SmallTown.Compound.ToString());
        await centre.WatchAsync("district");
        var photo = await resident.PhotoAsync(Pictures.Jpeg());
        var seq = (await resident.PostAsync("/api/issues", Report([photo]))).Expect(201).GetProperty("seq").GetInt64();

        var heard = (await neighbour.UntilAsync(SmallTown.Compound.ToString(), seq))[^1].View;
        var ticked = (await centre.UntilAsync("district", seq)).Select(change => change.View).ToList();

        Assert.Equal([(photo, "before")], PhotosIn(heard));
        Assert.All(ticked, view => Assert.DoesNotContain("photo", view.GetRawText(), StringComparison.Ordinal));
        var wall = (await resident.GetAsync("/api/wall")).Json.GetRawText();
        Assert.DoesNotContain("photo", wall, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_is_repeated_gets_its_first_answer_with_its_photos()
    {
        using var resident = await host.ApiAsync("resident");
        var body = Report([await resident.PhotoAsync(Pictures.Jpeg())]);

        var first = (await resident.PostAsync("/api/issues", body, key: "photo-report")).Expect(201);
        var again = (await resident.PostAsync("/api/issues", body, key: "photo-report")).Expect(201);

        Assert.Equal(first.GetRawText(), again.GetRawText());
    }

    [Fact]
    public async Task An_issue_that_moves_to_another_owner_keeps_its_photos_and_the_log_says_the_same_as_the_lists()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var photo = await resident.PhotoAsync(Pictures.Jpeg());
        var id = await resident.ReportAsync(photos: photo);
        await using var watcher = await host.WatcherAsync("resident");
        await watcher.WatchAsync($"issue/{id}");
        (await manager.CommandAsync(id, "relocate", new { to = SmallTown.Grid.ToString(), reason = "在院外" })).Expect(
            200
        );
        while ((await watcher.NextAsync($"issue/{id}")).Kind != "issue.taken-over")
        {
            // On its way.
        }

        using var shown = await resident.GetRawAsync($"/api/issues/{id}/photos/{photo}");
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        await using var source = NpgsqlDataSource.Create(host.Database.ConnectionString);
        var report = await new Rebuilder(source).RebuildAsync(swap: false);
        Assert.DoesNotContain(report.Differences, difference => difference.View == "issue_photos");
    }

    private static object Report(string[] photos) =>
        new
        {
            owner = SmallTown.Compound.ToString(),
            category = "UTL-04",
            description = "楼道灯坏了",
            photos,
        };

    private static (string Id, string Stage)[] PhotosIn(JsonElement view) =>
        [
            .. view.GetProperty("photos")
                .EnumerateArray()
                .Select(photo => (photo.GetProperty("id").GetString()!, photo.GetProperty("stage").GetString()!)),
        ];

    private static string[] PhotosAt(JsonElement timeline, string type) =>
        [
            .. timeline
                .EnumerateArray()
                .Single(item => item.GetProperty("type").GetString() == type)
                .GetProperty("photos")
                .EnumerateArray()
                .Select(photo => photo.GetString()!),
        ];
}
