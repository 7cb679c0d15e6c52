using System.Security.Cryptography;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.People;
using CivicGrains.Storage.Seals;
using CivicGrains.WebFrontend.Demo;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Demo;

/// <summary>A small demo district after it was loaded.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DemoLoaderTests(LoadedTown town) : IClassFixture<LoadedTown>
{
    [Fact]
    public async Task Only_listed_people_can_sign_in_each_with_a_password_of_their_own()
    {
        var listed = await ListedAsync();
        var hasher = new PasswordHasher<Account>();
        var accounts = await town.Services.GetRequiredService<AccountStore>().GetAllAsync();
        Assert.Equal(listed.Count, accounts.Count(a => a.PasswordHash.Length > 0));
        Assert.Equal(listed.Count, listed.Select(a => a.Password).Distinct(StringComparer.Ordinal).Count());
        var first = accounts.Single(a => a.Name == listed[0].Account);
        Assert.Equal(
            PasswordVerificationResult.Success,
            hasher.VerifyHashedPassword(first, first.PasswordHash, listed[0].Password)
        );
        var unlisted = accounts.First(a => a.PasswordHash.Length == 0);
        Assert.Equal(
            PasswordVerificationResult.Failed,
            hasher.VerifyHashedPassword(unlisted, unlisted.PasswordHash, "")
        );
    }

    [Fact]
    public async Task The_accounts_file_is_for_its_owners_eyes_and_has_the_published_shape()
    {
        var path = Path.Combine(town.Folder, DemoAccounts.FileName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        Assert.All(
            json.RootElement.EnumerateArray(),
            a =>
                Assert.Equal(
                    ["account", "password", "role", "place", "name"],
                    a.EnumerateObject().Select(p => p.Name),
                    StringComparer.Ordinal
                )
        );
        Assert.Equal("resident", json.RootElement[0].GetProperty("role").GetString());
    }

    [Fact]
    public async Task Every_place_is_registered_as_synthetic()
    {
        var plan = DistrictPlan.Create(LoadedTown.Scale);
        var places = plan
            .Compounds.Select(c => c.Place)
            .Concat(plan.Grids.Select(g => g.Place))
            .Concat(plan.Projects.Select(p => p.Place));
        var owners = await town.Database.ColumnAsync<string>("select place from owners where synthetic");
        Assert.Equal(
            places.Select(p => p.ToString()).Order(StringComparer.Ordinal),
            owners.Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task Every_chain_verifies_and_every_past_day_is_sealed()
    {
        var report = await new ChainVerifier(town.Database.Source).VerifyAsync();
        Assert.Empty(report.Faults);
        Assert.True(report.Events > 300, $"{report.Events} events");
        var yesterday = Town.DateOf(town.Began).AddDays(-1);
        var seals = await town.Database.ColumnAsync<DateOnly>("select date from seals order by date");
        Assert.Equal(
            Enumerable.Range(0, LoadedTown.Scale.Days).Select(i => yesterday.AddDays(i + 1 - LoadedTown.Scale.Days)),
            seals
        );
        Assert.NotNull(await town.Services.GetRequiredService<SealStore>().FindAsync(yesterday));
    }

    [Fact]
    public async Task Events_are_dated_from_the_first_day_to_now_in_the_order_of_the_log()
    {
        var times = await town.Database.ColumnAsync<DateTime>("select at from events order by seq");
        Assert.True(times[0] >= town.Began.UtcDateTime.AddDays(-LoadedTown.Scale.Days - 1));
        Assert.True(times[^1] <= TimeProvider.System.GetUtcNow().UtcDateTime);
        var days = await town.Database.ScalarAsync<long>(
            "select count(distinct (reported_at at time zone 'Asia/Shanghai')::date) from issues"
        );
        Assert.InRange(days, LoadedTown.Scale.Days, LoadedTown.Scale.Days + 1);
        // Events of one hour may be a little out of order between streams, never within one.
        Assert.Equal(
            0,
            await town.Database.ScalarAsync<long>(
                """
                select count(*) from (
                  select at < lag(at) over (partition by stream order by version) as is_earlier from events) e
                where is_earlier
                """
            )
        );
    }

    [Fact]
    public async Task Issues_went_every_way_that_people_go()
    {
        var kinds = await town.Database.ColumnAsync<string>("select distinct type from events");
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "issue.reported",
                "issue.accepted",
                "issue.acknowledged",
                "issue.started",
                "issue.resolved",
                "issue.verified",
                "issue.closed",
                "issue.rated",
                "issue.escalated",
                "issue.commented",
                "grid.task-offered",
                "grid.task-ended",
            },
            kinds.ToHashSet(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task No_open_issue_is_past_its_deadline_unless_it_is_marked_overdue()
    {
        Assert.Equal(
            0,
            await town.Database.ScalarAsync<long>(
                "select count(*) from issues where next_due_at < $1",
                town.Began.AddMinutes(-1).UtcDateTime
            )
        );
    }

    [Theory]
    [InlineData(Role.PropertyManager)]
    [InlineData(Role.GridHead)]
    [InlineData(Role.Community)]
    [InlineData(Role.Subdistrict)]
    [InlineData(Role.Department)]
    [InlineData(Role.DistrictCentre)]
    [InlineData(Role.Contractor)]
    [InlineData(Role.CompoundLead)]
    [InlineData(Role.Trustee)]
    public async Task Each_desk_of_the_first_accounts_has_an_issue_it_may_acknowledge(Role role)
    {
        var account = (await ListedAsync()).First(a => a.Role == role);
        var waiting = await town.Database.ColumnAsync<string>(
            "select id || ' ' || owner from issues where handler_role = $1 and handler_place = $2 and status = 'dispatched'",
            role.Kebab(),
            account.Place.ToString()
        );
        Assert.NotEmpty(waiting);
        var (id, owner) = (waiting[0].Split(' ')[0], Place.Parse(waiting[0].Split(' ')[1]));
        var result = await DoAsync(account, owner, new Acknowledge(id));
        Assert.Null(result.Rejection);
        Assert.Contains("acknowledged", result.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_resident_may_report_at_home_and_nowhere_else()
    {
        var listed = await ListedAsync();
        var elsewhere = listed.First(a => a.Role is Role.CompoundLead).Place;
        var text = PrivateText.Of("description", "楼道灯不亮");
        var refused = await DoAsync(listed[0], elsewhere, new Report("QY20261124-900001", "UTL-04", text));
        Assert.Equal(RejectionKind.NotYours, refused.Rejection?.Kind);
        var reported = await DoAsync(listed[0], listed[0].Place, new Report("QY20261124-900002", "UTL-04", text));
        Assert.Null(reported.Rejection);
        Assert.Contains("dispatched", reported.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_grid_of_the_first_compound_has_open_tasks()
    {
        var head = (await ListedAsync()).First(a => a.Role is Role.GridHead);
        Assert.InRange(
            await town.Database.ScalarAsync<long>(
                "select count(*) from tasks where grid = $1 and ended_at is null",
                head.Place.ToString()
            ),
            1,
            100
        );
    }

    [Fact]
    public async Task The_grid_of_the_first_compound_has_a_roster_and_is_on_duty_day_and_night()
    {
        var grid = (await ListedAsync()).First(a => a.Role is Role.GridHead).Place;

        var (roster, _) = (await town.Services.GetRequiredService<RosterQueries>().FindAsync(grid))!.Value;

        Assert.Equal(
            [MemberKind.Head, MemberKind.Volunteer, MemberKind.Officer],
            roster.Members.Select(member => member.Kind)
        );
        Assert.Equal(["M01", "M02", "M03"], roster.MicroGrids.Select(part => part.Code));
        Assert.Single(roster.OnDutyAt(town.Began.AddDays(1)));
        Assert.Equal([ShiftKind.Day, ShiftKind.Night], roster.Shifts.Select(shift => shift.Kind));
    }

    [Fact]
    public async Task The_community_of_the_first_accounts_held_an_exercise_within_the_last_day()
    {
        var grid = (await ListedAsync()).First(a => a.Role is Role.GridHead).Place;

        var call = await town.Services.GetRequiredService<RollCallQueries>().FindAsync(grid);

        Assert.True(call is { Number: 1, Exercise: true, Expected: 3, Confirmed: 3, Late: 1 });
        Assert.True(call.Deadline < town.Began.AddHours(-20));
        Assert.Equal(RollClosing.Time, call.Closing);
        Assert.False(call.Answers["M01"].OnBehalf);
        Assert.True(call.Answers["M03"].Late);
    }

    [Fact]
    public async Task That_grid_has_been_on_patrol_and_what_was_found_is_an_issue()
    {
        Assert.Equal(5, await town.Database.ScalarAsync<long>("select count(*) from patrols"));
        Assert.Equal(
            1,
            await town.Database.ScalarAsync<long>(
                "select count(*) from patrols p join issues i on i.id = p.issue_id where i.source = 'patrol' and i.reporter = p.person"
            )
        );
    }

    [Fact]
    public void The_clock_runs_on_from_now()
    {
        var clock = town.Services.GetRequiredService<DomainClock>();
        Assert.False(clock.IsDriven);
        Assert.InRange(
            clock.GetUtcNow(),
            TimeProvider.System.GetUtcNow().AddMinutes(-1),
            TimeProvider.System.GetUtcNow().AddMinutes(1)
        );
    }

    private async Task<IReadOnlyList<DemoAccount>> ListedAsync() => await DemoAccounts.ReadAsync(town.Folder, default);

    private async Task<CommandResult> DoAsync(DemoAccount by, Place owner, IssueCommand command)
    {
        var account = await town.Services.GetRequiredService<AccountStore>().FindByNameAsync(by.Account);
        var id = Guid.CreateVersion7();
        var envelope = new CommandEnvelope(id, account!.Id, [.. SHA256.HashData(id.ToByteArray())], command);
        return await town.Services.GetRequiredService<IGrainFactory>().GetOwner(owner).CarryOutAsync(envelope);
    }
}
