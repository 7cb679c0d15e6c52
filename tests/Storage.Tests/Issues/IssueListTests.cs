using System.Text.Json.Nodes;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Issues;

public sealed class IssueListTests(PostgresServer server)
{
    [Fact]
    public async Task A_row_of_a_lower_seq_does_not_come_back()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync("issues", Rows.Issue("QY1", 7).With("status", "resolved"));
        await database.UpsertAsync("issues", Rows.Issue("QY1", 6));
        Assert.Equal("resolved", await database.ScalarAsync<string>("select status from issues"));
    }

    [Fact]
    public async Task Of_two_rows_of_one_issue_in_a_batch_the_higher_seq_wins()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("QY1", 8, Rows.OtherCompound),
            Rows.Issue("QY1", 7).With("moving_to", Rows.OtherCompound)
        );
        Assert.Equal(Rows.OtherCompound, await database.ScalarAsync<string>("select owner from issues"));
    }

    [Fact]
    public async Task An_unknown_issue_is_null()
    {
        await using var database = await server.CreateDatabaseAsync();
        var queries = new IssueQueries(database.Source);
        Assert.Null(await queries.FindAsync("QY20261124-000001"));
        Assert.Null(await queries.FindOwnerAsync("QY20261124-000001"));
    }

    [Fact]
    public async Task A_row_is_read_as_it_was_written()
    {
        await using var database = await server.CreateDatabaseAsync();
        var follower = Guid.CreateVersion7();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("QY1", 3)
                .With("followers", new JsonArray(follower))
                .With("building", "3栋")
                .With("next_due_at", Rows.Noon.AddHours(1))
                .With("stars", 5)
                .With("times_reopened", 2)
                .With("moving_to", Rows.Grid)
                .With("merged_into", "QY0")
                .With("joined", 3)
                .With("incident_at", Rows.Noon)
        );
        var row = (await new IssueQueries(database.Source).FindAsync("QY1"))!;
        Assert.Equal(Place.Parse(Rows.Compound), row.Owner);
        Assert.Equal(IssueStatus.InProgress, row.Status);
        Assert.Equal(UrgencyClass.P3, row.Urgency);
        Assert.Equal(new Handler(Role.PropertyManager, Place.Parse(Rows.Compound)), row.Handler);
        Assert.Equal([follower], row.Followers);
        Assert.Equal("3栋", row.Building);
        Assert.Equal(Rows.Noon.AddHours(1), row.NextDueAt);
        Assert.Null(row.DueAt);
        Assert.Equal(new IssueJoins("QY0", 3, Rows.Noon), row.Joins);
        Assert.Equal((5, 2, Place.Parse(Rows.Grid), 3L), (row.Stars, row.TimesReopened, row.MovingTo, row.Seq));
    }

    [Fact]
    public async Task What_waits_for_a_level_is_what_its_staff_may_do_and_nothing_that_is_archived()
    {
        await using var database = await server.CreateDatabaseAsync();
        var queries = new IssueQueries(database.Source);
        await database.UpsertAsync(
            "issues",
            Rows.Issue("asked", 1).With("level", 0).With("request_level", 2),
            Rows.Issue("check", 2)
                .With("level", 0)
                .With("first_level", 0)
                .With("level_above", 1)
                .With("rated_by", "reporter")
                .With("check_due_at", Rows.Noon),
            // Here the community is skipped: the subdistrict stands above the compound.
            Rows.Issue("skips", 3)
                .With("level", 0)
                .With("first_level", 0)
                .With("level_above", 2)
                .With("rated_by", "reporter")
                .With("call_back_due_at", Rows.Noon),
            Rows.Issue("before-levels-were-kept", 4).With("level", 1).With("check_due_at", Rows.Noon),
            Rows.Issue("archived", 5).With("level", 1).With("call_back_due_at", Rows.Noon).With("archived", true),
            Rows.Issue("nothing", 6).With("level", 1)
        );

        Assert.Equal(["before-levels-were-kept", "check"], await AwaitedAsync(1));
        Assert.Equal(["asked", "before-levels-were-kept", "skips"], await AwaitedAsync(2));

        async Task<IEnumerable<string>> AwaitedAsync(int level) =>
            (await queries.ListAsync(new() { AwaitsLevel = level }, Audience.Everything))
                .Items.Select(it => it.Id)
                .Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Owners_are_asked_to_count_anew_for_what_is_open_and_stays()
    {
        await using var database = await server.CreateDatabaseAsync();
        var queries = new IssueQueries(database.Source);
        await database.UpsertAsync(
            "issues",
            Rows.Issue("old", 1).With("calendar_version", 1),
            Rows.Issue("new", 2, Rows.OtherCompound).With("calendar_version", 2),
            Rows.Issue("moves", 3, Rows.Grid).With("calendar_version", 1).With("moving_to", Rows.Compound)
        );

        Assert.Equal([Place.Parse(Rows.Compound)], await queries.GetOwnersToRecountAsync(2, 10));
        Assert.Empty(await queries.GetOwnersToRecountAsync(1, 10));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("MTIz")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OSBRWTE")]
    public void A_cursor_that_nobody_gave_is_refused(string text) => Assert.False(TimeCursor.TryParse(text, out _));

    [Fact]
    public async Task Pages_tile_the_list_although_times_are_equal_and_new_issues_come_in()
    {
        await using var database = await server.CreateDatabaseAsync();
        var queries = new IssueQueries(database.Source);
        var rows = Enumerable.Range(0, 25).Select(n => Rows.Issue($"QY{n:00}", n / 10)).ToArray();
        await database.UpsertAsync("issues", rows);

        var seen = new List<string>();
        TimeCursor? after = null;
        do
        {
            var page = await queries.ListAsync(new() { Limit = 7, After = after }, Audience.Everything);
            seen.AddRange(page.Items.Select(i => i.Id));
            await database.UpsertAsync("issues", Rows.Issue($"QY9{seen.Count}", 99));
            after = TimeCursor.TryParse(page.Next, out var next) ? next : null;
        } while (after is not null);

        var all = rows.Select(r => (Id: (string)r["id"]!, Seq: (long)r["seq"]!));
        Assert.Equal(all.OrderByDescending(r => r.Seq).ThenByDescending(r => r.Id).Select(r => r.Id), seen);
    }

    [Fact]
    public async Task A_list_by_update_begins_with_what_changed_last()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("QY1", 1).With("updated_at", Rows.Noon.AddDays(1)),
            Rows.Issue("QY2", 2)
        );
        Assert.Equal(["QY1", "QY2"], await IdsAsync(database, new() { Order = IssueOrder.Updated }));
        Assert.Equal(["QY2", "QY1"], await IdsAsync(database, new()));
    }

    [Fact]
    public async Task Each_filter_keeps_what_it_names()
    {
        await using var database = await server.CreateDatabaseAsync();
        var other = Guid.CreateVersion7();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("QY1").With("status", "closed"),
            Rows.Issue("QY2", owner: Rows.OtherCompound).With("overdue", true).With("category", "SAF-01"),
            Rows.Issue("QY3")
                .With("handler_role", "grid-head")
                .With("handler_place", Rows.Grid)
                .With("incident_at", Rows.Noon),
            Rows.Issue("QY4").With("reporter", other).With("followers", new JsonArray(Rows.Reporter)),
            Rows.Issue("QY5").With("handler_role", "department").With("handler_place", "department/housing")
        );

        async Task KeepsAsync(IssueFilter filter, params string[] ids) =>
            Assert.Equal(ids, (await IdsAsync(database, filter)).Order(StringComparer.Ordinal));

        await KeepsAsync(new() { Place = Place.Parse(Rows.OtherCompound) }, "QY2");
        await KeepsAsync(new() { Place = Place.Community("510105008001") }, "QY2");
        await KeepsAsync(new() { Place = Place.Subdistrict("510105007") }, "QY1", "QY3", "QY4", "QY5");
        await KeepsAsync(new() { Place = Place.Department("housing") }, "QY5");
        await KeepsAsync(new() { Place = Place.District("510105") }, "QY1", "QY2", "QY3", "QY4", "QY5");
        await KeepsAsync(new() { Statuses = [IssueStatus.Closed, IssueStatus.Rejected] }, "QY1");
        await KeepsAsync(new() { OpenOnly = true }, "QY2", "QY3", "QY4", "QY5");
        await KeepsAsync(new() { Overdue = true }, "QY2");
        await KeepsAsync(new() { IncidentsOnly = true, OpenOnly = true }, "QY3");
        await KeepsAsync(new() { Category = "SAF-01" }, "QY2");
        await KeepsAsync(new() { HandlerPlace = Place.Parse(Rows.Grid), HandlerRole = Role.GridHead }, "QY3");
        await KeepsAsync(new() { Reporter = other }, "QY4");
        await KeepsAsync(new() { ConcernedWith = other }, "QY4");
        await KeepsAsync(new() { ConcernedWith = Rows.Reporter }, "QY1", "QY2", "QY3", "QY4", "QY5");
        Assert.Equal(
            new IssueFigures(Open: 4, Overdue: 1),
            await new IssueQueries(database.Source).CountAsync(new(), Audience.Everything)
        );
    }

    [Fact]
    public async Task Each_audience_sees_its_own_and_nobody_sees_nothing()
    {
        await using var database = await server.CreateDatabaseAsync();
        var other = Guid.CreateVersion7();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("QY1"),
            Rows.Issue("QY2", visibility: "chain"),
            Rows.Issue("QY3", owner: Rows.OtherCompound).With("reporter", other),
            Rows.Issue("QY4", visibility: "chain").With("handler_place", Rows.Grid).With("reporter", other)
        );

        async Task SeesAsync(Audience audience, params string[] ids)
        {
            Assert.Equal(ids, (await IdsAsync(database, new(), audience)).Order(StringComparer.Ordinal));
            var counted = await new IssueQueries(database.Source).CountAsync(new(), audience);
            Assert.Equal(ids.Length, counted.Open);
        }

        await SeesAsync(Audience.Nobody);
        await SeesAsync(new() { ResidentOf = [Place.Parse(Rows.Compound)] }, "QY1");
        await SeesAsync(new() { Reference = other }, "QY3", "QY4");
        await SeesAsync(
            new() { Reference = Rows.Reporter, ResidentOf = [Place.Parse(Rows.OtherCompound)] },
            "QY1",
            "QY2",
            "QY3"
        );
        await SeesAsync(new() { StaffOf = [Place.Parse(Rows.Grid)] }, "QY4");
        await SeesAsync(new() { StaffOf = [Place.Parse(Rows.Compound)] }, "QY1", "QY2", "QY4");
        await SeesAsync(new() { StaffOf = [Place.Community("510105008001")] }, "QY3");
        await SeesAsync(new() { StaffOf = [Place.Grid("510105008001")] }, "QY3");
        await SeesAsync(new() { StaffOf = [Place.Subdistrict("510105007")] }, "QY1", "QY2", "QY4");
        await SeesAsync(new() { StaffOf = [Place.Department("housing")] });
        await SeesAsync(new() { StaffOf = [Place.District("510105")] }, "QY1", "QY2", "QY3", "QY4");
    }

    [Fact]
    public async Task The_sweep_finds_each_owner_with_something_due_once_the_most_urgent_first()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("QY1").With("next_due_at", Rows.Noon.AddMinutes(2)),
            Rows.Issue("QY2").With("next_due_at", Rows.Noon.AddMinutes(3)),
            Rows.Issue("QY3", owner: Rows.OtherCompound).With("next_due_at", Rows.Noon),
            Rows.Issue("QY4", owner: Rows.Grid).With("next_due_at", Rows.Noon.AddMinutes(4)),
            Rows.Issue("QY5", owner: Rows.Grid)
        );
        await database.UpsertAsync(
            "tasks",
            Rows.Task("QY1", Rows.Grid).With("next_due_at", Rows.Noon.AddMinutes(1)),
            Rows.Task("QY2", Rows.Grid)
        );
        var due = await new IssueQueries(database.Source).GetDueOwnersAsync(Rows.Noon.AddMinutes(3), 10);
        Assert.Equal(
            [
                new DueOwner(Place.Parse(Rows.OtherCompound), Rows.Noon),
                new DueOwner(Place.Parse(Rows.Grid), Rows.Noon.AddMinutes(1)),
                new DueOwner(Place.Parse(Rows.Compound), Rows.Noon.AddMinutes(2)),
            ],
            due
        );
        Assert.Equal(Rows.Noon, await new IssueQueries(database.Source).GetNextDueAsync());
    }

    [Fact]
    public async Task A_snapshot_does_not_see_what_was_written_after_it_was_taken()
    {
        await using var database = await server.CreateDatabaseAsync();
        var queries = new IssueQueries(database.Source);
        await database.UpsertAsync("issues", Rows.Issue("QY1", 1));
        await using var snapshot = await queries.TakeSnapshotAsync();
        await database.UpsertAsync("issues", Rows.Issue("QY1", 2).With("status", "resolved"));

        Assert.Equal(0, snapshot.Seq);
        Assert.Equal(IssueStatus.InProgress, (await queries.FindAsync("QY1", snapshot))!.Status);
        Assert.Equal(IssueStatus.Resolved, (await queries.FindAsync("QY1"))!.Status);
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(
        TestDatabase database,
        IssueFilter filter,
        Audience? audience = null
    )
    {
        var page = await new IssueQueries(database.Source).ListAsync(filter, audience ?? Audience.Everything);
        return [.. page.Items.Select(i => i.Id)];
    }
}
