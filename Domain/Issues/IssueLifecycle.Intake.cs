using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    private const int IdLengthMax = 32;

    /// <summary>Who hears of danger: all but the department, which is called when it is needed.</summary>
    private static readonly ImmutableArray<int> AlarmedLevels = [0, 1, 2, 4];

    /// <summary>What a renovation category becomes where no renovation project owns the issue.</summary>
    internal const string CommonPartRepair = "BLD-01";

    /// <summary>What a patrol found is reported as staff report it, by who found it. A repeat finds it here already.</summary>
    private static Decision DecideFile(IIssueOwner owner, FileHazard command, Law law, DateTimeOffset now)
    {
        if (owner.Issues.ContainsKey(command.IssueId))
        {
            return Decision.Nothing;
        }

        var report = new Report(
            command.IssueId,
            command.Category,
            // It was read when the patrol was recorded, and lies beside the log.
            new PrivateText(command.Description, [], "description", "…"),
            command.Building,
            null,
            IssueSource.Patrol,
            command.Photos
        );
        return WithSurge(
            owner,
            DecideReport(owner.Profile, report, by: null, law, now),
            command.IssueId,
            new Actor(command.Person, []),
            law,
            now
        );
    }

    /// <param name="by">Who reports; null where the platform vouches for them.</param>
    private static Decision DecideReport(OwnerProfile owner, Report command, Actor? by, Law law, DateTimeOffset now)
    {
        if (!IsId(command.IssueId))
        {
            return Rejections.IssueInvalidId.With(null, command.IssueId);
        }

        if (!law.Categories.TryGetValue(command.Category, out var category))
        {
            return Rejections.CategoryUnknown.With("category", command.Category);
        }

        var asked = CategoryAt(command.Category, owner.Place.Kind) != command.Category;
        if (asked)
        {
            category = law.Categories[CommonPartRepair];
        }

        var terms = IssueLevels.TermsOf(category, owner, law, now);
        var scope = IssueScope.OfReport(command.Building, owner, terms);
        if (
            ((by is null ? null : CheckReporter(by, command.Source, scope)) ?? CheckReport(owner, command)) is
            { } refused
        )
        {
            return refused;
        }

        if (
            by is not null
            && CheckTaskOfReport(owner, command, by, scope, terms, category.Code, law, now) is { } unadmitted
        )
        {
            return unadmitted;
        }

        var verifyFirst = EffectiveRules.CategoryOf(category, owner, law).VerifyFirst;
        var reported = new IssueReported(
            command.IssueId,
            category.Code,
            category.Visibility,
            command.Source,
            command.Building,
            command.Description.Commitment,
            command.Location?.Commitment,
            asked ? command.Category : null,
            verifyFirst ? law.Calendar.Count(now, terms.Acknowledge).At : null,
            command.Photos.IsDefaultOrEmpty ? null : command.Photos
        );
        if (verifyFirst)
        {
            return reported;
        }

        var accepted = Accepted(owner, command.IssueId, category.Code, command.Building, terms, now, law, now);
        return Alarm(accepted, owner, command.Building, law) is { } alarmed
            ? Decision.Of(reported, accepted, alarmed)
            : Decision.Of(reported, accepted);
    }

    private static Decision DecideAccept(in Here here)
    {
        var accepted = Accepted(here);
        return Alarm(accepted, here.Owner, here.Issue.Building, here.Law) is { } alarmed
            ? Decision.Of(accepted, alarmed)
            : accepted;
    }

    /// <summary>In danger the place, its grid, the subdistrict and the district centre hear of it at once.</summary>
    private static IssueAlarmed? Alarm(IssueAccepted accepted, OwnerProfile owner, string? building, Law law)
    {
        if (!law.Classes[accepted.Terms.Class].TellsEveryLevel)
        {
            return null;
        }

        var told = ImmutableArray.CreateBuilder<Handler>();
        foreach (var level in AlarmedLevels)
        {
            if (level > 0 || owner.Place.Kind is not PlaceKind.Grid)
            {
                told.Add(IssueLevels.HandlerAt(level, owner, building, accepted.Terms));
            }
        }

        return new IssueAlarmed(accepted.IssueId, told.ToImmutable());
    }

    private static Decision DecideReject(in Here here, Reject command) =>
        !here.Issue.Duplicates.IsEmpty ? Rejections.EndMerged.Now()
        : CheckRequired(command.Reason, "reason") is { } refused ? refused
        : new IssueRejected(command.IssueId, command.Reason!.Commitment, here.ReopenWindowEnd);

    private static IssueAccepted Accepted(in Here here) =>
        Accepted(
            here.Owner,
            here.Issue.Id,
            here.Issue.Category,
            here.Issue.Building,
            IssueScope.ProspectiveTerms(here.Issue, here.Owner, here.Law),
            here.Issue.ReportedAt,
            here.Law,
            here.Now
        );

    /// <summary>
    /// Accepted and given to its first handler. The overall clock runs from the report where life is in danger or
    /// supply is cut, else from now.
    /// </summary>
    private static IssueAccepted Accepted(
        OwnerProfile owner,
        string issueId,
        string category,
        string? building,
        IssueTerms terms,
        DateTimeOffset reportedAt,
        Law law,
        DateTimeOffset now
    )
    {
        var clockFrom = law.Classes[terms.Class].ClockFromSubmission ? reportedAt : now;
        var (overallDueAt, overall) = IssueLevels.OverallAt(clockFrom, terms.Cap, terms, law);
        var level = IssueLevels.First(terms, owner.Place.Kind);
        var handler = IssueLevels.HandlerAt(level, owner, building, terms);
        var step = IssueLevels.StepAt(level, handler, terms, now, overallDueAt, law);
        return new IssueAccepted(issueId, category, terms, step, clockFrom, overallDueAt, overall);
    }

    private static Rejection? CheckReporter(Actor actor, IssueSource source, in IssueScope scope)
    {
        var lives = WhoMay.LivesAt(actor, scope.Owner);
        var covers = WhoMay.IsStaffCovering(actor, scope);
        return (source is IssueSource.Resident ? lives : covers) ? null
            : lives || covers ? Rejections.SourceNotYours.Now("source")
            : Rejections.PlaceNotYours.With(null, scope.Owner);
    }

    private static Rejection? CheckReport(OwnerProfile owner, Report command) =>
        command.Building is { } building && !owner.GridOfBuilding.ContainsKey(building)
            ? Rejections.BuildingUnknown.With("location", building)
            : TextRules.Check(command.Description.Body, "description")
                ?? CheckOptional(command.Location, "location")
                ?? PhotoRules.Check(command.Photos);

    /// <summary>Whether a category is of renovation, which projects handle; elsewhere it becomes the repair of common parts.</summary>
    public static bool IsOfRenovation(string category) => category.StartsWith("RNV-", StringComparison.Ordinal);

    /// <summary>What a category becomes at a kind of owner: renovation is a matter of projects alone.</summary>
    public static string CategoryAt(string category, PlaceKind owner) =>
        IsOfRenovation(category) && owner is not PlaceKind.Project ? CommonPartRepair : category;

    private static bool IsId(string id)
    {
        if (id.Length is 0 or > IdLengthMax)
        {
            return false;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
