using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Grids;

public sealed partial record GridState
{
    private const string TaskView = "tasks";

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
                case GridRegistered or OwnerRulesPublished:
                    rows.Add(RowOf(after));
                    break;
                case TaskOffered e:
                    rows.Add(TaskRow(after.Place, after.Tasks[e.IssueId], null, at));
                    break;
                case TaskEnded e:
                    rows.Add(TaskRow(after.Place, before.Tasks[e.IssueId], e.Cause, at));
                    break;
            }
        }

        IssueViews.AddRows(rows, after.Place, before.Book, after.Book, happened, at);
        return rows.DrainToImmutable();
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
            heads: it.Heads,
            rules: state.Rules
        );
    }

    /// <param name="cause">What ended the task; null while it stands.</param>
    private static ViewRow TaskRow(Place grid, GridTask task, string? cause, DateTimeOffset at)
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
        if (cause is not null)
        {
            json.WriteString("ended_at", at);
            json.WriteString("cause", cause);
        }

        json.WriteEndObject();
        return new ViewRow(TaskView, Encoding.UTF8.GetString(scratch.Written()));
    }
}
