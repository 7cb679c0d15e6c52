using System.Security.Cryptography;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.People;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>How far the loading is.</summary>
/// <param name="Done">From 0 to 1.</param>
/// <param name="Issues">Issues reported so far.</param>
/// <param name="Commands">Commands carried out so far.</param>
internal sealed record DemoProgress(double Done, int Issues, int Commands);

/// <summary>
/// Loads the demo district into an empty log, before the doors open: everything goes in as commands to the grains,
/// while the clock of the town is driven from the beginning of the history to now.
/// </summary>
/// <remarks>
/// The clock is driven exactly as long as the loading lasts. So a host that finds it driven at its start knows that an
/// earlier one was killed while it loaded (see <see cref="IsHalfLoadedAsync"/>).
/// </remarks>
internal sealed class DemoLoader(
    DomainClock clock,
    AccountStore accounts,
    IPasswordHasher<Account> hasher,
    IGrainFactory grains,
    IServiceProvider services
)
{
    /// <summary>Most places registered at once.</summary>
    private const int AtOnceMax = 32;

    /// <summary>Days of the rota of the first grid, from the last of the history on.</summary>
    private const int RotaDays = 14;

    /// <summary>Share of the progress bar for accounts and places.</summary>
    private const double PlacesShare = 0.05;

    /// <summary>Whether an earlier loading was cut off: then the data is worth nothing.</summary>
    public static async Task<bool> IsHalfLoadedAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select exists (select from domain_clock where driven)");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Whether nothing has ever happened here.</summary>
    public static async Task<bool> IsEmptyAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select not exists (select from events)");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Loads it all; returns with the clock running on from the real now.</summary>
    /// <param name="folder">Where the accounts file goes.</param>
    /// <returns>How often something was refused, by code; people of the history try things as people do.</returns>
    /// <exception cref="InvalidOperationException">Something was refused that the plan takes for granted.</exception>
    public async Task<IReadOnlyDictionary<string, int>> LoadAsync(
        DemoScale scale,
        string folder,
        Action<DemoProgress> progress,
        CancellationToken cancellationToken
    )
    {
        var until = TimeProvider.System.GetUtcNow();
        var from = TownTime.Midnight(until).AddDays(-scale.Days);
        await clock.DriveAsync(from, cancellationToken);

        var plan = DistrictPlan.Create(scale);
        var cast = Cast.Of(plan);
        var people = await DemoAccounts.CreateAsync(cast, accounts, hasher, folder, cancellationToken);
        await RegisterAsync(plan, cast, people, cancellationToken);
        progress(new DemoProgress(PlacesShare, 0, 0));

        var issues = HistoryPlan.Draw(plan, cast, from, until, scale.Issues);
        var player = ActivatorUtilities.CreateInstance<HistoryPlayer>(services, cast, people);
        var exercise = new RollCallPlay(plan, cast, people, DoAsync);
        await player.PlayAsync(
            issues,
            exercise.Steps(until),
            from,
            until,
            p => progress(p with { Done = PlacesShare + ((1 - PlacesShare) * p.Done) }),
            cancellationToken
        );

        // Loading took a while: nothing of it may lie in the future, and nothing due in it may wait.
        clock.AdvanceTo(TimeProvider.System.GetUtcNow());
        await PlanDutyAsync(plan, cast, people);
        await PatrolAsync(plan, cast, people);
        await AdmitAsync(plan, cast, people);
        await player.SettleAsync(cancellationToken);
        await clock.ReleaseAsync(cancellationToken);
        return player.Refusals;
    }

    /// <summary>The administrator publishes the rules and registers every place.</summary>
    private async Task RegisterAsync(
        DistrictPlan plan,
        Cast cast,
        IReadOnlyDictionary<PlannedPerson, Account> people,
        CancellationToken cancellationToken
    )
    {
        var administrator = people[cast.Administrator].Id;
        await DoAsync(administrator, DistrictPlan.District, new PublishRules(DefaultRules.Template));
        var places = plan
            .Grids.Select(g =>
                (
                    g.Place,
                    (DomainCommand)
                        new RegisterGrid(
                            g.Name,
                            g.Households,
                            [people[cast.Staff(Role.GridHead, g.Place)].Reference],
                            Synthetic: true
                        )
                )
            )
            .Concat(
                plan.Compounds.Select(c =>
                    (
                        c.Place,
                        (DomainCommand)new RegisterCompound(c.Name, c.Mode, c.HomeGrid, c.Buildings, Synthetic: true)
                    )
                )
            )
            .Concat(
                plan.Projects.Select(p =>
                    (p.Place, (DomainCommand)new RegisterProject(p.Name, p.HomeGrid, Synthetic: true))
                )
            );
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(places, options, async (it, _) => await DoAsync(administrator, it.Place, it.Item2));
    }

    /// <summary>Completes the roster of the grid of the first accounts, and plans two weeks of days and nights.</summary>
    private async Task PlanDutyAsync(DistrictPlan plan, Cast cast, IReadOnlyDictionary<PlannedPerson, Account> people)
    {
        var grid = plan.ChainCompound.HomeGrid;
        var head = people[cast.Staff(Role.GridHead, grid)];
        var officer = people[cast.GridOfficer];
        var community = people[cast.Staff(Role.Community, Place.Community(grid.CommunityCode!))].Id;
        var today = Domain.Calendar.TownTime.DateOf(clock.GetUtcNow());
        var last = today.AddDays(RotaDays - 1);
        (Guid By, DomainCommand Command)[] commands =
        [
            (community, new AddMember(officer.Reference, MemberKind.Officer, officer.Roles)),
            (head.Id, new PlanShift(head.Reference, ShiftKind.Day, today, last)),
            (head.Id, new PlanShift(officer.Reference, ShiftKind.Night, today, last)),
        ];
        foreach (var (number, (by, command)) in commands.Index())
        {
            await DoAsync(by, grid, command, number);
        }
    }

    /// <summary>Officer and volunteer of that grid look after some things.</summary>
    private async Task PatrolAsync(DistrictPlan plan, Cast cast, IReadOnlyDictionary<PlannedPerson, Account> people)
    {
        var compound = plan.ChainCompound;
        var grid = compound.HomeGrid;
        var building = compound.Buildings.First(it => it.Grid == grid).Name;
        var issue = await services.GetRequiredService<IssueNumbers>().NextAsync();
        foreach (var (number, (byVolunteer, patrol)) in PatrolShowcase.Patrols(compound.Place, building, issue).Index())
        {
            await DoAsync(people[byVolunteer ? cast.MicroGridHead : cast.GridOfficer].Id, grid, patrol, number);
        }
    }

    /// <summary>A department asks what it may give the grids of a subdistrict, and the district centre decides.</summary>
    private async Task AdmitAsync(DistrictPlan plan, Cast cast, IReadOnlyDictionary<PlannedPerson, Account> people)
    {
        var department = people[cast.People.First(it => it.Role is Role.Department)].Id;
        var centre = people[cast.Staff(Role.DistrictCentre, DistrictPlan.District)].Id;
        var area = Place.Subdistrict(plan.ChainCompound.HomeGrid.SubdistrictCode!);
        var today = Domain.Calendar.TownTime.DateOf(clock.GetUtcNow());
        foreach (var (index, (asked, approve)) in AdmissionShowcase.Admissions(area, today).Index())
        {
            await DoAsync(department, DistrictPlan.District, asked, index);
            if (approve is { } granted)
            {
                var reason = PrivateText.Of("reason", granted ? "同意（示例）" : "可由部门自行入户（示例）");
                await DoAsync(centre, DistrictPlan.District, new DecideAdmission(index + 1, granted, reason), index);
            }
        }
    }

    /// <param name="number">Tells commands of one kind at one place apart.</param>
    private async Task DoAsync(Guid account, Place place, DomainCommand command, int number = 0)
    {
        var id = CommandIds.From(
            "demo",
            place.ToString(),
            command.GetType().Name,
            number.ToString(CultureInfo.InvariantCulture)
        );
        var result = await grains
            .GetOwner(place)
            .CarryOutAsync(new CommandEnvelope(id, account, [.. SHA256.HashData(id.ToByteArray())], command));
        if (result.Rejection is { } rejection)
        {
            throw new InvalidOperationException($"{command.GetType().Name} at {place}: {rejection.English}");
        }
    }
}
