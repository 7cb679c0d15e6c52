using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Tests.Support;

namespace CivicGrains.Grains.Tests.Grids;

/// <summary>Tasks find who is on duty, through grains, log, dispatcher and sweep.</summary>
[Collection(nameof(SharedCluster))]
public sealed class DutyTests(CivicClusterFixture fixture) : IAsyncLifetime
{
    private readonly CivicCluster cluster = fixture.Cluster;
    private readonly Town town = new(fixture.Cluster);
    private Compound compound = null!;
    private Guid community;
    private Guid officer;

    public async ValueTask InitializeAsync()
    {
        compound = await town.CompoundAsync();
        community = town.Add(Role.Community, Place.Community("510105007004"));
        officer = town.Add(Role.GridHead, Grid);
        await town.SurelyAsync(Grid, community, Add(officer, MemberKind.Officer));
    }

    public ValueTask DisposeAsync()
    {
        cluster.Faults.Clear();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_resident_changes_nothing_of_a_roster()
    {
        var refused = await town.DoAsync(Grid, compound.Resident, new SetMicroGrid("M01", "1栋", 40));

        Assert.Equal("place.not-yours", refused.Rejection?.Code);
    }

    [Fact]
    public async Task What_a_grid_is_given_is_with_one_person_until_somebody_acknowledges_it()
    {
        var issue = await ReportAsync();
        Assert.Equal(Reference(compound.Grid.Head), await HolderAsync(issue));

        await town.SurelyAsync(compound.Place, officer, new Acknowledge(issue));
        await cluster.QuietAsync();

        Assert.Equal(Reference(officer), await HolderAsync(issue));
        Assert.Null(await DueAsync(issue));
        Assert.Equal(["grid.task-offered", "grid.task-acknowledged"], await EventsAsync(issue));
    }

    [Fact]
    public async Task The_sweep_finds_what_nobody_acknowledged_and_each_offering_on_happens_once()
    {
        var issue = await ReportAsync();
        await cluster.ForgetAsync(Grid);
        cluster.Clock.AdvanceTo((await DueAsync(issue))!.Value);

        await cluster.Service<DueOwners>().WakeAsync(cluster.Clock.GetUtcNow());
        await Task.WhenAll(cluster.Grain(Grid).WakeUpAsync(), cluster.Grain(Grid).WakeUpAsync());
        await cluster.Service<DueOwners>(silo: 1).WakeAsync(cluster.Clock.GetUtcNow());

        Assert.Equal(Reference(officer), await HolderAsync(issue));
        Assert.Equal(["grid.task-offered", "grid.task-offered"], await EventsAsync(issue));
        Assert.Equal(await DueAsync(issue), await cluster.Grain(Grid).NextDeadlineAsync());
    }

    [Fact]
    public async Task When_everybody_was_asked_the_community_is_told_and_the_round_ends()
    {
        var issue = await ReportAsync();
        while (await DueAsync(issue) is { } due)
        {
            cluster.Clock.AdvanceTo(due);
            await cluster.Grain(Grid).WakeUpAsync();
        }

        Assert.Equal(["grid.task-offered", "grid.task-offered", "grid.task-unanswered"], await EventsAsync(issue));
        Assert.Equal(
            "community/510105007004",
            await cluster.Database.ScalarAsync<string>(
                "select payload::jsonb ->> 'told' from events where subject = $1 and type = 'grid.task-unanswered'",
                issue
            )
        );
    }

    [Fact]
    public async Task Who_goes_on_leave_gives_what_they_have_to_another_in_the_same_commit()
    {
        var issue = await ReportAsync();

        var result = await town.SurelyAsync(
            Grid,
            compound.Grid.Head,
            new TakeLeave(Reference(compound.Grid.Head), null, cluster.Clock.GetUtcNow().AddHours(8))
        );

        Assert.Equal(Reference(officer), await HolderAsync(issue));
        Assert.Equal("""{"number":1}""", result.Answer);
        Assert.Equal(
            2L,
            await cluster.Database.ScalarAsync<long>(
                "select count(*) from events where seq > $1 - 2 and seq <= $1 and stream = $2",
                result.Seq,
                Grid.ToString()
            )
        );
    }

    [Fact]
    public async Task A_grid_that_forgets_remembers_its_roster_and_rota()
    {
        var head = compound.Grid.Head;
        var today = DateOnly.FromDateTime(cluster.Clock.GetUtcNow().AddHours(8).DateTime);
        await town.SurelyAsync(Grid, head, new PlanShift(Reference(officer), ShiftKind.Day, today, today.AddDays(1)));
        await cluster.ForgetAsync(Grid);

        var twice = await town.DoAsync(Grid, head, new PlanShift(Reference(officer), ShiftKind.Night, today, today));

        Assert.Equal("shift.overlaps", twice.Rejection?.Code);
        Assert.Equal(
            "member.twice",
            (await town.DoAsync(Grid, community, Add(officer, MemberKind.Head))).Rejection?.Code
        );
    }

    private Place Grid => compound.Grid.Place;

    private AddMember Add(Guid account, MemberKind kind) =>
        new(Reference(account), kind, [new HeldRole(Role.GridHead, Grid)]);

    private Guid Reference(Guid account) => cluster.Actors.ReferenceOf(account);

    /// <summary>Something that the grid has first.</summary>
    private async Task<string> ReportAsync()
    {
        var issue = await compound.ReportAsync("ENV-05");
        await cluster.QuietAsync();
        return issue;
    }

    private Task<Guid?> HolderAsync(string issue) =>
        cluster.Database.ScalarAsync<Guid?>("select offered_to from tasks where issue_id = $1", issue);

    private async Task<DateTimeOffset?> DueAsync(string issue) =>
        (
            await cluster.Database.ColumnAsync<DateTimeOffset?>(
                "select next_due_at from tasks where issue_id = $1",
                issue
            )
        )[0];

    private Task<IReadOnlyList<string>> EventsAsync(string issue) =>
        cluster.Database.ColumnAsync<string>(
            "select type from events where subject = $1 and stream = $2 order by seq",
            issue,
            Grid.ToString()
        );
}
