using System.Text.Json;

namespace CivicGrains.Domain.Issues;

/// <summary>
/// The issues of one owner, by id, and beside them in order of time what is due and what people were affected by: so
/// that the next deadline, what is due now and what many report cost the same however many issues there are.
/// </summary>
[JsonConverter(typeof(IssueBookJsonConverter))]
public sealed class IssueBook
{
    private readonly ImmutableSortedSet<DueIssue> due;
    private readonly ImmutableSortedSet<AffectingIssue> affecting;
    private readonly ImmutableSortedSet<AffectingIssue> incidents;

    private IssueBook(
        ImmutableSortedDictionary<string, Issue> issues,
        ImmutableSortedSet<DueIssue> due,
        ImmutableSortedSet<AffectingIssue> affecting,
        ImmutableSortedSet<AffectingIssue> incidents
    )
    {
        Issues = issues;
        this.due = due;
        this.affecting = affecting;
        this.incidents = incidents;
    }

    /// <summary>No issues.</summary>
    public static IssueBook Empty { get; } =
        new(
            ImmutableSortedDictionary.Create<string, Issue>(StringComparer.Ordinal),
            ImmutableSortedSet.Create<DueIssue>(DueOrder.Instance),
            ImmutableSortedSet.Create<AffectingIssue>(AffectingOrder.Instance),
            ImmutableSortedSet.Create<AffectingIssue>(AffectingOrder.Instance)
        );

    /// <summary>The issues, by id.</summary>
    public ImmutableSortedDictionary<string, Issue> Issues { get; }

    /// <summary>The next moment at which something happens by itself to one of them.</summary>
    public DateTimeOffset? NextDueAt => due.IsEmpty ? null : due.Min.At;

    /// <summary>The issue of an id; null when it is not here.</summary>
    public Issue? Find(string id) => Issues.GetValueOrDefault(id);

    /// <summary>Adds an issue, or puts it in the place of what stood under its id.</summary>
    public IssueBook With(Issue issue)
    {
        var before = Find(issue.Id);
        return new IssueBook(
            Issues.SetItem(issue.Id, issue),
            Moved(issue.Id, before?.NextDueAt, issue.NextDueAt),
            Moved(affecting, KeyOf(before), KeyOf(issue)),
            Moved(incidents, KeyOfIncident(before), KeyOfIncident(issue))
        );
    }

    /// <summary>Takes an issue out; nothing when it is not here.</summary>
    public IssueBook Without(string id) =>
        Find(id) is { } issue
            ? new IssueBook(
                Issues.Remove(id),
                Moved(id, issue.NextDueAt, null),
                Moved(affecting, KeyOf(issue), null),
                Moved(incidents, KeyOfIncident(issue), null)
            )
            : this;

    /// <summary>The open area incident of a category, the oldest of several; null when there is none.</summary>
    public string? IncidentOf(string category)
    {
        foreach (var incident in incidents)
        {
            if (incident.Category == category)
            {
                return incident.Id;
            }
        }

        return null;
    }

    /// <summary>
    /// The issues of a category that count in a surge and that somebody reported or joined since a moment, the newest
    /// first.
    /// </summary>
    public IEnumerable<Issue> LatelyAffected(string category, DateTimeOffset since)
    {
        var next = affecting.IndexOf(new AffectingIssue(category, DateTimeOffset.MaxValue, ""));
        for (var i = ~next - 1; i >= 0; i--)
        {
            var (its, at, id) = affecting[i];
            if (its != category || at < since)
            {
                yield break;
            }

            yield return Issues[id];
        }
    }

    /// <summary>The issues that are due at a moment, the longest waiting first.</summary>
    public IEnumerable<Issue> DueAt(DateTimeOffset now)
    {
        foreach (var next in due)
        {
            if (next.At > now)
            {
                yield break;
            }

            yield return Issues[next.Id];
        }
    }

    private ImmutableSortedSet<DueIssue> Moved(string id, DateTimeOffset? before, DateTimeOffset? next)
    {
        if (before == next)
        {
            return due;
        }

        var moved = before is { } was ? due.Remove(new DueIssue(was, id)) : due;
        return next is { } at ? moved.Add(new DueIssue(at, id)) : moved;
    }

    private static AffectingIssue? KeyOf(Issue? issue) =>
        issue is { CountsInSurge: true } ? new AffectingIssue(issue.Category, issue.AffectedAt, issue.Id) : null;

    private static AffectingIssue? KeyOfIncident(Issue? issue) =>
        issue is { IsOpenIncident: true, IncidentAt: { } since }
            ? new AffectingIssue(issue.Category, since, issue.Id)
            : null;

    private static ImmutableSortedSet<AffectingIssue> Moved(
        ImmutableSortedSet<AffectingIssue> issues,
        AffectingIssue? before,
        AffectingIssue? next
    )
    {
        if (before == next)
        {
            return issues;
        }

        var moved = before is { } was ? issues.Remove(was) : issues;
        return next is { } now ? moved.Add(now) : moved;
    }

    private readonly record struct AffectingIssue(string Category, DateTimeOffset At, string Id);

    private sealed class AffectingOrder : IComparer<AffectingIssue>
    {
        public static AffectingOrder Instance { get; } = new();

        public int Compare(AffectingIssue x, AffectingIssue y)
        {
            var byCategory = string.CompareOrdinal(x.Category, y.Category);
            var byTime = byCategory != 0 ? byCategory : x.At.CompareTo(y.At);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.Id, y.Id);
        }
    }

    private readonly record struct DueIssue(DateTimeOffset At, string Id);

    private sealed class DueOrder : IComparer<DueIssue>
    {
        public static DueOrder Instance { get; } = new();

        public int Compare(DueIssue x, DueIssue y)
        {
            var byTime = x.At.CompareTo(y.At);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.Id, y.Id);
        }
    }
}

/// <summary>In a snapshot the book is the list of its issues; what is due follows from them.</summary>
internal sealed class IssueBookJsonConverter : JsonConverter<IssueBook>
{
    /// <inheritdoc/>
    public override IssueBook Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var book = IssueBook.Empty;
        foreach (var issue in JsonSerializer.Deserialize(ref reader, StateJsonContext.Default.IssueArray)!)
        {
            book = book.With(issue);
        }

        return book;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IssueBook value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (_, issue) in value.Issues)
        {
            JsonSerializer.Serialize(writer, issue, StateJsonContext.Default.Issue);
        }

        writer.WriteEndArray();
    }
}
