using System.Collections.Immutable;
using System.Globalization;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>A grid of a test's own in the small town, and people who may belong to it.</summary>
/// <param name="Head">Account that holds the role of a head there; so do the two that follow.</param>
/// <param name="Helper">Account of a volunteer.</param>
internal sealed record FreshGrid(TestHost Host, Place Place, string Head, string Officer, string Helper)
{
    private static int last = 500;

    /// <summary>Where the API has it.</summary>
    public string Api => $"/api/grids/{Place.Key}";

    /// <summary>Its page.</summary>
    public string Page => $"/grids/{Place.Key}";

    /// <summary>Its topic.</summary>
    public string Topic => Place.ToString();

    /// <summary>Registers a grid that nobody belongs to yet.</summary>
    public static async Task<FreshGrid> MakeAsync(TestHost host)
    {
        var number = Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        var place = Place.Parse($"grid/{SmallTown.CommunityCode}-G{number}");
        await SmallTown.DoAsync(host.Services, place, new RegisterGrid($"网格 {number}", 400, [], false));
        var grid = new FreshGrid(host, place, $"head-{number}", $"officer-{number}", $"helper-{number}");
        await SmallTown.AddAsync(host.Services, grid.Head, new HeldRole(Role.GridHead, place));
        await SmallTown.AddAsync(host.Services, grid.Officer, new HeldRole(Role.GridHead, place));
        await SmallTown.AddAsync(host.Services, grid.Helper, new HeldRole(Role.MicroGridHead, place));
        return grid;
    }

    /// <summary>Puts a head, an officer and a volunteer with a micro-grid on its roster.</summary>
    public async Task FillAsync()
    {
        using var community = await Host.ApiAsync("community");
        foreach (
            var (command, body) in new (string, object)[]
            {
                (
                    "setMicroGrid",
                    new
                    {
                        code = "M07",
                        name = "1栋",
                        households = 60,
                    }
                ),
                ("addMember", new { account = Head, kind = "head" }),
                ("addMember", new { account = Officer, kind = "officer" }),
                (
                    "addMember",
                    new
                    {
                        account = Helper,
                        kind = "volunteer",
                        microGrid = "M07",
                    }
                ),
            }
        )
        {
            (await community.PostAsync($"{Api}/{command}", body)).Expect(200);
        }
    }

    /// <summary>Registers a compound with one building, <c>1栋</c>, that the grid looks after.</summary>
    public async Task<Place> AddCompoundAsync()
    {
        var compound = Place.Parse($"compound/{SmallTown.CommunityCode}-C{Place.Key[^3..]}");
        ImmutableArray<Building> buildings = [new("1栋", Place, 60)];
        await SmallTown.DoAsync(
            Host.Services,
            compound,
            new RegisterCompound($"小区 {compound.Key}", PropertyMode.ProfessionalManaged, Place, buildings, false)
        );
        return compound;
    }

    /// <summary>A resident reports something and the community gives it to this grid, which has heard of it.</summary>
    public async Task<string> OfferAsync(string category = "NBR-01")
    {
        using var resident = await Host.ApiAsync("resident");
        using var community = await Host.ApiAsync("community");
        await using var watcher = await Host.WatcherAsync("community");
        await watcher.WatchAsync(Topic);
        var issue = await resident.ReportAsync(category: category, text: "楼上夜间噪声");
        (await community.CommandAsync(issue, "dispatch", new { to = Topic })).Expect(200);
        await watcher.HearAsync(Topic, "grid.task-offered", issue);
        return issue;
    }
}
