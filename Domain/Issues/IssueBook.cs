using System.Text.Json;

namespace CivicGrains.Domain.Issues;

/// <summary>
/// The issues of one owner, by id, and beside them in order of time what is due: so that the next deadline and what
/// is due now cost the same however many issues there are.
/// </summary>
[JsonConverter(typeof(IssueBookJsonConverter))]
public sealed class IssueBook
{
    private readonly ImmutableSortedSet<DueIssue> due;

    private IssueBook(ImmutableSortedDictionary<string, Issue> issues, ImmutableSortedSet<DueIssue> due)
    {
        Issues = issues;
        this.due = due;
    }

    /// <summary>No issues.</summary>
    public static IssueBook Empty { get; } =
        new(
            ImmutableSortedDictionary.Create<string, Issue>(StringComparer.Ordinal),
            ImmutableSortedSet.Create<DueIssue>(DueOrder.Instance)
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
        var before = Find(issue.Id)?.NextDueAt;
        var next = issue.NextDueAt;
        return new IssueBook(Issues.SetItem(issue.Id, issue), Moved(issue.Id, before, next));
    }

    /// <summary>Takes an issue out; nothing when it is not here.</summary>
    public IssueBook Without(string id) =>
        Find(id) is { } issue ? new IssueBook(Issues.Remove(id), Moved(id, issue.NextDueAt, null)) : this;

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
