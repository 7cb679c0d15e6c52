using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Something that the person who looks may do to an issue now.</summary>
/// <param name="Word">Word of the command in the API.</param>
/// <param name="Who">As whom.</param>
/// <param name="Whistle">The whistle it is about; null where it is about none.</param>
public sealed record IssueAction(string Word, ImmutableArray<IssueField> Fields, Who Who, WhistleRow? Whistle = null);

/// <summary>An issue as pages show it: what the person who looks may see of it, in words.</summary>
/// <param name="Seq">Changes with every change.</param>
/// <param name="Handler">Who has it: role and place.</param>
/// <param name="OwnerPath">Path of the page of its place; null when that has none.</param>
/// <param name="Description">Null when it is not for these eyes, or was erased.</param>
/// <param name="IsOfChain">Whether who looks is of its chain, and hears of what presses staff.</param>
/// <param name="Photos">Its photos; none when they are not for these eyes.</param>
/// <param name="Whistles">Departments that are called in to help, as far as they are for these eyes.</param>
/// <param name="Where">Building and words for the place; null when nothing was said.</param>
public sealed record IssueLine(
    string Id,
    long Seq,
    string Category,
    IssueStatus Status,
    int? Level,
    string? Handler,
    DateTimeOffset? DueAt,
    DateTimeOffset? OverallDueAt,
    bool Overdue,
    DateTimeOffset ReportedAt,
    DateTimeOffset UpdatedAt,
    string OwnerName,
    string? OwnerPath,
    string? MovingTo,
    string? Description,
    string? Where,
    ImmutableArray<IssuePhoto> Photos,
    int? Stars,
    bool Archived,
    IssueClocks Clocks,
    IssueJoins Joins,
    bool IsOfChain,
    ImmutableArray<WhistleRow> Whistles,
    ImmutableArray<IssueAction> Actions
)
{
    /// <summary>Its photos of one stage.</summary>
    public ImmutableArray<string> PhotosOf(PhotoStage stage) =>
        [.. Photos.Where(photo => photo.Stage == stage).Select(photo => photo.Id)];

    /// <summary>Whether deadlines run.</summary>
    public bool IsOpen => Status <= IssueStatus.Rework;
}

/// <summary>Makes lines of issues.</summary>
internal sealed class IssueLines(PlaceTitles titles, LawKeeper laws)
{
    /// <summary>The lines of issues, for who looks.</summary>
    public async Task<ImmutableArray<IssueLine>> OfAsync(
        Visit visit,
        IReadOnlyCollection<(SeenIssue Issue, Sight Sight)> issues,
        CancellationToken cancellationToken
    )
    {
        await laws.ReadyAsync(cancellationToken);
        var places = issues.SelectMany(it =>
            new[] { it.Issue.Row.Owner, it.Issue.Row.Handler?.Place, it.Issue.Row.MovingTo }
        );
        var nameOf = await titles.OfAsync(places.OfType<Place>(), visit.Language, cancellationToken);
        return [.. issues.Select(it => LineOf(visit, it.Issue, it.Sight, nameOf))];
    }

    /// <summary>What somebody may do to an issue now: from the one table of commands and the one of who may.</summary>
    public static ImmutableArray<IssueAction> ActionsOf(Actor actor, SeenIssue issue)
    {
        var row = issue.Row;
        if (row.Archived || row.MovingTo is not null)
        {
            return [];
        }

        return
        [
            .. IssueCommandTable
                .Rows.Where(it => IssueCommands.IsKnown(it.Word) && it.Allows(row.Status))
                .Where(it => row.Clocks.Suspension is null || it.WhileSuspended)
                .Where(it => WhoMay.Do(actor, it.Who, issue.Scope) && !IsDone(it.Word, actor, issue))
                .OrderBy(RankOf)
                .SelectMany(it => WhistleActions.Of(it, actor, issue)),
        ];
    }

    /// <summary>What is expected of somebody stands before what they may do besides.</summary>
    private static int RankOf(IssueCommandRow row) =>
        row.Word is "return" or "extend" or "suspend" or "escalate"
            ? 3
            : row.Who switch
            {
                Who.Decider => 0,
                Who.Handler => 1,
                Who.GridOfficer or Who.Rater => 2,
                _ => 4,
            };

    /// <summary>Whether the wish is fulfilled already, so that a button would be idle.</summary>
    private static bool IsDone(string word, Actor actor, SeenIssue issue) =>
        word switch
        {
            "follow" or "join" => actor.Reference == issue.Row.Reporter
                || issue.Row.Followers.Contains(actor.Reference),
            "leave" => !issue.Row.Followers.Contains(actor.Reference),
            "withdraw" => issue.Row.Joins.Joined > 0,
            "merge" => issue.Row.Visibility is not Visibility.Compound,
            "rate" => issue.Row.Stars is not null || issue.Scope.RatedBy is RatedBy.Nobody,
            "return" or "extend" or "suspend" => issue.Row.Clocks.Request is not null || issue.Row.Overdue,
            "decide" => issue.Row.Clocks.Request is null,
            "resume" => issue.Row.Clocks.Suspension is null,
            "callBack" => issue.Row.Clocks.CallBackDueAt is null,
            _ => false,
        };

    private IssueLine LineOf(Visit visit, SeenIssue issue, Sight sight, Func<Place, string> nameOf)
    {
        var row = issue.Row;
        var category = laws.Law.Categories[row.Category];
        return new IssueLine(
            row.Id,
            row.Seq,
            visit.T(category.Chinese, category.English),
            row.Status,
            row.Level,
            row.Handler is var (role, place) ? $"{visit.T(role)} · {nameOf(place)}" : null,
            row.DueAt,
            row.OverallDueAt,
            row.Overdue,
            row.ReportedAt,
            row.UpdatedAt,
            nameOf(row.Owner),
            PagePaths.Of(row.Owner),
            row.MovingTo is { } to ? nameOf(to) : null,
            sight >= Sight.Texts ? issue.Issue.Description : null,
            WhereOf(row.Building, sight >= Sight.Texts ? issue.Issue.Location : null),
            sight >= Sight.Texts ? issue.Issue.Photos : [],
            row.Stars,
            row.Archived,
            row.Clocks,
            row.Joins,
            sight >= Sight.Chain,
            WhistleView.Seen(row.Whistles, sight),
            visit.Actor is { } actor ? ActionsOf(actor, issue) : []
        );
    }

    private static string? WhereOf(string? building, string? location)
    {
        var words = location is null ? null : TextOf(location);
        return building is null ? words
            : words is null ? building
            : $"{building} {words}";
    }

    private static string? TextOf(string location)
    {
        using var json = JsonDocument.Parse(location);
        return json.RootElement.TryGetProperty("text", out var text) ? text.GetString() : null;
    }
}
