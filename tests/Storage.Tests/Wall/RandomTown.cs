using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Tests.Rebuild;

namespace CivicGrains.Storage.Tests.Wall;

/// <summary>
/// Two compounds of two subdistricts in which anything happens to anything, from a seed: visible and hidden reports, all
/// commands by two people who may do everything but check their own work, deadlines that pass, issues that move.
/// </summary>
internal sealed class RandomTown
{
    public static readonly Place One = Place.Compound("510105007004-C012");
    public static readonly Place Other = Place.Compound("510105008006-C001");

    /// <summary>Care for vulnerable people: only its chain may see it.</summary>
    public const string HiddenCategory = "SVC-01";

    private static readonly Actor[] People = [Everybody(2), Everybody(3)];

    private static readonly Actor Administrator = new(
        new Guid(0, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 4),
        [new HeldRole(Role.Administrator, Place.District("510105"))]
    );

    private readonly Random random;
    private readonly Actions<CompoundState>[] compounds;
    private readonly bool withClocks;
    private int reports;
    private DateTimeOffset now = SmallTown.Morning;

    private RandomTown(IEventLog log, int seed, bool withClocks)
    {
        random = new Random(seed);
        this.withClocks = withClocks;
        compounds = [new Actions<CompoundState>(log, One), new Actions<CompoundState>(log, Other)];
    }

    /// <summary>How many commands and deadlines changed anything.</summary>
    public int Changes { get; private set; }

    /// <summary>Domain time.</summary>
    public DateTimeOffset Now => now;

    /// <param name="withClocks">Whether people ask for time, decide, rate low and call back as well.</param>
    public static async Task<RandomTown> BuildAsync(IEventLog log, int seed, bool withClocks = false)
    {
        var town = new RandomTown(log, seed, withClocks);
        foreach (var (compound, place) in town.compounds.Zip([One, Other]))
        {
            var grid = Place.Grid($"{place.Key[..12]}-G03");
            await compound.DoAsync(
                People[0],
                new RegisterCompound(
                    "小区",
                    PropertyMode.ProfessionalManaged,
                    grid,
                    [new Building("3栋", grid, 48)],
                    Synthetic: true
                )
            );
        }

        if (withClocks)
        {
            // At one of them somebody has to accept first, or not.
            await town.compounds[1]
                .DoAsync(
                    Administrator,
                    new PublishOwnerRules(
                        RuleOverrides.None.With(new CategoryOverride("UTL-04", VerifyFirst: true)),
                        null,
                        PrivateText.Of("reason", "先核实")
                    )
                );
        }

        return town;
    }

    /// <summary>Lets something happen this often.</summary>
    public async Task LiveAsync(int times)
    {
        for (var n = 0; n < times; n++)
        {
            now += TimeSpan.FromMinutes(random.Next(1, 90));
            // A handful of open issues at a time, so that they go far.
            var few =
                compounds.Sum(it => it.State.Issues.Values.Count(issue => issue.IsOpen && issue.MovingTo is null)) < 8;
            await (
                random.Next(20) switch
                {
                    0 => PassDeadlineAsync(),
                    < 8 when few => ReportAsync(),
                    _ => CommandAsync(),
                }
            );
        }
    }

    /// <summary>Somebody reports something.</summary>
    public async Task<string> ReportAsync(string? category = null, int? at = null)
    {
        var id = $"QY20261124-{++reports:000000}";
        category ??= random.Next(4) == 0 ? HiddenCategory : "UTL-04";
        var compound = At(at ?? random.Next(2));
        await compound.DoAsync(
            People[random.Next(2)],
            new Report(id, category, PrivateText.Of("description", "路灯不亮"), "3栋")
        );
        Changes++;
        return id;
    }

    private async Task CommandAsync()
    {
        var all = compounds.SelectMany((it, here) => it.State.Issues.Keys.Select(id => (Id: id, Here: here))).ToList();
        if (all.Count == 0)
        {
            return;
        }

        var (id, here) = all[random.Next(all.Count)];
        var there = 1 - here;
        var (happened, _) = await At(here).TryAsync(People[random.Next(2)], Command(id, there));
        Changes += happened.Length > 0 ? 1 : 0;
        if (happened.OfType<IssueSentAway>().SingleOrDefault() is { } sent && random.Next(5) > 0)
        {
            var (from, to) = here == 0 ? (One, Other) : (Other, One);
            await At(there).DoAsync(Actor.Platform, new TakeOver(id, from, sent.Carried));
            await At(here).DoAsync(Actor.Platform, new ConfirmHandedOver(id, to));
        }
    }

    private DomainCommand Command(string id, int there) =>
        withClocks && random.Next(2) == 0
            ? ClockCommand(id, At(1 - there).State.Issues[id], OthersOf(At(1 - there).State, id))
            : PlainCommand(id, there);

    /// <summary>What an issue may be merged into.</summary>
    private static string[] OthersOf(CompoundState state, string id) =>
        [
            .. state
                .Issues.Values.Where(it => it.Id != id && it.IsOpen && it.Category == state.Issues[id].Category)
                .Select(it => it.Id),
        ];

    private DomainCommand ClockCommand(string id, Issue issue, string[] others) =>
        random.Next(21) switch
        {
            _ when issue.Status is IssueStatus.Merged && random.Next(4) == 0 => new Split(id),
            _ when issue.Status is IssueStatus.Submitted => random.Next(3) == 0
                ? new Reject(id, PrivateText.Of("reason", "不属于受理范围"))
                : new Accept(id),
            _ when issue.Request is not null => new DecideRequest(id, Granted: random.Next(4) > 0),
            _ when issue.Status is IssueStatus.Dispatched && random.Next(2) == 0 => new Acknowledge(id),
            < 5 => new Return(id, PrivateText.Of("reason", "不属于我方")),
            < 7 => new Extend(id, PrivateText.Of("reason", "等待配件")),
            < 8 => new Suspend(id, SuspensionReason.AwaitingReporter, PrivateText.Of("reason", "几楼")),
            8 => new Answer(id, PrivateText.Of("note", "三楼")),
            < 12 => new Resolve(id, PrivateText.Of("note", "已更换"), []),
            < 14 => new Resume(id),
            14 => new Supervise(id, PrivateText.Of("note", "请尽快")),
            15 => new Rate(id, random.Next(1, 6)),
            16 => new CallBack(id, Solved: random.Next(2) == 0, CausedByHandling: random.Next(2) == 0),
            17 => random.Next(4) == 0 ? new Domain.Issues.Void(id, PrivateText.Of("reason", "重复")) : new Close(id),
            18 => new BlowWhistle(id, "fire", WhistleKind.WorkPush, PrivateText.Of("reason", "请到场")),
            19 when others.Length > 0 && random.Next(2) == 0 => new Merge(id, others[random.Next(others.Length)]),
            _ => new Dispatch(id, Place.Grid($"{One.Key[..12]}-G04")),
        };

    private DomainCommand PlainCommand(string id, int there) =>
        random.Next(28) switch
        {
            < 5 => new Acknowledge(id),
            < 7 => new Start(id),
            < 13 => new Resolve(id, PrivateText.Of("note", "已更换"), []),
            < 16 => new Verify(id, Passed: true),
            < 18 => new Verify(id, Passed: false, PrivateText.Of("note", "未修好")),
            18 => new NotSolved(id, PrivateText.Of("reason", "还是不亮")),
            < 21 => new Close(id),
            21 => new Rate(id, 4),
            22 => new Reopen(id, PrivateText.Of("reason", "又坏了")),
            23 => new Withdraw(id),
            24 => new Escalate(id, PrivateText.Of("reason", "需要协调")),
            _ => new Relocate(id, there == 0 ? One : Other),
        };

    private async Task PassDeadlineAsync()
    {
        var next = compounds.Where(it => it.State.NextDueAt is not null).MinBy(it => it.State.NextDueAt);
        if (next is not null)
        {
            await next.WaitAsync();
            now = next.Now > now ? next.Now : now;
            Changes++;
        }
    }

    private Actions<CompoundState> At(int compound)
    {
        compounds[compound].Now = now;
        return compounds[compound];
    }

    private static Actor Everybody(byte number)
    {
        HeldRole At(Role role, Place place) => new(role, place);
        return new Actor(
            new Guid(0, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, number),
            [
                At(Role.Administrator, Place.District("510105")),
                At(Role.DistrictCentre, Place.District("510105")),
                .. new[] { One, Other }.SelectMany(place =>
                    new[]
                    {
                        At(Role.Resident, place),
                        At(Role.PropertyManager, place),
                        At(Role.Community, Place.Community(place.CommunityCode!)),
                        At(Role.Subdistrict, Place.Subdistrict(place.SubdistrictCode!)),
                    }
                ),
            ]
        );
    }
}
