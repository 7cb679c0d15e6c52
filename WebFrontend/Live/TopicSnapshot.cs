using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Issues;

namespace CivicGrains.WebFrontend.Live;

/// <summary>A topic as one read found it; each watcher is shown the part that is for these eyes.</summary>
/// <param name="seq">Number of the last event of the log it is true at.</param>
/// <param name="issues">Of an issue that one; else the newest, both of the visible and of the hidden ones.</param>
internal sealed class TopicSnapshot(
    Topic topic,
    long seq,
    ImmutableArray<SeenIssue> issues,
    ImmutableArray<IssueCount> counts
)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Sight, RawJson> _written = [];

    public long Seq => seq;

    public ImmutableArray<SeenIssue> Issues => issues;

    /// <summary>What this person is shown.</summary>
    public RawJson For(Actor actor, int itemsMax)
    {
        if (topic.Kind is TopicKind.Issue)
        {
            return OfIssue(issues[0].For(actor));
        }

        if (topic.Kind is TopicKind.District)
        {
            return OfDistrict(itemsMax);
        }

        var seen = issues
            .Select(it => (Issue: it, Sight: topic.Shows(it.Row.Visibility) ? it.For(actor) : Sight.None))
            .Where(it => it.Sight > Sight.None);
        var countsHidden = topic.Kind is not TopicKind.Grid || WhoMay.WatchHidden(actor, topic.Place);
        return Write(
            seen,
            counts.Where(count =>
                topic.Shows(count.Visibility) && (countsHidden || count.Visibility is Visibility.Compound)
            ),
            itemsMax
        );
    }

    /// <summary>Figures alone.</summary>
    public static ReadOnlyMemory<byte> WriteFigures(IEnumerable<IssueCount> counts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, IssueView.Readable))
        {
            WriteFigures(json, [.. counts]);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Thousands may watch one issue; each audience's view is written once.</summary>
    private RawJson OfIssue(Sight sight)
    {
        lock (_gate)
        {
            if (!_written.TryGetValue(sight, out var view))
            {
                view = new RawJson(IssueView.Write(issues[0].Issue, sight));
                _written.Add(sight, view);
            }

            return view;
        }
    }

    private RawJson OfDistrict(int itemsMax)
    {
        lock (_gate)
        {
            if (!_written.TryGetValue(Sight.Ticker, out var view))
            {
                var items = issues.Select(it => (Issue: it, Sight: it.Ticker)).Where(it => it.Sight > Sight.None);
                view = Write(items, counts, itemsMax);
                _written.Add(Sight.Ticker, view);
            }

            return view;
        }
    }

    private static RawJson Write(
        IEnumerable<(SeenIssue Issue, Sight Sight)> items,
        IEnumerable<IssueCount> counts,
        int itemsMax
    )
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, IssueView.Readable))
        {
            json.WriteStartObject();
            json.WritePropertyName("figures");
            WriteFigures(json, [.. counts]);
            json.WriteStartArray("items");
            foreach (var (issue, sight) in items.OrderByDescending(it => it.Issue.Row.Seq).Take(itemsMax))
            {
                IssueView.Write(json, issue.Issue, sight);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new RawJson(buffer.WrittenMemory);
    }

    private static void WriteFigures(Utf8JsonWriter json, ImmutableArray<IssueCount> counts)
    {
        json.WriteStartObject();
        json.WriteNumber("open", counts.Where(c => c.Status <= IssueStatus.Rework).Sum(c => c.Count));
        json.WriteNumber("overdue", counts.Where(c => c.Overdue).Sum(c => c.Count));
        foreach (var status in Enum.GetValues<IssueStatus>())
        {
            json.WriteNumber(status.Camel(), counts.Where(c => c.Status == status).Sum(c => c.Count));
        }

        json.WriteEndObject();
    }
}
