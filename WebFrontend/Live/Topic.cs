using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.WebFrontend.Issues;

namespace CivicGrains.WebFrontend.Live;

/// <summary>What somebody can watch.</summary>
internal enum TopicKind
{
    /// <summary><c>issue/{id}</c>.</summary>
    Issue,

    /// <summary><c>compound/…</c>, <c>project/…</c>: the issues that live there.</summary>
    Owner,

    /// <summary><c>grid/…</c>: its tasks, and the issues that live there.</summary>
    Grid,

    /// <summary><c>community/…</c>, <c>subdistrict/…</c>: the inbox of an office.</summary>
    Office,

    /// <summary><c>district</c>: a masked ticker and figures.</summary>
    District,

    /// <summary><c>me</c>: what one has reported or follows.</summary>
    Me,
}

/// <summary>Something to watch.</summary>
/// <param name="Name">As clients write it.</param>
/// <param name="Key">Unique in the process: <c>me</c> of two people are two topics.</param>
/// <param name="Place">Of an owner, a grid or an office.</param>
/// <param name="IssueId">Of an issue.</param>
/// <param name="Me">Reference of the one who watches <c>me</c>.</param>
internal sealed record Topic(TopicKind Kind, string Name, string Key, Place Place, string? IssueId, Guid? Me)
{
    /// <summary>Name of the district's ticker.</summary>
    public const string DistrictName = "district";

    /// <summary>Name of one's own issues.</summary>
    public const string MeName = "me";

    private const string IssuePrefix = "issue/";
    private const int NameCharactersMax = 100;

    /// <summary>Reads a name; null when it is not one.</summary>
    /// <param name="me">Reference of the one who asks.</param>
    public static Topic? Parse(string? name, Guid me)
    {
        switch (name)
        {
            case null or { Length: > NameCharactersMax }:
                return null;
            case DistrictName:
                return new Topic(TopicKind.District, name, name, default, null, null);
            case MeName:
                return new Topic(TopicKind.Me, name, MeKey(me), default, null, me);
        }

        if (name.StartsWith(IssuePrefix, StringComparison.Ordinal))
        {
            var id = name[IssuePrefix.Length..];
            return IssueIds.IsId(id) ? new Topic(TopicKind.Issue, name, name, default, id, null) : null;
        }

        return Place.TryParse(name, out var place) && KindOf(place) is { } kind
            ? new Topic(kind, name, name, place, null, null)
            : null;
    }

    /// <summary>
    /// The topics an event belongs to: a function of stream, subject and type alone. (Whose <c>me</c> it belongs to
    /// stands in the issue itself.)
    /// </summary>
    public static void AddKeysOf(LiveEvent it, List<string> keys)
    {
        keys.Add(it.Stream);
        if (it.IsUnanswered)
        {
            keys.Add(Place.Community(it.Place.CommunityCode!).ToString());
        }

        if (it.IsOfIssue)
        {
            keys.Add(IssuePrefix + it.Subject);
        }
        else if (!it.IsOfRollCall)
        {
            return;
        }

        if (it.Place.CommunityCode is { } community)
        {
            keys.Add(Place.Community(community).ToString());
        }

        if (it.Place.SubdistrictCode is { } subdistrict)
        {
            keys.Add(Place.Subdistrict(subdistrict).ToString());
        }

        keys.Add(DistrictName);
    }

    /// <summary>Whether an event belongs to this topic; of <c>me</c> the issue decides.</summary>
    public bool MayHold(LiveEvent it) =>
        Kind switch
        {
            TopicKind.Issue => it.IsOfIssue && it.Subject == IssueId,
            TopicKind.Owner or TopicKind.Grid => it.Stream == Name,
            TopicKind.Office => (
                it.IsOfIssue || it.IsOfRollCall || (it.IsUnanswered && Place.Kind is PlaceKind.Community)
            ) && Place.Covers(it.Place),
            TopicKind.District => it.IsOfIssue || it.IsOfRollCall,
            TopicKind.Me => it.IsOfIssue,
            _ => throw new UnreachableException(),
        };

    /// <summary>Whether it may show an issue at all: hidden ones only where staff alone watch, or those they concern.</summary>
    public bool Shows(Visibility visibility) =>
        Kind is TopicKind.Issue or TopicKind.Me || WhoMay.Shows(Place.Kind, visibility);

    /// <summary>Key of somebody's own issues.</summary>
    public static string MeKey(Guid reference) => $"{MeName}/{reference:N}";

    private static TopicKind? KindOf(Place place) =>
        place.Kind switch
        {
            PlaceKind.Compound or PlaceKind.Project => TopicKind.Owner,
            PlaceKind.Grid => TopicKind.Grid,
            PlaceKind.Community or PlaceKind.Subdistrict => TopicKind.Office,
            _ => null,
        };
}

/// <summary>What the live hub keeps of a logged event.</summary>
/// <param name="Place">The owner of the stream.</param>
internal sealed record LiveEvent(long Seq, string Stream, Place Place, string? Subject, string Type)
{
    private const string IssueTypes = "issue.";
    private static readonly string Unanswered = EventCatalog.NameOf<TaskUnanswered>();

    /// <summary>Whether something happened to an issue (a task offered to a grid names one too, but is no such event).</summary>
    public bool IsOfIssue => Subject is not null && Type.StartsWith(IssueTypes, StringComparison.Ordinal);

    /// <summary>Whether nobody of a grid acknowledged a task, which the desk of its community hears of.</summary>
    public bool IsUnanswered => Type == Unanswered;

    /// <summary>Whether something happened in an emergency or a roll-call, which every office above hears of.</summary>
    public bool IsOfRollCall => PlaceNews.IsOfRollCall(Type);
}
