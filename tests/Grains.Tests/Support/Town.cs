using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Renovations;
using CivicGrains.Grains.Interfaces.Common;

namespace CivicGrains.Grains.Tests.Support;

/// <summary>People and places of a test, made through commands as anybody makes them.</summary>
public sealed class Town(CivicCluster cluster)
{
    private const string Community = "510105007004";

    private static int issues;
    private static int places = 99;

    private readonly Guid administrator = cluster.Actors.Add(Role.Administrator, Place.District("510105"));

    /// <summary>A compound with one building, <c>1栋</c>, that names its grid.</summary>
    public async Task<Compound> CompoundAsync(PropertyMode mode = PropertyMode.ProfessionalManaged)
    {
        var number = Next();
        var grid = await GridAsync();
        var place = Place.Compound($"{Community}-C{number:000}");
        var command = new RegisterCompound(
            string.Create(CultureInfo.InvariantCulture, $"小区{number}"),
            mode,
            grid.Place,
            [new Building("1栋", grid.Place, 60)],
            Synthetic: true
        );
        await SurelyAsync(place, administrator, command);
        return new Compound(this, place, grid);
    }

    /// <summary>A general grid with one head.</summary>
    public async Task<GridHome> GridAsync()
    {
        var number = Next();
        var place = Place.Grid(string.Create(CultureInfo.InvariantCulture, $"{Community}-G{number:000}"));
        var head = cluster.Actors.Add(Role.GridHead, place);
        var command = new RegisterGrid("网格", 400, [cluster.Actors.ReferenceOf(head)], Synthetic: true);
        await SurelyAsync(place, administrator, command);
        return new GridHome(place, head);
    }

    /// <summary>A renovation project of a compound.</summary>
    public async Task<Place> ProjectAsync(Compound compound)
    {
        var place = Place.Project($"RNV-2026-{compound.Place.Key}-01");
        await SurelyAsync(place, administrator, new RegisterProject("改造", compound.Grid.Place, Synthetic: true));
        return place;
    }

    public Guid Add(Role role, Place place) => cluster.Actors.Add(role, place);

    public static string NewIssueId() =>
        string.Create(CultureInfo.InvariantCulture, $"QY20261124-{Interlocked.Increment(ref issues):000000}");

    /// <summary>Carries out a command, as the edge does.</summary>
    /// <param name="id">Fresh when null.</param>
    /// <param name="body">What the request said, for its hash.</param>
    public Task<CommandResult> DoAsync(
        Place place,
        Guid account,
        DomainCommand command,
        Guid? id = null,
        string body = "{}"
    ) => cluster.Grain(place).CarryOutAsync(Envelope(account, command, id, body));

    /// <summary>As <see cref="DoAsync"/>; a refusal fails the test.</summary>
    public async Task<CommandResult> SurelyAsync(Place place, Guid account, DomainCommand command, Guid? id = null)
    {
        var result = await DoAsync(place, account, command, id);
        Assert.Null(result.Rejection);
        return result;
    }

    public static CommandEnvelope Envelope(Guid account, DomainCommand command, Guid? id = null, string body = "{}") =>
        new(id ?? Guid.CreateVersion7(), account, [.. SHA256.HashData(Encoding.UTF8.GetBytes(body))], command);

    private static int Next() => Interlocked.Increment(ref places);
}

/// <summary>A grid and its head.</summary>
public sealed record GridHome(Place Place, Guid Head);

/// <summary>A compound and the people a test needs there.</summary>
public sealed class Compound(Town town, Place place, GridHome grid)
{
    public Place Place => place;

    public GridHome Grid => grid;

    public Guid Resident { get; } = town.Add(Role.Resident, place);

    public Guid Manager { get; } = town.Add(Role.PropertyManager, place);

    /// <summary>A resident reports a broken lamp (<c>UTL-04</c>, which the manager of the compound has first).</summary>
    /// <returns>The id of the issue.</returns>
    public async Task<string> ReportAsync(string category = "UTL-04")
    {
        var report = NewReport(category);
        await town.SurelyAsync(place, Resident, report);
        return report.IssueId;
    }

    public static Report NewReport(string category = "UTL-04", string text = "三单元楼道灯不亮") =>
        new(Town.NewIssueId(), category, PrivateText.Of("description", text), "1栋");
}
