using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Tests.Support;

namespace CivicGrains.Grains.Tests.Rules;

/// <summary>Rules that compounds, grids and projects hold, changed while everything runs.</summary>
[Collection(nameof(SharedCluster))]
public sealed class OwnerRulesTests(CivicClusterFixture fixture)
{
    private static readonly RuleOverrides Photo = new(
        [],
        [new CategoryOverride("UTL-04", Evidence: EvidenceDuty.Photo)]
    );

    private readonly Town town = new(fixture.Cluster);

    [Fact]
    public async Task Who_may_not_or_has_seen_another_version_is_refused_by_the_grain_itself()
    {
        var compound = await town.CompoundAsync();
        var community = Community(compound.Place);

        foreach (var account in new[] { compound.Resident, compound.Manager, compound.Grid.Head })
        {
            var refused = await town.DoAsync(compound.Place, account, Publish(Photo));
            Assert.Equal("place.not-yours", refused.Rejection?.Code);
        }

        Assert.Equal(
            "edit.outdated",
            (await town.DoAsync(compound.Place, community, Publish(Photo, 1))).Rejection?.Code
        );
        var project = await town.ProjectAsync(compound);
        Assert.Equal("place.not-yours", (await town.DoAsync(project, community, Publish(Photo))).Rejection?.Code);
    }

    [Fact]
    public async Task They_hold_from_the_next_report_on_also_for_a_grain_that_forgot_everything_and_for_no_other_place()
    {
        var (compound, next) = (await town.CompoundAsync(), await town.CompoundAsync());
        var community = Community(compound.Place);
        var before = await compound.ReportAsync();
        var published = await town.SurelyAsync(compound.Place, community, Publish(Photo, 0));
        Assert.Equal("""{"version":1}""", published.Answer);
        await fixture.Cluster.ForgetAsync(compound.Place);

        var after = await compound.ReportAsync();
        var elsewhere = await next.ReportAsync();

        Assert.Null((await ResolveAsync(compound, before)).Rejection);
        Assert.Equal("evidence.missing", (await ResolveAsync(compound, after)).Rejection?.Code);
        Assert.Null((await ResolveAsync(next, elsewhere)).Rejection);
        var again = await town.SurelyAsync(compound.Place, community, Publish(Photo, 1));
        Assert.Equal("""{"version":1}""", again.Answer);
    }

    [Fact]
    public async Task A_grid_and_a_project_hold_theirs_and_the_row_of_the_place_shows_them()
    {
        var compound = await town.CompoundAsync();
        var project = await town.ProjectAsync(compound);
        var subdistrict = town.Add(Role.Subdistrict, Place.Subdistrict(project.SubdistrictCode!));
        var quick = new RuleOverrides([new ClassOverride(UrgencyClass.P3, Cap: TimeLimit.WorkingDays(3))], []);

        await town.SurelyAsync(compound.Grid.Place, subdistrict, Publish(quick, 0));
        await town.SurelyAsync(project, subdistrict, Publish(quick, 0));

        foreach (var place in new[] { compound.Grid.Place, project })
        {
            var row = Assert.Single(
                await fixture.Cluster.Database.ColumnAsync<string>(
                    "select rules::text from owners where place = $1",
                    place.ToString()
                )
            );
            var rules = OwnerRules.Read(row);
            Assert.Equal(1, rules.Version);
            Assert.True(rules.Overrides.SaysTheSameAs(quick));
        }
    }

    private async Task<CommandResult> ResolveAsync(Compound compound, string id)
    {
        await town.SurelyAsync(compound.Place, compound.Manager, new Acknowledge(id));
        await town.SurelyAsync(compound.Place, compound.Manager, new Start(id));
        return await town.DoAsync(
            compound.Place,
            compound.Manager,
            new Resolve(id, PrivateText.Of("note", "已更换"), [])
        );
    }

    private Guid Community(Place place) => town.Add(Role.Community, Place.Community(place.CommunityCode!));

    private static PublishOwnerRules Publish(RuleOverrides overrides, int? seen = null) =>
        new(overrides, seen, PrivateText.Of("reason", "居民代表会议的决定"));
}
