using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>How much of an issue somebody may see. Each includes what stands before it.</summary>
internal enum Sight
{
    /// <summary>Nothing, not even that it exists.</summary>
    None,

    /// <summary>Category, compound and status, as on the district's ticker.</summary>
    Ticker,

    /// <summary>Everything but texts and photos.</summary>
    Fields,

    /// <summary>Its texts as well.</summary>
    Texts,

    /// <summary>The remarks among those who handle it as well.</summary>
    Chain,
}

/// <summary>An issue, and what the question who may see it needs to know.</summary>
internal sealed record SeenIssue(IssueWithTexts Issue, IssueScope Scope)
{
    public IssueRow Row => Issue.Row;

    /// <summary>What the whole town may see of it.</summary>
    public Sight Ticker => Row.Visibility is Visibility.Compound ? Sight.Ticker : Sight.None;

    /// <summary>What somebody may see of it.</summary>
    public Sight For(Actor actor) =>
        WhoMay.IsInChain(actor, Scope) ? Sight.Chain
        : WhoMay.SeeTexts(actor, Scope) ? Sight.Texts
        : WhoMay.See(actor, Scope) ? Sight.Fields
        : Sight.None;

    /// <summary>
    /// What somebody hears in a topic of an event about it. The district's ticker is the same for all; topics of
    /// compounds show nothing hidden, whoever watches; and that the chain exchanges remarks is for the chain alone.
    /// </summary>
    public Sight In(Topic topic, Actor actor, string eventType)
    {
        if (topic.Kind is TopicKind.District)
        {
            return IssueEventAudience.IsForChain(eventType) ? Sight.None : Ticker;
        }

        if (!topic.Shows(Row.Visibility))
        {
            return Sight.None;
        }

        var sight = For(actor);
        return sight < Sight.Chain && IssueEventAudience.IsForChain(eventType) ? Sight.None : sight;
    }
}

/// <summary>Puts beside an issue of the read model what its owner and its rules say about who may.</summary>
internal sealed class IssueScopes(OwnerProfiles owners, LawKeeper laws)
{
    /// <summary>An issue that can be asked who may see it.</summary>
    public async ValueTask<SeenIssue> SeeAsync(IssueWithTexts issue, CancellationToken cancellationToken)
    {
        await laws.ReadyAsync(cancellationToken);
        var row = issue.Row;
        var owner =
            await owners.FindAsync(row.Owner, cancellationToken)
            ?? throw new UnreachableException($"{row.Id} lives at {row.Owner}, which nobody has registered.");
        return new SeenIssue(issue, ScopeOf(row, owner));
    }

    /// <summary>Several of them.</summary>
    public async Task<ImmutableArray<SeenIssue>> SeeAsync(
        IEnumerable<IssueWithTexts> issues,
        CancellationToken cancellationToken
    )
    {
        var seen = ImmutableArray.CreateBuilder<SeenIssue>();
        foreach (var issue in issues)
        {
            seen.Add(await SeeAsync(issue, cancellationToken));
        }

        return seen.ToImmutable();
    }

    private IssueScope ScopeOf(IssueRow row, OwnerProfile owner)
    {
        // Until it is accepted the rules in force say where it would begin; then it keeps the terms it has.
        var category = laws.Law.Categories[row.Category];
        var terms = IssueLevels.TermsOf(category, owner, laws.Law, row.ReportedAt);
        var scope = IssueScope.OfReport(row.Building, owner, terms);
        var level = row.Level ?? scope.FirstLevel;
        if (row.Chain is { } chain)
        {
            scope = scope with
            {
                FirstLevel = chain.FirstLevel ?? scope.FirstLevel,
                Department = chain.Department,
                RatedBy = chain.RatedBy,
            };
        }

        return scope with
        {
            Grid = row.Handler is { Place: { Kind: PlaceKind.Grid } grid } ? grid : scope.Grid,
            Reporter = row.Reporter,
            Followers = row.Followers,
            Visibility = row.Visibility,
            Level = level,
            LevelAbove = row.Chain?.LevelAbove ?? IssueLevels.Above(level, terms),
            DeciderLevel = row.Clocks.RequestLevel,
            Whistled = row.Whistles.IsEmpty
                ? null
                : [.. row.Whistles.Where(it => it.State is not WhistleState.Drafted).Select(it => it.Department)],
            Department = row.Handler is { Role: Role.Department } department ? department.Place.Key : scope.Department,
        };
    }
}
