using System.Collections.Immutable;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.WebFrontend.Demo;

namespace CivicGrains.WebFrontend.Tests.Demo;

public sealed class HistoryPlanTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);
    private static readonly DistrictPlan _plan = DistrictPlan.Create();
    private static readonly Cast _cast = Cast.Of(_plan);
    private static readonly ImmutableArray<PlannedIssue> _issues = HistoryPlan.Draw(
        _plan,
        _cast,
        _now.AddDays(-90),
        _now,
        6_000
    );

    [Fact]
    public void About_6000_issues_are_spread_over_90_days()
    {
        Assert.InRange(_issues.Length, 5_700, 6_300);
        Assert.All(_issues, i => Assert.InRange(i.ReportedAt, _now.AddDays(-90), _now));
        var days = _issues.CountBy(i => TownTime.Midnight(i.ReportedAt)).ToList();
        Assert.InRange(days.Count, 90, 91);
    }

    [Fact]
    public void Most_are_reported_in_daytime_and_noise_at_night()
    {
        Assert.InRange(InDaytime(_issues), 0.6, 0.95);
        Assert.InRange(InDaytime(_issues.Where(i => i.Category == "ENV-05")), 0.2, 0.6);
    }

    [Fact]
    public void Every_category_occurs_and_has_its_texts()
    {
        Assert.Equal(
            DefaultRules.Law.Categories.Keys.Order(StringComparer.Ordinal),
            DemoTexts.Categories.Keys.Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.Equal(31, _issues.Select(i => i.Category).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(_issues, i => i.Description.Contains('{', StringComparison.Ordinal));
    }

    [Fact]
    public void Renovation_is_reported_at_projects_only()
    {
        Assert.All(
            _issues,
            i => Assert.Equal(i.Owner.Kind is PlaceKind.Project, i.Category.StartsWith("RNV", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void A_resident_reports_at_the_own_compound_its_grid_or_its_project()
    {
        Assert.All(
            _issues.Where(i => i.Source is IssueSource.Resident),
            i =>
            {
                var home = i.Reporter.Place;
                var grid = _plan.Compounds.Single(c => c.Place == home).HomeGrid;
                Assert.True(i.Owner == home || i.Owner == grid || i.Owner.OfCompound() == home);
            }
        );
    }

    [Fact]
    public void A_building_is_one_of_the_owners()
    {
        var buildings = _plan.Compounds.ToDictionary(
            c => c.Place,
            c => c.Buildings.Select(b => b.Name).ToHashSet(StringComparer.Ordinal)
        );
        Assert.All(
            _issues.Where(i => i.Building is not null),
            i => Assert.Contains(i.Building!, buildings[i.Owner.OfCompound()])
        );
    }

    [Fact]
    public void The_same_seed_tells_the_same_history()
    {
        Assert.Equal(_issues, HistoryPlan.Draw(_plan, Cast.Of(_plan), _now.AddDays(-90), _now, 6_000));
    }

    private static double InDaytime(IEnumerable<PlannedIssue> issues)
    {
        var hours = issues.Select(i => TownTime.SinceMidnight(i.ReportedAt).Hours).ToList();
        return hours.Count(h => h is >= 7 and < 20) / (double)hours.Count;
    }
}
