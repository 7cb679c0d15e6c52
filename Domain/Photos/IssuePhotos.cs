using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Photos;

/// <summary>Whether a photo shows what is wrong or that it is done.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PhotoStage>))]
public enum PhotoStage
{
    /// <summary>Of the report.</summary>
    Before,

    /// <summary>Evidence that it is done.</summary>
    After,
}

/// <summary>Which photos issues mention: a view of its own, a pure function of the events.</summary>
public static class IssuePhotos
{
    /// <summary>The view.</summary>
    public const string View = "issue_photos";

    /// <summary>The photos that an event brings, and what they show; none for most events.</summary>
    public static (PhotoStage Stage, ImmutableArray<string> Photos) Of(DomainEvent happened) =>
        happened switch
        {
            IssueReported { Photos: { } photos } => (PhotoStage.Before, photos),
            IssueResolved e => (PhotoStage.After, e.Photos),
            _ => (PhotoStage.Before, []),
        };

    /// <summary>Adds a row for each photo that these events mention.</summary>
    public static void AddRows(
        ImmutableArray<ViewRow>.Builder rows,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    )
    {
        foreach (var it in happened)
        {
            var (stage, photos) = Of(it);
            for (var place = 0; place < photos.Length; place++)
            {
                rows.Add(Row(it.Subject!, photos[place], stage, place, at));
            }
        }
    }

    private static ViewRow Row(string issueId, string commitment, PhotoStage stage, int place, DateTimeOffset at)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("issue_id", issueId);
        json.WriteString("stage", stage.Camel());
        json.WriteString("commitment", commitment);
        json.WriteNumber("place", place);
        json.WriteString("at", at);
        json.WriteEndObject();
        return new ViewRow(View, Encoding.UTF8.GetString(scratch.Written()));
    }
}
