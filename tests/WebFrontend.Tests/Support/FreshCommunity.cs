using System.Globalization;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>
/// A community of a test's own: a master grid, a general grid with two micro-grids, a head and a volunteer for the first,
/// and a dedicated grid without any.
/// </summary>
internal sealed record FreshCommunity(TestHost Host, string Code, string Desk, string Head, string Helper)
{
    private static int last = 700;

    public Place Grid => Place.Grid($"{Code}-G01");

    public Place Dedicated => Place.Grid($"{Code}-D01");

    public string Topic => $"community/{Code}";

    public string Master => $"/api/grids/{Code}";

    public string Api => $"/api/grids/{Grid.Key}";

    public static async Task<FreshCommunity> MakeAsync(TestHost host)
    {
        var number = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        var community = new FreshCommunity(
            host,
            $"510105007{number}",
            $"desk-{number}",
            $"head-of-{number}",
            $"helper-of-{number}"
        );
        foreach (var place in new[] { Place.Grid(community.Code), community.Grid, community.Dedicated })
        {
            await SmallTown.DoAsync(host.Services, place, new RegisterGrid($"网格 {place.Key}", 400, [], false));
        }

        await AddAsync(community.Desk, Role.Community, Place.Community(community.Code));
        await AddAsync(community.Head, Role.GridHead, community.Grid);
        await AddAsync(community.Helper, Role.MicroGridHead, community.Grid);
        using var desk = await host.ApiAsync(community.Desk);
        foreach (var code in new[] { "M01", "M02" })
        {
            await DoAsync(
                "setMicroGrid",
                new
                {
                    code,
                    name = $"{code}栋",
                    households = 60,
                }
            );
        }

        await DoAsync("addMember", new { account = community.Head, kind = "head" });
        await DoAsync(
            "addMember",
            new
            {
                account = community.Helper,
                kind = "volunteer",
                microGrid = "M01",
            }
        );
        return community;

        Task AddAsync(string account, Role role, Place place) =>
            SmallTown.AddAsync(host.Services, account, new HeldRole(role, place));

        async Task DoAsync(string command, object body) =>
            (await desk.PostAsync($"{community.Api}/{command}", body)).Expect(200);
    }

    /// <summary>Starts an emergency, of which both grids have heard afterwards.</summary>
    public async Task StartAsync(object? body = null)
    {
        using var desk = await Host.ApiAsync(Desk);
        await using var watcher = await Host.WatcherAsync(Desk);
        await watcher.WatchAsync(Topic);
        (await desk.PostAsync($"{Master}/startEmergency", body)).Expect(200);
        await watcher.HearAsync(Topic, "grid.roll-called");
        await watcher.HearAsync(Topic, "grid.roll-called");
    }

    /// <summary>Ends it, so that it disturbs no other test.</summary>
    public async Task EndAsync()
    {
        using var desk = await Host.ApiAsync(Desk);
        (await desk.PostAsync($"{Master}/endEmergency")).Expect(200);
    }
}
