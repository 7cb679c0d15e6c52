using System.Text.Json;

namespace CivicGrains.Domain.Grids;

/// <content>Rows of roll-calls: one of each grid and call, and one of each community that was ever called.</content>
public sealed partial record GridState
{
    private const string RollCallView = "roll_calls";
    private const string MobilisationView = "mobilisations";

    private static void AddRowsOfRollCall(ImmutableArray<ViewRow>.Builder rows, GridState before, GridState after)
    {
        if (after.Mobilisation is { } area && !ReferenceEquals(before.Mobilisation, area))
        {
            rows.Add(MobilisationRow(after.Place, area));
        }

        if (after.RollCall is not { } call || ReferenceEquals(before.RollCall, call))
        {
            return;
        }

        // One that was replaced in the same append is closed in its own row.
        if (before.RollCall is { Closing: null } replaced && replaced.Number != call.Number)
        {
            rows.Add(
                RollCallRow(after.Place, replaced with { Closing = RollClosing.Replaced, ClosedAt = call.CalledAt })
            );
        }

        rows.Add(RollCallRow(after.Place, call));
    }

    private static ViewRow RollCallRow(Place grid, RollCall call)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("grid", grid.ToString());
        json.WriteNumber("number", call.Number);
        json.WriteString("community", grid.CommunityCode);
        json.WriteString("subdistrict", grid.SubdistrictCode);
        json.WriteBoolean("exercise", call.Exercise);
        json.WriteNumber("minutes", call.Minutes);
        json.WriteString("called_at", call.CalledAt);
        json.WriteString("deadline", call.Deadline);
        json.WriteNumber("expected", call.Expected.Length);
        json.WriteNumber("confirmed", call.Answers.Count);
        json.WriteNumber("late", call.Late);
        WriteCodes("missing", call.Missing);
        WriteCodes("needing_help", call.NeedingHelp);
        json.WriteStartObject("answers");
        foreach (var (code, answer) in call.Answers)
        {
            json.WritePropertyName(code);
            JsonSerializer.Serialize(json, answer, StateJsonContext.Default.RollAnswer);
        }

        json.WriteEndObject();
        if (call.ClosedAt is { } closed)
        {
            json.WriteString("closed_at", closed);
            json.WriteString("closing", call.Closing!.Value.Camel());
        }

        if (call.NextDueAt is { } due)
        {
            json.WriteString("next_due_at", due);
        }

        json.WriteEndObject();
        return new ViewRow(RollCallView, Encoding.UTF8.GetString(scratch.Written()));

        void WriteCodes(string column, ImmutableArray<string> codes)
        {
            json.WriteStartArray(column);
            foreach (var code in codes)
            {
                json.WriteStringValue(code);
            }

            json.WriteEndArray();
        }
    }

    private static ViewRow MobilisationRow(Place master, AreaMobilisation area)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("grid", master.ToString());
        json.WriteString("community", master.CommunityCode);
        json.WriteString("subdistrict", master.SubdistrictCode);
        if (area.Emergency is { } emergency)
        {
            json.WriteNumber("emergency", emergency.Number);
            json.WriteString("reason", emergency.Reason);
            json.WriteString("started_at", emergency.StartedAt);
            Write("ended_at", emergency.EndedAt);
        }

        if (area.Call is { } call)
        {
            json.WriteNumber("call_number", call.Number);
            json.WriteBoolean("exercise", call.Exercise);
            json.WriteNumber("minutes", call.Minutes);
            json.WriteString("called_at", call.CalledAt);
            json.WriteString("deadline", call.Deadline);
            Write("stopped_at", call.StoppedAt);
            json.WriteNumber("grids", call.Grids.Length);
        }

        json.WriteEndObject();
        return new ViewRow(MobilisationView, Encoding.UTF8.GetString(scratch.Written()));

        void Write(string column, DateTimeOffset? moment)
        {
            if (moment is { } some)
            {
                json.WriteString(column, some);
            }
        }
    }
}
