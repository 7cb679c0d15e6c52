using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <content>
/// 准入: departments give the staff of grids no new tasks that the district centre has not admitted. What residents
/// report, and a grid handles by its category, is no task of a department.
/// </content>
public static partial class IssueLifecycle
{
    /// <summary>
    /// What a department reports at a grid is its own wish, and so is what it found itself on a patrol. At a compound or a
    /// project it reports else on behalf of those who live there.
    /// </summary>
    private static Rejection? CheckTaskOfReport(
        OwnerProfile owner,
        Report command,
        Actor by,
        in IssueScope scope,
        IssueTerms terms,
        string category,
        Law law,
        DateTimeOffset now
    ) =>
        owner.Place.Kind is PlaceKind.Grid || command.Source is IssueSource.Patrol
            ? CheckTask(
                IssueLevels.HandlerAt(scope.FirstLevel, owner, command.Building, terms).Place,
                category,
                by,
                scope,
                law,
                now
            )
            : null;

    /// <summary>Why a department may not give a place something to do; null when it may, or nobody of a department does.</summary>
    private static Rejection? CheckTask(
        Place to,
        string category,
        Actor by,
        in IssueScope scope,
        Law law,
        DateTimeOffset now
    ) =>
        to.Kind is PlaceKind.Grid
        && WhoMay.ActsAsDepartment(by, scope) is { } department
        && !law.Admits(department, category, to, TownTime.DateOf(now))
            ? Rejections.AdmissionMissing.With(null, department, category, to)
            : null;

    private static Rejection? CheckTask(in Here here, Place to) =>
        CheckTask(
            to,
            here.Issue.Category,
            here.Actor,
            IssueScope.Of(here.Issue, here.Owner, here.Law),
            here.Law,
            here.Now
        );
}
