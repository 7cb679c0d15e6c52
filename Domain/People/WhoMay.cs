using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.People;

/// <summary>Who may carry out a command. Several may be joined: then any of them.</summary>
[Flags]
public enum Who
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>Residents of the place as residents; staff who cover the place on behalf of somebody.</summary>
    Reporting = 1,

    /// <summary>Who reported it.</summary>
    Reporter = 2,

    /// <summary>The reporter; where the category says so, any resident of the compound.</summary>
    Rater = 4,

    /// <summary>Staff of the level that has it.</summary>
    Handler = 8,

    /// <summary>Staff of the level that has it, or of the next one above, covering the place.</summary>
    LevelOrAbove = 16,

    /// <summary>A head of the grid it lies in.</summary>
    GridOfficer = 32,

    /// <summary>Staff of any level of its chain.</summary>
    Chain = 64,

    /// <summary>Whoever may see it.</summary>
    Watcher = 128,

    /// <summary>The platform itself.</summary>
    Platform = 256,

    /// <summary>Staff of the level that is to decide what the handler asks for.</summary>
    Decider = 512,

    /// <summary>Staff of any level above the one that has it; at the last level its own.</summary>
    Superior = 1_024,

    /// <summary>Staff of the subdistrict or of the district centre.</summary>
    Coordinator = 2_048,

    /// <summary>Staff of the district centre, who decide whose something is.</summary>
    Arbiter = 4_096,

    /// <summary>A volunteer who looks after a part of the grid it lies in.</summary>
    Helper = 8_192,

    /// <summary>A resident of the place who may read it, whom it may affect as well.</summary>
    Affected = 16_384,

    /// <summary>Staff of the grid, the community or the subdistrict, where they belong to its chain.</summary>
    Whistler = 32_768,

    /// <summary>Staff of a department that is called in to help.</summary>
    Whistled = 65_536,

    /// <summary>Staff of the subdistrict.</summary>
    Subdistrict = 131_072,
}

/// <summary>
/// May somebody do this here, see this, watch this? The one table, asked at the edge and again in the grain. It is
/// replaced when permissions proper are built.
/// </summary>
/// <remarks>
/// Level 0 of a compound is property manager, compound lead or trustee by its mode, of a project the contractor; level
/// 1 the head of the grid (a master grid's head covers its community) or the community; 2 the subdistrict; 3 the
/// department; 4 the district centre. A department that is called in to help belongs to the chain while its whistle is
/// open or waits to be rated, and has no right of who handles it. The administrator keeps places and rules, and sees no
/// issue.
/// </remarks>
public static partial class WhoMay
{
    private const int GridLevel = 1;
    private const int SubdistrictLevel = 2;

    /// <summary>Whether somebody is one of these for an issue.</summary>
    public static bool Do(Actor actor, Who who, in IssueScope scope) =>
        (who.HasFlag(Who.Reporter) && actor.Reference == scope.Reporter)
        || (who.HasFlag(Who.Handler) && IsStaffOf(actor, scope.Level, scope))
        || (
            who.HasFlag(Who.LevelOrAbove)
            && (IsStaffOf(actor, scope.Level, scope) || IsStaffOf(actor, scope.LevelAbove, scope))
        )
        || (who.HasFlag(Who.Decider) && scope.DeciderLevel is { } decider && IsStaffOf(actor, decider, scope))
        || (who.HasFlag(Who.Superior) && IsStaffOfAnyLevel(actor, Math.Min(scope.Level + 1, IssueLevels.Last), scope))
        || (
            who.HasFlag(Who.Coordinator)
            && (IsStaffOf(actor, SubdistrictLevel, scope) || IsStaffOf(actor, IssueLevels.Last, scope))
        )
        || (who.HasFlag(Who.Arbiter) && IsStaffOf(actor, IssueLevels.Last, scope))
        || (who.HasFlag(Who.Whistler) && IsWhistler(actor, scope))
        || (who.HasFlag(Who.Whistled) && IsWhistled(actor, scope))
        || (who.HasFlag(Who.Subdistrict) && IsStaffOf(actor, SubdistrictLevel, scope))
        || (who.HasFlag(Who.Rater) && MayRate(actor, scope))
        || (who.HasFlag(Who.Helper) && IsHelper(actor, scope))
        || (who.HasFlag(Who.GridOfficer) && actor.HoldsOver(Role.GridHead, scope.Grid))
        || (who.HasFlag(Who.Chain) && IsInChain(actor, scope))
        || (who.HasFlag(Who.Watcher) && See(actor, scope))
        || (who.HasFlag(Who.Affected) && ReadsAsResident(actor, scope))
        || (who.HasFlag(Who.Platform) && IsPlatform(actor))
        || (who.HasFlag(Who.Reporting) && (LivesAt(actor, scope.Owner) || IsStaffOfAnyLevel(actor, 0, scope)));

    /// <summary>Whether somebody may see that the issue is there and how it stands.</summary>
    public static bool See(Actor actor, in IssueScope scope) =>
        SeeTexts(actor, scope) || scope.Followers.Contains(actor.Reference);

    /// <summary>
    /// Whether somebody may read its texts as well: the reporter, the chain, and where it is not hidden the residents
    /// and the volunteers of its grid.
    /// </summary>
    public static bool SeeTexts(Actor actor, in IssueScope scope) =>
        actor.Reference == scope.Reporter
        || IsInChain(actor, scope)
        || IsHelper(actor, scope)
        || ReadsAsResident(actor, scope);

    /// <summary>
    /// Whether somebody belongs to the chain that handles an issue: staff of its levels, and of departments that are
    /// called in. A hidden issue that begins above the compound is not for who runs the compound.
    /// </summary>
    public static bool IsInChain(Actor actor, in IssueScope scope) =>
        IsStaffOfAnyLevel(actor, FirstLevelOf(scope), scope) || IsWhistled(actor, scope);

    /// <summary>Whether somebody is staff of a department.</summary>
    /// <param name="department">Its key, such as <c>housing</c>.</param>
    public static bool IsOfDepartment(Actor actor, string department) =>
        actor.Holds(Role.Department, Place.Department(department));

    /// <summary>Whether somebody is staff of a department that is called in to help.</summary>
    public static bool IsWhistled(Actor actor, in IssueScope scope)
    {
        foreach (var department in scope.Whistled ?? [])
        {
            if (IsOfDepartment(actor, department))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether somebody lives where an owner is: in the compound, in the one that a project renovates, or in the
    /// community of a grid (which compounds a street-level grid touches is not known to it).
    /// </summary>
    public static bool LivesAt(Actor actor, Place owner)
    {
        foreach (var (role, home) in actor.Roles)
        {
            if (
                role is Role.Resident
                && (owner.Kind is PlaceKind.Grid ? home.CommunityCode == owner.CommunityCode : home.Covers(owner))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether somebody is staff of any level that covers the place, whoever may see the issue.</summary>
    public static bool IsStaffCovering(Actor actor, in IssueScope scope) => IsStaffOfAnyLevel(actor, 0, scope);

    /// <summary>Whether somebody keeps the places and rules of the district that a place lies in.</summary>
    public static bool Administer(Actor actor, Place place) => actor.HoldsOver(Role.Administrator, place);

    /// <summary>
    /// Whether somebody may publish the rules of an owner: the subdistrict that covers it and the administrator, for a
    /// compound or a grid its community as well. Never who is level 0 there, whatever else they are: they would loosen
    /// their own clocks.
    /// </summary>
    public static bool PublishRules(Actor actor, Place owner) =>
        !actor.Roles.Any(held => IsOfPlace(held.Role) && held.Place.Covers(owner))
        && (
            Administer(actor, owner)
            || actor.HoldsOver(Role.Subdistrict, owner)
            || (owner.Kind is PlaceKind.Compound or PlaceKind.Grid && actor.HoldsOver(Role.Community, owner))
        );

    /// <summary>Whether somebody may read why the rules of an owner are as they are: who lives or works there, and who covers it.</summary>
    public static bool ReadReasonsOfRules(Actor actor, Place owner) =>
        LivesAt(actor, owner) || actor.Roles.Any(held => held.Role is not Role.Department && held.Place.Covers(owner));

    /// <summary>Whether somebody may say who belongs to a grid: its community, its subdistrict and the administrator.</summary>
    public static bool KeepRoster(Actor actor, Place grid) =>
        Administer(actor, grid) || actor.HoldsOver(Role.Subdistrict, grid) || actor.HoldsOver(Role.Community, grid);

    /// <summary>
    /// Whether somebody may plan who is on duty at a grid and who is away: whoever keeps its roster, and its heads and
    /// that of the master grid. An officer holds the role of a head, and is known by the roster.
    /// </summary>
    /// <param name="own">What they are on the roster; null when they are not on it.</param>
    public static bool PlanDuty(Actor actor, Place grid, MemberKind? own) =>
        KeepRoster(actor, grid) || (own is null or MemberKind.Head && actor.HoldsOver(Role.GridHead, grid));

    /// <summary>Whether somebody may be on the roster of a grid: offered its tasks, or as a volunteer invited to help.</summary>
    public static bool BelongTo(Actor person, Place grid, MemberKind kind) =>
        person.HoldsOver(Role.GridHead, grid)
        || (kind is MemberKind.Volunteer && person.Holds(Role.MicroGridHead, grid));

    /// <summary>Whether somebody may read the roster and rota of a grid: whoever may watch it, and who keeps it.</summary>
    public static bool ReadRoster(Actor actor, Place grid) => KeepRoster(actor, grid) || Watch(actor, grid, []);

    /// <summary>Whether somebody reads the names of who is on it: staff who cover the grid, never its volunteers.</summary>
    public static bool ReadNamesOfRoster(Actor actor, Place grid) =>
        KeepRoster(actor, grid) || actor.HoldsOver(Role.GridHead, grid) || actor.HoldsOver(Role.DistrictCentre, grid);

    /// <summary>
    /// Whether somebody may try other rules on the past of an owner: who may publish them, and who may read why they are
    /// as they are. Issues that are hidden from them have no part in it.
    /// </summary>
    public static bool SimulateRules(Actor actor, Place owner) =>
        PublishRules(actor, owner) || ReadReasonsOfRules(actor, owner);

    /// <summary>Whether a role is level 0 of the place it is held at.</summary>
    private static bool IsOfPlace(Role role) =>
        role is Role.PropertyManager or Role.CompoundLead or Role.Trustee or Role.Contractor;

    /// <summary>
    /// Whether somebody keeps the platform itself running: an administrator of whatever district, as all share one
    /// platform.
    /// </summary>
    public static bool Operate(Actor actor)
    {
        foreach (var held in actor.Roles)
        {
            if (held.Role is Role.Administrator)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether this is the platform itself.</summary>
    public static bool IsPlatform(Actor actor) => actor.Holds(Role.Platform, default);

    /// <summary>
    /// Whether somebody may watch the topic of a place. Of an issue, ask <see cref="See"/>; <c>district</c> is for any
    /// signed-in account and <c>me</c> for oneself.
    /// </summary>
    /// <param name="grids">The grids of a compound or project (its home grid and those of its buildings); else empty.</param>
    public static bool Watch(Actor actor, Place topic, ReadOnlySpan<Place> grids)
    {
        foreach (var (role, place) in actor.Roles)
        {
            if (Watches(role, place, topic, grids))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether somebody who watches a place hears there of what is hidden too: staff, not who only helps.</summary>
    public static bool WatchHidden(Actor actor, Place topic)
    {
        foreach (var (role, place) in actor.Roles)
        {
            if (role is not Role.MicroGridHead && Watches(role, place, topic, []))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the topic of a place may show an issue at all: hidden ones only where staff alone watch.</summary>
    public static bool Shows(PlaceKind topic, Visibility visibility) =>
        visibility is Visibility.Compound || topic is PlaceKind.Grid or PlaceKind.Community or PlaceKind.Subdistrict;

    private static bool Watches(Role role, Place place, Place topic, ReadOnlySpan<Place> grids) =>
        role switch
        {
            Role.Resident or Role.PropertyManager or Role.CompoundLead or Role.Trustee or Role.Contractor => topic.Kind
                is PlaceKind.Compound
                    or PlaceKind.Project
                && place.Covers(topic),
            Role.GridHead => place.Covers(topic) || CoversAny(place, grids),
            Role.MicroGridHead => place == topic,
            Role.Community or Role.Subdistrict or Role.DistrictCentre => place.Covers(topic),
            // Departments see what compounds and projects show, and have a desk; those of others are not theirs.
            Role.Department => topic.Kind is PlaceKind.Compound or PlaceKind.Project || place == topic,
            _ => false,
        };

    private static bool CoversAny(Place place, ReadOnlySpan<Place> grids)
    {
        foreach (var grid in grids)
        {
            if (place.Covers(grid))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether somebody may read it because they live there: what is hidden or of the street is not theirs.</summary>
    private static bool ReadsAsResident(Actor actor, in IssueScope scope) =>
        scope.Visibility is Visibility.Compound
        && scope.Owner.Kind is not PlaceKind.Grid
        && LivesAt(actor, scope.Owner);

    private static int FirstLevelOf(in IssueScope scope) => scope.Visibility is Visibility.Chain ? scope.FirstLevel : 0;

    private static bool IsWhistler(Actor actor, in IssueScope scope)
    {
        for (var level = Math.Max(GridLevel, FirstLevelOf(scope)); level <= SubdistrictLevel; level++)
        {
            if (IsStaffOf(actor, level, scope))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Who helps sees what is not hidden, as those who live there do.</summary>
    private static bool IsHelper(Actor actor, in IssueScope scope) =>
        scope.Visibility is Visibility.Compound && actor.Holds(Role.MicroGridHead, scope.Grid);

    private static bool MayRate(Actor actor, in IssueScope scope) =>
        actor.Reference == scope.Reporter
        || (scope.RatedBy is RatedBy.Compound && SeeTexts(actor, scope) && LivesAt(actor, scope.Owner));

    private static bool IsStaffOfAnyLevel(Actor actor, int from, in IssueScope scope)
    {
        for (var level = from; level <= IssueLevels.Last; level++)
        {
            if (IsStaffOf(actor, level, scope))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether somebody is staff of a level that covers the place.</summary>
    public static bool IsStaffOf(Actor actor, int level, in IssueScope scope) =>
        level switch
        {
            0 => scope.Manager is { } manager && actor.Holds(manager, scope.Owner),
            1 => actor.HoldsOver(Role.GridHead, scope.Grid) || actor.HoldsOver(Role.Community, scope.Owner),
            2 => actor.HoldsOver(Role.Subdistrict, scope.Owner),
            3 => scope.Department is { } key && actor.Holds(Role.Department, Place.Department(key)),
            _ => actor.HoldsOver(Role.DistrictCentre, scope.Owner),
        };
}
