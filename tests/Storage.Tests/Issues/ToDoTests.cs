using System.Globalization;
using System.Text.Json.Nodes;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Issues;

/// <summary>What a grid has to do.</summary>
public sealed class ToDoTests(PostgresServer server)
{
    private static readonly Place Grid = Place.Parse(Rows.Grid);

    [Fact]
    public async Task What_waits_longest_comes_first_however_much_has_changed_since()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync("issues", Open("QY-oldest", 1, Rows.Noon.AddDays(-9)));
        await database.UpsertAsync(
            "issues",
            [.. Enumerable.Range(2, 150).Select(n => Open(Id(n), n, Rows.Noon.AddHours(n)))]
        );
        await database.UpsertAsync(
            "issues",
            [.. Enumerable.Range(200, 150).Select(n => Open(Id(n), n, null).With("status", "closed"))]
        );

        var page = await new IssueBoards(database.Source).GetToDoAsync(Grid, null, 100);

        Assert.Equal("QY-oldest", page.Items[0].Row.Id);
        Assert.Equal(100, page.Items.Count);
        Assert.DoesNotContain(page.Items, it => it.Row.Status > Domain.Issues.IssueStatus.Rework);
    }

    [Fact]
    public async Task Its_pages_show_everything_open_once_in_the_order_of_their_deadlines()
    {
        await using var database = await server.CreateDatabaseAsync();
        // Several at the same instant, and some without any deadline, which come last.
        var due = (int n) => n % 7 == 0 ? (DateTimeOffset?)null : Rows.Noon.AddHours(-(n / 3));
        JsonObject[] rows = [.. Enumerable.Range(1, 55).Select(n => Open(Id(n), n, due(n)))];
        await database.UpsertAsync("issues", rows);
        var boards = new IssueBoards(database.Source);
        var ids = new List<string>();
        TimeCursor? after = null;
        do
        {
            var page = await boards.GetToDoAsync(Grid, after, 10);
            ids.AddRange(page.Items.Select(it => it.Row.Id));
            after = TimeCursor.TryParse(page.Next, out var next) ? next : null;
        } while (after is not null);

        Assert.Equal(
            Enumerable.Range(1, 55).OrderBy(n => due(n) ?? DateTimeOffset.MaxValue).ThenBy(n => n).Select(Id),
            ids
        );
    }

    [Fact]
    public async Task Tasks_of_issues_that_live_elsewhere_are_in_it_until_they_end_and_nothing_of_another_grid()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("QY-offered", 1),
            Rows.Issue("QY-ended", 2),
            Rows.Issue("QY-elsewhere", 3),
            Open("QY-own-and-offered", 4, Rows.Noon),
            Open("QY-archived", 5, Rows.Noon).With("archived", true)
        );
        await database.UpsertAsync(
            "tasks",
            Rows.Task("QY-offered", Rows.Grid),
            Rows.Task("QY-ended", Rows.Grid).With("ended_at", Rows.Noon),
            Rows.Task("QY-elsewhere", "grid/510105007004-G09"),
            Rows.Task("QY-own-and-offered", Rows.Grid)
        );

        var page = await new IssueBoards(database.Source).GetToDoAsync(Grid, null, 10);

        Assert.Equal(["QY-own-and-offered", "QY-offered"], page.Items.Select(it => it.Row.Id));
        Assert.Null(page.Next);
    }

    private static string Id(int n) => $"QY-{n.ToString("D3", CultureInfo.InvariantCulture)}";

    private static JsonObject Open(string id, int seq, DateTimeOffset? due) =>
        Rows.Issue(id, seq, Rows.Grid).With("due_at", due is { } at ? JsonValue.Create(at) : null);
}
