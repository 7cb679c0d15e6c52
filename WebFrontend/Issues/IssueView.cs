using System.Text.Encodings.Web;
using System.Text.Json;
using CivicGrains.Storage.Issues;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>An issue as JSON, for one audience: built from the fields it may see, never by leaving fields out.</summary>
internal static class IssueView
{
    /// <summary>Chinese stays readable; the views are JSON answers, never part of a page.</summary>
    public static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The view as UTF-8.</summary>
    /// <param name="figures">Figures of the district, which travel with its ticker; null for none.</param>
    public static ReadOnlyMemory<byte> Write(IssueWithTexts issue, Sight sight, ReadOnlyMemory<byte>? figures = null)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            Write(json, issue, sight, figures);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Writes the view.</summary>
    public static void Write(
        Utf8JsonWriter json,
        IssueWithTexts issue,
        Sight sight,
        ReadOnlyMemory<byte>? figures = null
    )
    {
        json.WriteStartObject();
        if (sight is Sight.Ticker)
        {
            WriteTicker(json, issue.Row);
        }
        else
        {
            WriteFields(json, issue.Row);
            WriteClocks(json, issue.Row.Clocks, sight);
            WhistleView.Write(json, issue.Row.Whistles, sight);
            if (sight >= Sight.Texts)
            {
                WriteTexts(json, issue);
            }
        }

        if (figures is { } given)
        {
            json.WritePropertyName("figures");
            json.WriteRawValue(given.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
    }

    private static void WriteTicker(Utf8JsonWriter json, IssueRow row)
    {
        json.WriteString("category", row.Category);
        json.WriteString("compound", row.Owner.OfCompound().ToString());
        json.WriteString("status", row.Status.Camel());
        json.WriteString("updatedAt", row.UpdatedAt);
        json.WriteNumber("seq", row.Seq);
    }

    private static void WriteFields(Utf8JsonWriter json, IssueRow row)
    {
        json.WriteString("id", row.Id);
        json.WriteString("owner", row.Owner.ToString());
        json.WriteString("category", row.Category);
        json.WriteString("status", row.Status.Camel());
        WriteNumber(json, "level", row.Level);
        json.WritePropertyName("handler");
        if (row.Handler is var (role, place))
        {
            json.WriteStartObject();
            json.WriteString("role", role.Kebab());
            json.WriteString("place", place.ToString());
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        WriteTime(json, "dueAt", row.DueAt);
        WriteTime(json, "overallDueAt", row.OverallDueAt);
        json.WriteString("reportedAt", row.ReportedAt);
        json.WriteString("updatedAt", row.UpdatedAt);
        json.WriteNumber("seq", row.Seq);
        json.WriteBoolean("overdue", row.Overdue);
        json.WriteString("visibility", row.Visibility.Camel());
        json.WriteString("source", row.Source.Kebab());
        WriteNumber(json, "stars", row.Stars);
        json.WriteNumber("timesReopened", row.TimesReopened);
        json.WriteBoolean("archived", row.Archived);
        if (row.Building is { } building)
        {
            json.WriteString("building", building);
        }

        if (row.MovingTo is { } to)
        {
            json.WriteString("movingTo", to.ToString());
        }

        WriteJoins(json, row.Joins);
    }

    private static void WriteJoins(Utf8JsonWriter json, IssueJoins joins)
    {
        json.WriteNumber("joined", joins.Joined);
        if (joins.MergedInto is { } into)
        {
            json.WriteString("mergedInto", into);
        }

        if (joins.IncidentAt is not null)
        {
            WriteTime(json, "incidentAt", joins.IncidentAt);
        }

        if (joins.PartOf is { } incident)
        {
            json.WriteString("partOf", incident);
        }
    }

    /// <summary>What presses staff is for the chain; that the clocks stand still, and why, is for everybody.</summary>
    private static void WriteClocks(Utf8JsonWriter json, IssueClocks clocks, Sight sight)
    {
        json.WriteBoolean("provisional", clocks.Provisional);
        if (clocks.Suspension is { } why)
        {
            json.WriteString("suspension", why.Camel());
            WriteTime(json, "suspendedUntil", clocks.SuspendedUntil);
        }

        if (clocks.SupervisedBy is { } level)
        {
            json.WriteNumber("supervisedBy", level);
        }

        if (sight < Sight.Chain)
        {
            return;
        }

        json.WriteNumber("warnedPercent", clocks.WarnedPercent);
        if (clocks.Request is { } request)
        {
            json.WriteString("request", request.Camel());
            WriteNumber(json, "requestLevel", clocks.RequestLevel);
            WriteTime(json, "requestDueAt", clocks.RequestDueAt);
        }

        if (clocks.CheckDueAt is not null)
        {
            WriteTime(json, "checkDueAt", clocks.CheckDueAt);
        }

        if (clocks.CallBackDueAt is not null)
        {
            WriteTime(json, "callBackDueAt", clocks.CallBackDueAt);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, IssueWithTexts issue)
    {
        if (issue.Description is { } description)
        {
            json.WriteString("description", description);
        }

        if (issue.Location is { } location)
        {
            json.WritePropertyName("location");
            json.WriteRawValue(location, skipInputValidation: true);
        }

        if (!issue.Photos.IsEmpty)
        {
            json.WriteStartArray("photos");
            foreach (var photo in issue.Photos)
            {
                json.WriteStartObject();
                json.WriteString("id", photo.Id);
                json.WriteString("stage", photo.Stage.Camel());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            json.WriteString(name, time);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
