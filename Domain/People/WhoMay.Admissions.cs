using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.People;

/// <content>准入: what departments give the staff of grids to do.</content>
public static partial class WhoMay
{
    private const int DepartmentLevel = 3;

    /// <summary>Whether somebody decides what departments may give the staff of grids to do: the district centre.</summary>
    public static bool DecideAdmissions(Actor actor, Place district) => actor.HoldsOver(Role.DistrictCentre, district);

    /// <summary>Keys of the departments whose staff somebody is.</summary>
    public static ImmutableArray<string> DepartmentsOf(Actor actor) =>
        [.. actor.Roles.Where(it => it.Role is Role.Department).Select(it => it.Place.Key)];

    /// <summary>Key of the department whose staff somebody is; null when they are of none.</summary>
    /// <param name="named">The department they speak for, where they are of several; null = the first.</param>
    public static string? DepartmentOf(Actor actor, string? named) =>
        DepartmentsOf(actor).FirstOrDefault(it => named is null || it == named);

    /// <summary>
    /// Key of the department as whose staff, and as nothing else, somebody has to do with an issue; null where they live
    /// there, are staff of another level, or of no department of it.
    /// </summary>
    public static string? ActsAsDepartment(Actor actor, in IssueScope scope)
    {
        if (!IsStaffOf(actor, DepartmentLevel, scope) || LivesAt(actor, scope.Owner))
        {
            return null;
        }

        for (var level = 0; level <= IssueLevels.Last; level++)
        {
            if (level != DepartmentLevel && IsStaffOf(actor, level, scope))
            {
                return null;
            }
        }

        return scope.Department;
    }
}
