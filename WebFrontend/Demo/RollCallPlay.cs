using CivicGrains.Domain.Grids;
using CivicGrains.Storage.People;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>
/// A roll-call exercise of the last day, in the community of the first accounts: their grid has micro-grids and a
/// volunteer, and each grid answers by its head. One micro-grid answers late, and one grid not at all.
/// </summary>
/// <param name="doAsync">Carries out a command of somebody at a place; the number tells those of one kind apart.</param>
internal sealed class RollCallPlay(
    DistrictPlan plan,
    Cast cast,
    IReadOnlyDictionary<PlannedPerson, Account> people,
    Func<Guid, Place, DomainCommand, int, Task> doAsync
)
{
    private const int HoursAgo = 22;

    /// <summary>Where the first accounts are.</summary>
    private Place Grid => plan.ChainCompound.HomeGrid;

    private Place Master => Place.Grid(Grid.CommunityCode!);

    private Guid Desk => people[cast.Staff(Role.Community, Place.Community(Grid.CommunityCode!))].Id;

    /// <summary>What happens, and when.</summary>
    /// <param name="until">The end of the history.</param>
    public IEnumerable<(DateTimeOffset At, Func<Task> Act)> Steps(DateTimeOffset until)
    {
        var at = until.AddHours(-HoursAgo);
        yield return (at, SettleAsync);
        yield return (
            at.AddMinutes(10),
            () => doAsync(Desk, Master, new OrderRollCall(RollCall.MinutesDefault, Others().Insert(0, Grid), true), 0)
        );
        yield return (at.AddMinutes(14), () => AnswerAsync(people[cast.MicroGridHead], Grid, null));
        yield return (at.AddMinutes(22), () => AnswerAsync(HeadOf(Grid), Grid, "M02"));
        foreach (var (index, grid) in Others().SkipLast(1).Index())
        {
            yield return (at.AddMinutes(24 + index), () => AnswerAsync(HeadOf(grid), grid, null));
        }

        yield return (at.AddMinutes(52), () => AnswerAsync(HeadOf(Grid), Grid, "M03"));
    }

    private async Task SettleAsync()
    {
        var volunteer = people[cast.MicroGridHead];
        DomainCommand[] commands =
        [
            new SetMicroGrid("M01", "1栋至3栋（示例）", 84),
            new SetMicroGrid("M02", "4栋至6栋（示例）", 76),
            new SetMicroGrid("M03", "沿街商铺（示例）", 31),
            new AddMember(volunteer.Reference, MemberKind.Volunteer, volunteer.Roles, "M01"),
        ];
        foreach (var (number, command) in commands.Index())
        {
            await doAsync(Desk, Grid, command, number);
        }
    }

    /// <summary>The other grids of the community, in the order of their keys.</summary>
    private ImmutableArray<Place> Others() =>
        [
            .. plan
                .Grids.Select(it => it.Place)
                .Where(it => !it.IsMasterGrid && it.CommunityCode == Grid.CommunityCode && it != Grid)
                .OrderBy(it => it.Key, StringComparer.Ordinal),
        ];

    private Account HeadOf(Place grid) => people[cast.Staff(Role.GridHead, grid)];

    private Task AnswerAsync(Account who, Place grid, string? microGrid) =>
        doAsync(who.Id, grid, new ConfirmRoll(microGrid, RollState.AllWell), microGrid?[^1] ?? 0);
}
