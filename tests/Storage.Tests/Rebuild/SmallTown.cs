using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.Storage.Tests.Rebuild;

/// <summary>A stream that decides and appends as a grain does, without the grain.</summary>
internal sealed class Actions<TState>(IEventLog log, Place place)
    where TState : class, IStreamState<TState>
{
    private int version;
    private ReadOnlyMemory<byte> hash;

    public TState State { get; private set; } = TState.Initial(place);

    public DateTimeOffset Now { get; set; } = SmallTown.Morning;

    public async Task DoAsync(Actor actor, DomainCommand command)
    {
        var (_, refused) = await TryAsync(actor, command);
        Assert.True(refused is null, $"{command.GetType().Name}: {refused?.English}");
    }

    /// <summary>What happened; or why nothing did.</summary>
    public async Task<(DomainEvent[] Happened, Rejection? Refused)> TryAsync(Actor actor, DomainCommand command)
    {
        var decision = TState.Decide(State, command, actor, DefaultRules.Law, Now);
        DomainEvent[] happened = decision.Rejection is null ? [.. decision.Events] : [];
        if (happened.Length > 0)
        {
            await AppendAsync(happened, command.Texts, actor.Reference);
        }

        return (happened, decision.Rejection);
    }

    /// <summary>Jumps to the next deadline and lets happen what is due; warnings on the way as well.</summary>
    public async Task WaitAsync()
    {
        bool isWarning;
        do
        {
            Now = State.NextDueAt ?? throw new InvalidOperationException("Nothing is ever due.");
            DomainEvent[] due = [.. TState.Due(State, DefaultRules.Law, Now)];
            await AppendAsync(due, [], Actor.Platform.Reference);
            isWarning = due.All(it => it is IssueWarned or IssueCheckMissed or IssueWhistleMissed);
        } while (isWarning);
    }

    private async Task AppendAsync(DomainEvent[] happened, IReadOnlyList<PrivateText> texts, Guid actor)
    {
        var after = happened.Aggregate(State, (state, it) => TState.Evolve(state, it, actor, Now));
        var result = await log.AppendAsync(
            new AppendRequest
            {
                Stream = place.ToString(),
                ExpectedVersion = version,
                HeadHash = hash,
                CommandId = Guid.CreateVersion7(),
                RequestHash = new byte[32],
                Answer = "{}",
                Actor = actor,
                At = Now,
                Events = happened,
                Texts = texts,
                Views = TState.Views(State, after, happened, Now),
            }
        );
        Assert.Equal(AppendOutcome.Won, result.Outcome);
        (State, version, hash) = (after, version + happened.Length, result.HeadHash);
    }
}

/// <summary>Two compounds and a grid, with issues in many states.</summary>
internal static class SmallTown
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    public static readonly Place Grid = Place.Grid("510105007004-G03");
    public static readonly Place Compound = Place.Compound("510105007004-C012");
    private static readonly Actor Administrator = Someone(1, Role.Administrator, Place.District("510105"));
    private static readonly Actor Resident = Someone(2, Role.Resident, Compound);
    private static readonly Actor Manager = Someone(3, Role.PropertyManager, Compound);
    private static readonly Actor Subdistrict = Someone(4, Role.Subdistrict, Place.Subdistrict("510105007"));

    /// <summary>Fills a log: registrations, four issues that went different ways, and a task that ended and one that waits.</summary>
    public static async Task<Actions<CompoundState>> BuildAsync(IEventLog log)
    {
        var grid = new Actions<GridState>(log, Grid);
        await grid.DoAsync(Administrator, new RegisterGrid("青羊里网格", 400, [Manager.Reference], Synthetic: true));
        await grid.DoAsync(
            Actor.Platform,
            new OfferTask("QY20261124-000009", Compound, "UTL-04", 1, Morning.AddDays(1))
        );
        await grid.DoAsync(Actor.Platform, new EndTask("QY20261124-000009", "issue.resolved"));
        await grid.DoAsync(Administrator, new SetMicroGrid("M01", "3栋", 48));
        await grid.DoAsync(
            Actor.Platform,
            new OfferTask("QY20261124-000010", Compound, "UTL-04", 1, Morning.AddDays(1), TimeLimit.Hours(1))
        );
        // The leave begins before the hour to acknowledge has passed, so that the task is due earlier.
        await grid.DoAsync(Manager, new TakeLeave(Manager.Reference, grid.Now.AddMinutes(30), grid.Now.AddHours(3)));

        await CallRollAsync(log, grid);

        var compound = new Actions<CompoundState>(log, Compound);
        await compound.DoAsync(
            Administrator,
            new RegisterCompound(
                "浣花小区",
                PropertyMode.ProfessionalManaged,
                Grid,
                [new Building("3栋", Grid, 48)],
                Synthetic: true
            )
        );
        for (var n = 1; n <= 4; n++)
        {
            await ReportAsync(compound, n);
        }

        await compound.DoAsync(Manager, new Acknowledge(Id(2)));
        await compound.DoAsync(Subdistrict, WhistleFor("housing", WhistleKind.WorkPush));
        await compound.DoAsync(Subdistrict, WhistleFor("fire", WhistleKind.HardCase));
        await compound.DoAsync(Resident, new Withdraw(Id(3)));
        await compound.DoAsync(Manager, new Acknowledge(Id(4)));
        await compound.DoAsync(Manager, new Start(Id(4)));
        await compound.DoAsync(Manager, new Resolve(Id(4), PrivateText.Of("note", "已更换"), [Photo(9), Photo(4)]));
        await compound.WaitAsync();
        return compound;
    }

    /// <summary>Two roll-calls, of which the second took the place of the first and was answered.</summary>
    private static async Task CallRollAsync(IEventLog log, Actions<GridState> grid)
    {
        var master = new Actions<GridState>(log, Place.Grid("510105007004"));
        await master.DoAsync(Administrator, new RegisterGrid("青羊里总网格", 4_000, [], Synthetic: true));
        await master.DoAsync(Subdistrict, new StartEmergency(30, [Grid], PrivateText.Of("reason", "暴雨红色预警")));
        var deadline = Morning.AddMinutes(30);
        await grid.DoAsync(Actor.Platform, new CallRoll(1, false, 30, deadline));
        await grid.DoAsync(Actor.Platform, new CallRoll(2, false, 30, deadline));
        var head = Someone(5, Role.GridHead, Grid);
        await grid.DoAsync(head, new ConfirmRoll("M01", RollState.NeedsHelp, PrivateText.Of("note", "需要送药")));
    }

    /// <summary>Two more reports of the same: the second lives on in the first, was split out, and lives on in it again.</summary>
    public static async Task MergeAsync(Actions<CompoundState> compound)
    {
        await ReportAsync(compound, 5);
        await ReportAsync(compound, 6);
        await compound.DoAsync(Manager, new Merge(Id(6), Id(5)));
        await compound.DoAsync(Manager, new Split(Id(6)));
        await compound.DoAsync(Manager, new Merge(Id(6), Id(5), PrivateText.Of("reason", "同一盏灯")));
    }

    public static Task ReportAsync(Actions<CompoundState> compound, int number, string? photo = null) =>
        compound.DoAsync(
            Resident,
            new Report(
                Id(number),
                "UTL-04",
                PrivateText.Of("description", $"路灯不亮 {number}"),
                "3栋",
                Photos: [photo ?? Photo(number)]
            )
        );

    private static BlowWhistle WhistleFor(string department, WhistleKind kind) =>
        new(Id(2), department, kind, PrivateText.Of("reason", "请到场协助"));

    /// <summary>The commitment of a photo; whether it exists is not the log's concern.</summary>
    public static string Photo(int number) => Convert.ToHexStringLower([.. new byte[31], (byte)number]);

    public static string Id(int number) => $"QY20261124-{number:000000}";

    private static Actor Someone(byte number, Role role, Place place) =>
        new(new Guid(0, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, number), [new HeldRole(role, place)]);
}
