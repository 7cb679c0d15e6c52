using System.Globalization;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Wall;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicGrains.WebFrontend.Tests.Wall;

/// <summary>In a town of its own, so that nobody else reports anything.</summary>
public sealed class WallTests(TestHost shared) : IAsyncDisposable
{
    private const string Hidden = "SVC-01";

    private readonly OwnTown _town = new(shared);

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Nobody_reads_the_wall_without_signing_in()
    {
        using var nobody = await shared.ApiAsync(null);
        (await nobody.GetAsync("/api/wall")).ExpectProblem(401, "actor.not-signed-in");
    }

    [Fact]
    public async Task The_wall_counts_what_is_reported_and_resolved_with_the_number_it_is_true_at()
    {
        var host = await _town.HostAsync();
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var anybody = await host.ApiAsync("stranger");
        var empty = (await anybody.GetAsync("/api/wall")).Expect(200);
        Assert.Equal(0, empty.GetProperty("figures").GetProperty("open").GetInt64());

        var resolved = await resident.ReportAsync();
        await resident.ReportAsync();
        await resident.ReportAsync(category: Hidden);
        (await manager.CommandAsync(resolved, "acknowledge")).Expect(200);
        var last = (await manager.CommandAsync(resolved, "resolve", new { note = "已更换" })).Expect(200);
        await CountedAsync(host, last.GetProperty("seq").GetInt64());

        var wall = (await anybody.GetAsync("/api/wall")).Expect(200);

        Assert.True(wall.GetProperty("seq").GetInt64() >= last.GetProperty("seq").GetInt64());
        AssertNumbers(wall.GetProperty("today"), ("reported", 3), ("resolved", 1));
        AssertNumbers(wall.GetProperty("figures"), ("open", 2), ("overdue", 0), ("dispatched", 2), ("resolved", 1));
        Assert.Equal(
            Enum.GetValues<IssueStatus>().Select(it => it.Camel()).Prepend("overdue").Prepend("open"),
            wall.GetProperty("figures").EnumerateObject().Select(it => it.Name)
        );
        Assert.Equal(2, wall.GetProperty("levels").EnumerateArray().Sum(it => it.GetProperty("open").GetInt64()));
        AssertNumbers(wall.GetProperty("levels")[0], ("level", 0), ("open", 1), ("overdue", 0));
        var subdistrict = Assert.Single(wall.GetProperty("subdistricts").EnumerateArray());
        Assert.Equal("510105007", subdistrict.GetProperty("code").GetString());
        Assert.Equal("草堂街道", subdistrict.GetProperty("name").GetString());
        AssertNumbers(subdistrict, ("open", 2), ("overdue", 0), ("reportedToday", 3), ("resolvedToday", 1));
    }

    [Fact]
    public async Task Figures_of_the_ticker_and_its_snapshot_hold_all_that_they_are_shown_with()
    {
        var host = await _town.HostAsync();
        using var resident = await host.ApiAsync("resident");
        await using var watcher = await host.WatcherAsync("administrator");
        await resident.ReportAsync();
        await resident.ReportAsync();

        var snapshot = (await watcher.WatchAsync("district")).GetProperty("snapshot");
        AssertNumbers(snapshot.GetProperty("figures"), ("open", 2), ("overdue", 0), ("dispatched", 2));
        Assert.Equal(2, snapshot.GetProperty("items").GetArrayLength());

        // Nothing comes after it, so that figures from before it would stand on the screen for ever.
        await resident.ReportAsync();
        var last = await NewestAsync(host);
        var change = (await watcher.UntilAsync("district", last))[^1];
        AssertNumbers(change.View.GetProperty("figures"), ("open", 3), ("dispatched", 3));
    }

    [Fact]
    public async Task Figures_that_are_held_back_say_up_to_when_they_hold()
    {
        var host = await _town.HostAsync();
        using var resident = await host.ApiAsync("resident");
        using var anybody = await host.ApiAsync("stranger");
        using var centre = await Browser.SignedInAsync(host, "centre");
        await using var connection = await host.Database.Source.OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using (
            var hold = new NpgsqlCommand("select from cursors where name = 'projector' for update", connection)
        )
        {
            await hold.ExecuteNonQueryAsync();
        }

        await resident.ReportAsync();
        await resident.ReportAsync();
        var missing = await host.Database.ScalarAsync<DateTime>(
            "select min(at) from events where seq > (select seq from cursors where name = 'projector')"
        );

        var wall = (await anybody.GetAsync("/api/wall")).Expect(200);
        Assert.Equal(missing, wall.GetProperty("trueAt").GetDateTime().ToUniversalTime());
        Assert.True(wall.GetProperty("trueAt").GetDateTime() < wall.GetProperty("at").GetDateTime());
        var region = (await centre.GetAsync("/wall?fragment=figures")).One("live-region");
        Assert.Equal(
            new DateTimeOffset(missing).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            region.GetAttribute("data-true-at")
        );

        await held.RollbackAsync();
        await CountedAsync(host, await NewestAsync(host));
        wall = (await anybody.GetAsync("/api/wall")).Expect(200);
        Assert.Equal(wall.GetProperty("at").GetDateTime(), wall.GetProperty("trueAt").GetDateTime());
    }

    private static Task CountedAsync(TestHost host, long seq) =>
        host.Services.GetRequiredService<ProjectorProgress>().CaughtUpAsync(seq);

    private static Task<long> NewestAsync(TestHost host) =>
        host.Database.ScalarAsync<long>("select max(seq) from events");

    private static void AssertNumbers(JsonElement json, params (string Name, long Value)[] expected) =>
        Assert.All(expected, it => Assert.Equal(it.Value, json.GetProperty(it.Name).GetInt64()));
}
