using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>Who can change where an issue stands or what comes next, and by which command.</summary>
/// <param name="Row">The command, as the table of commands has it.</param>
/// <param name="Roles">Who may, of all that stand at a level of the place or live there.</param>
/// <param name="Reporter">Whether who reported it may.</param>
public sealed record WhoCan(IssueCommandRow Row, ImmutableArray<HeldRole> Roles, bool Reporter)
{
    /// <summary>Stands for somebody who has nothing to do with the issue but a role.</summary>
    private static readonly Guid Anybody = new("00000000-0000-8000-8000-000000000002");

    /// <summary>
    /// Every command that changes something where the issue stands now, with who may give it: asked of the table of
    /// commands and of <see cref="WhoMay"/>, as the grain asks.
    /// </summary>
    public static ImmutableArray<WhoCan> Of(Issue issue, OwnerProfile owner, Law law)
    {
        if (issue.MovingTo is not null)
        {
            return [];
        }

        var scope = IssueScope.Of(issue, owner, law);
        var offices = OfficesOf(scope);
        var can = ImmutableArray.CreateBuilder<WhoCan>();
        foreach (var row in IssueCommandTable.Rows)
        {
            if (
                !row.Allows(issue.Status)
                || issue.Suspended is not null && !row.WhileSuspended
                || row.Command == typeof(Join)
                || IsRefused(row.Command, issue)
                || !row.Events.Any(it => Changes(it, issue))
            )
            {
                continue;
            }

            var roles = offices.Where(it => WhoMay.Do(new Actor(Anybody, [it]), row.Who, scope)).ToImmutableArray();
            var reporter = WhoMay.Do(new Actor(issue.Reporter, []), row.Who, scope);
            if (reporter || !roles.IsEmpty)
            {
                can.Add(new WhoCan(row, roles, reporter));
            }
        }

        return can.ToImmutable();
    }

    /// <summary>Whether it would be refused whoever asks: what is hidden is not merged, what others hang on is not ended.</summary>
    private static bool IsRefused(Type command, Issue issue) =>
        command == typeof(Merge) ? issue.Visibility is not Visibility.Compound || issue.IsPressed
        : command == typeof(Withdraw) ? !issue.Joined.IsEmpty || !issue.Duplicates.IsEmpty
        : (command == typeof(Void) || command == typeof(Reject) || command == typeof(Relocate))
            && !issue.Duplicates.IsEmpty;

    /// <summary>
    /// Whether an event changes where an issue stands or what comes next; remarks do not, nor who hears of it or comes
    /// to help.
    /// </summary>
    private static bool Changes(Type happened, Issue issue) =>
        happened == typeof(IssueResumed)
            ? issue.Suspended is not null
            : happened != typeof(IssueCommented)
                && happened != typeof(IssueNoted)
                && happened != typeof(IssueAnswered)
                && happened != typeof(IssueFollowed)
                && happened != typeof(IssueLeft)
                && !happened.IsAssignableTo(typeof(IssueWhistleEvent));

    private static ImmutableArray<HeldRole> OfficesOf(in IssueScope scope)
    {
        var place = scope.Owner;
        var offices = ImmutableArray.CreateBuilder<HeldRole>();
        offices.Add(new HeldRole(Role.Resident, place.OfCompound()));
        if (scope.Manager is { } manager)
        {
            offices.Add(new HeldRole(manager, place));
        }

        offices.Add(new HeldRole(Role.GridHead, scope.Grid));
        offices.Add(new HeldRole(Role.Community, Place.Community(place.CommunityCode!)));
        offices.Add(new HeldRole(Role.Subdistrict, Place.Subdistrict(place.SubdistrictCode!)));
        if (scope.Department is { } department)
        {
            offices.Add(new HeldRole(Role.Department, Place.Department(department)));
        }

        offices.Add(new HeldRole(Role.DistrictCentre, Place.District(place.DistrictCode!)));
        return offices.ToImmutable();
    }
}
