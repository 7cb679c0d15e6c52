using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>
/// Issues of the last hours that are still in somebody's hands, so that whoever signs in with one of the first demo
/// accounts finds something to do, and a few that are overdue.
/// </summary>
internal static class Showcase
{
    /// <summary>The issues that were reported within the span.</summary>
    public static IEnumerable<PlannedIssue> Issues(
        DistrictPlan plan,
        Cast cast,
        DateTimeOffset from,
        DateTimeOffset until
    )
    {
        foreach (var (hoursAgo, owner, category, by, story) in Chain(plan, cast).Concat(Others(plan, cast)))
        {
            var at = until.AddHours(-hoursAgo);
            if (at > from)
            {
                var text = DemoTexts.Categories[category].Reports[0];
                yield return new PlannedIssue(
                    at,
                    owner,
                    category,
                    // A project has no buildings of its own.
                    owner.Kind is PlaceKind.Project
                        ? null
                        : "1栋",
                    by,
                    IssueSource.Resident,
                    text.Replace("{b}", "1栋", StringComparison.Ordinal),
                    story
                );
            }
        }
    }

    private static Shown[] Chain(DistrictPlan plan, Cast cast)
    {
        var home = plan.ChainCompound.Place;
        var project = plan.Projects.Single(p => p.Place.OfCompound() == home).Place;
        var own = cast.ResidentsOf(home)[0];
        var neighbour = cast.ResidentsOf(home)[1];
        return
        [
            // At the property manager.
            new(0.7, home, "UTL-04", own, Waits()),
            new(2, home, "BLD-02", neighbour, Waits(IssueStatus.Acknowledged)),
            new(5, home, "BLD-01", own, Waits(IssueStatus.InProgress)),
            new(20, home, "ORD-01", neighbour, Waits()),
            new(28, home, "ENV-04", own, Waits(IssueStatus.Resolved)),
            // At the contractor.
            new(1.2, project, "RNV-03", neighbour, Waits(IssueStatus.InProgress)),
            new(5, project, "RNV-02", own, Waits()),
            // At the grid head: by category, and handed up.
            new(1, home, "SVC-01", neighbour, Waits()),
            new(3, home, "ENV-05", own, Waits(IssueStatus.Acknowledged)),
            new(6, home, "BLD-01", neighbour, Waits() with { HandUps = 1 }),
            // At the community's desk, and at the subdistrict.
            new(4, home, "SVC-02", own, Waits()),
            new(8, project, "RNV-01", own, Waits()),
            new(11, home, "BLD-01", neighbour, Waits() with { HandUps = 2 }),
            // At the housing department.
            new(16, home, "PTY-01", own, Waits() with { HandUps = 3 }),
            new(22, project, "RNV-02", neighbour, Waits(IssueStatus.Acknowledged) with { HandUps = 3 }),
            // At the district centre: handed up to the top, and left alone until no level was left.
            new(30, home, "BLD-01", own, Waits() with { HandUps = 4 }),
            new(8.1 * 24, home, "BLD-01", neighbour, Waits()),
        ];
    }

    private static Shown[] Others(DistrictPlan plan, Cast cast)
    {
        var selfManaged = plan.First(PropertyMode.SelfManaged).Place;
        var inTrust = plan.First(PropertyMode.CommunityTrust).Place;
        var one = cast.ResidentsOf(selfManaged)[0];
        var another = cast.ResidentsOf(inTrust)[0];
        return
        [
            // At the lead of a compound that runs itself.
            new(3, selfManaged, "UTL-04", one, Waits()),
            new(21, selfManaged, "ENV-04", one, Waits(IssueStatus.InProgress)),
            // At the trustee.
            new(2.5, inTrust, "BLD-02", another, Waits()),
            new(18, inTrust, "ENV-04", another, Waits(IssueStatus.Acknowledged)),
            // At the community's desk.
            new(10, selfManaged, "SVC-03", one, Waits(IssueStatus.InProgress)),
            // Overdue.
            new(9.3 * 24, selfManaged, "UTL-04", one, Waits()),
            new(7.6 * 24, inTrust, "ORD-01", another, Waits()),
        ];
    }

    private static IssueStory Waits(IssueStatus until = IssueStatus.Dispatched) => new() { StopsAt = until };

    private sealed record Shown(
        double HoursAgo,
        Place Owner,
        string Category,
        PlannedPerson Reporter,
        IssueStory Story
    );
}
