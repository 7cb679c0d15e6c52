using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Grids;

public sealed partial record GridState
{
    private const string TaskView = "tasks";
    private const string RosterView = "rosters";

    /// <inheritdoc/>
    public static ImmutableArray<ViewRow> Views(
        GridState before,
        GridState after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    )
    {
        var rows = ImmutableArray.CreateBuilder<ViewRow>(1);
        foreach (var it in happened)
        {
            switch (it)
            {
                case GridRegistered or OwnerRulesPublished or MemberAdded or MemberChanged or MemberRemoved:
                    rows.Add(RowOf(after));
                    break;
                case PatrolRecorded e:
                    rows.Add(PatrolRow(after.Place, e, at));
                    break;
                case TaskEnded e:
                    rows.Add(TaskRow(after.Place, before.Tasks[e.IssueId], null, e.Cause, at));
                    break;
            }
        }

        AddRowsOfDuty(rows, before, after);
        AddRowsOfRollCall(rows, before, after);
        IssueViews.AddRows(rows, after.Place, before.Book, after.Book, happened, at);
        return rows.DrainToImmutable();
    }

    /// <summary>When a task is due follows from the roster too, so that its row changes with both.</summary>
    private static void AddRowsOfDuty(ImmutableArray<ViewRow>.Builder rows, GridState before, GridState after)
    {
        var isOtherRoster = !ReferenceEquals(before.Roster, after.Roster);
        if (isOtherRoster)
        {
            rows.Add(RosterRow(after));
        }

        if (!isOtherRoster && ReferenceEquals(before.Tasks, after.Tasks))
        {
            return;
        }

        foreach (var (id, task) in after.Tasks)
        {
            var was = before.Tasks.GetValueOrDefault(id);
            if (!ReferenceEquals(was, task) || isOtherRoster)
            {
                var due = task.NextDueAt(after.Roster);
                if (!ReferenceEquals(was, task) || was!.NextDueAt(before.Roster) != due)
                {
                    rows.Add(TaskRow(after.Place, task, due, null, default));
                }
            }
        }
    }

    private static ViewRow RowOf(GridState state)
    {
        var it = state.Registered!;
        return OwnerViews.Row(
            state.Place,
            it.Name,
            state.Place,
            it.Synthetic,
            households: it.Households,
            heads: state.Roster.Heads,
            rules: state.Rules
        );
    }

    private static ViewRow RosterRow(GridState state)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("grid", state.Place.ToString());
        json.WritePropertyName("roster");
        JsonSerializer.Serialize(json, state.Roster, StateJsonContext.Default.GridRoster);
        json.WriteEndObject();
        return new ViewRow(RosterView, Encoding.UTF8.GetString(scratch.Written()));
    }

    /// <param name="cause">What ended the task; null while it stands.</param>
    private static ViewRow TaskRow(Place grid, GridTask task, DateTimeOffset? due, string? cause, DateTimeOffset at)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("grid", grid.ToString());
        json.WriteString("issue_id", task.IssueId);
        json.WriteString("owner", task.Owner.ToString());
        json.WriteString("category", task.Category);
        json.WriteNumber("level", task.Level);
        json.WriteString("due_at", task.DueAt);
        json.WriteString("offered_at", task.OfferedAt);
        if (task.OfferedTo is { } person)
        {
            json.WriteString("offered_to", person);
        }

        json.WriteNumber("turn", task.Turn);
        json.WriteStartArray("invited");
        foreach (var volunteer in task.Invited)
        {
            json.WriteStringValue(volunteer);
        }

        json.WriteEndArray();
        Write("acknowledged_at", task.AcknowledgedAt);
        Write("quiet_until", task.QuietUntil);
        Write("unanswered_at", task.UnansweredAt);
        Write("next_due_at", due);
        if (cause is not null)
        {
            json.WriteString("ended_at", at);
            json.WriteString("cause", cause);
        }

        json.WriteEndObject();
        return new ViewRow(TaskView, Encoding.UTF8.GetString(scratch.Written()));

        void Write(string column, DateTimeOffset? moment)
        {
            if (moment is { } some)
            {
                json.WriteString(column, some);
            }
        }
    }
}
