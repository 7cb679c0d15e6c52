using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Operations;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>Something that somebody has to look at, and its sentences, in which <c>{0}</c>, <c>{1}</c> stand for values.</summary>
/// <param name="Code">Stable: what watches the figures knows it.</param>
internal sealed record AlarmCode(string Code, string English, string Chinese)
{
    public Alarm With(params object[] values) =>
        new(
            Code,
            string.Format(CultureInfo.InvariantCulture, English, values),
            string.Format(CultureInfo.InvariantCulture, Chinese, values)
        );
}

/// <summary>An alarm that is raised.</summary>
public sealed record Alarm(string Code, string English, string Chinese);

/// <summary>What an alarm goes by, at one moment.</summary>
/// <param name="Lags">How long each follower is behind, in real time.</param>
/// <param name="TailLag">Since when the tail of this process was not at the end of the log.</param>
/// <param name="TownNow">Domain time.</param>
/// <param name="Speed">Domain seconds per real second.</param>
/// <param name="IsDriven">Whether somebody moves the clock by hand: then deadlines and seals are theirs.</param>
/// <param name="UnpublishedYear">Year without a notice into which the longest time limit reaches from now on; null while it reaches none.</param>
internal sealed record OperationsSample(
    OperationsState State,
    ImmutableSortedDictionary<string, TimeSpan> Lags,
    TimeSpan TailLag,
    DateTimeOffset TownNow,
    double Speed,
    bool IsDriven,
    int? UnpublishedYear = null
)
{
    /// <summary>Real time by which the next deadline is past; zero or less while none is.</summary>
    public TimeSpan Lateness => !IsDriven && State.NextDue is { } due ? (TownNow - due) / Speed : TimeSpan.Zero;
}

/// <summary>Which alarms are raised: a function of what was read, in one place. <c>docs/metrics.md</c> says what to do.</summary>
internal static class Alarms
{
    /// <summary>Work that must always be in somebody's hands, with the tables of leases in mind.</summary>
    public static readonly ImmutableArray<string> Duties =
    [
        "area-surges",
        "dispatcher",
        "projector",
        "purge",
        "sealer",
        "sweep",
    ];

    public static readonly AlarmCode DatabaseAbsent = new(
        "database.absent",
        "The database cannot be reached from here.",
        "本进程无法连接数据库。"
    );
    public static readonly AlarmCode DatabaseRestarted = new(
        "database.restarted",
        "The database server was started anew at {0}, while the platform ran.",
        "数据库服务器在平台运行期间于 {0} 重新启动。"
    );
    public static readonly AlarmCode DeadLettersWaiting = new(
        "dead-letters.waiting",
        "Dead letters wait for a decision: {0}.",
        "有 {0} 件未能送达的联动等待处理。"
    );
    public static readonly AlarmCode FollowerBehind = new(
        "follower.behind",
        "The {0} is behind the log by {1} s.",
        "{0} 落后日志 {1} 秒。"
    );
    public static readonly AlarmCode TailBehind = new(
        "tail.behind",
        "This process has not seen the end of the log for {0} s: its pages show the past.",
        "本进程已有 {0} 秒未读到日志末尾，页面显示的是过去的内容。"
    );
    public static readonly AlarmCode LeaseFree = new(
        "lease.free",
        "Nobody does the work of the {0}.",
        "{0} 的工作目前无人承担。"
    );
    public static readonly AlarmCode SiloNone = new(
        "silo.none",
        "No silo is active: nothing can be changed.",
        "没有活动的 silo，无法办理任何事项。"
    );
    public static readonly AlarmCode DeadlineLate = new(
        "deadline.late",
        "A deadline that has passed was not carried out for {0} s.",
        "有时限已过 {0} 秒仍未执行。"
    );
    public static readonly AlarmCode SealMissing = new(
        "seal.missing",
        "The day {0} has ended and is not sealed.",
        "{0} 已结束但尚未封存。"
    );
    public static readonly AlarmCode VerifyFaults = new(
        "verify.faults",
        "The last verification found {0} faults in the log.",
        "最近一次校验在日志中发现 {0} 处问题。"
    );
    public static readonly AlarmCode CalendarUnpublished = new(
        "calendar.unpublished",
        "The working days of {0} are not published here: deadlines reach into that year and are provisional.",
        "{0} 年的工作日历尚未在本平台公布：已有时限延伸至该年，均为暂定。"
    );

    /// <summary>Every alarm there is.</summary>
    public static ImmutableArray<AlarmCode> All { get; } =
    [
        DatabaseAbsent,
        DatabaseRestarted,
        DeadLettersWaiting,
        FollowerBehind,
        TailBehind,
        LeaseFree,
        SiloNone,
        DeadlineLate,
        SealMissing,
        VerifyFaults,
        CalendarUnpublished,
    ];

    /// <summary>A follower of the log that lags longer has stopped, or cannot keep up.</summary>
    public static readonly TimeSpan FollowerLagMax = TimeSpan.FromSeconds(30);

    /// <summary>Forty looks of the tail.</summary>
    public static readonly TimeSpan TailLagMax = TimeSpan.FromSeconds(10);

    /// <summary>Longer than another process takes to notice that a lease has ended.</summary>
    public static readonly TimeSpan LeaseFreeMax = TimeSpan.FromSeconds(10);

    /// <summary>A silo that died is missed and its deadlines swept up within this.</summary>
    public static readonly TimeSpan LatenessMax = TimeSpan.FromSeconds(75);

    /// <summary>How long a restart of the server is worth a look.</summary>
    public static readonly TimeSpan RestartShown = TimeSpan.FromHours(1);

    /// <summary>A server that starts with the platform is not started anew.</summary>
    private static readonly TimeSpan LaunchSlack = TimeSpan.FromSeconds(5);

    /// <summary>A day is sealed at five past midnight; this is the time in the town and the real time it may take.</summary>
    private static readonly TimeSpan SealedAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SealTakes = TimeSpan.FromMinutes(2);

    /// <summary>The alarms that are raised.</summary>
    public static ImmutableArray<Alarm> Of(OperationsSample sample)
    {
        var alarms = ImmutableArray.CreateBuilder<Alarm>();
        var state = sample.State;
        if (state.Waiting > 0)
        {
            alarms.Add(DeadLettersWaiting.With(state.Waiting));
        }

        foreach (var (follower, lag) in sample.Lags.Where(it => it.Value > FollowerLagMax))
        {
            alarms.Add(FollowerBehind.With(follower, Seconds(lag)));
        }

        if (sample.TailLag > TailLagMax)
        {
            alarms.Add(TailBehind.With(Seconds(sample.TailLag)));
        }

        foreach (var duty in Duties.Where(duty => IsFree(state, duty)))
        {
            alarms.Add(LeaseFree.With(duty));
        }

        if (!state.Silos.Any(silo => silo.Status is SiloMember.Active))
        {
            alarms.Add(SiloNone.With());
        }

        if (sample.Lateness > LatenessMax)
        {
            alarms.Add(DeadlineLate.With(Seconds(sample.Lateness)));
        }

        if (IsSealMissing(sample, out var day))
        {
            alarms.Add(SealMissing.With(day.ToString("O", CultureInfo.InvariantCulture)));
        }

        if (state.Verified is { Faults: > 0 and var faults })
        {
            alarms.Add(VerifyFaults.With(faults));
        }

        if (sample.UnpublishedYear is { } year)
        {
            alarms.Add(CalendarUnpublished.With(year));
        }

        if (
            state.Launched is { } launched
            && state.ServerStarted > launched + LaunchSlack
            && state.Now - state.ServerStarted < RestartShown
        )
        {
            var at = state.ServerStarted.ToOffset(TimeSpan.FromHours(8));
            alarms.Add(DatabaseRestarted.With(at.ToString("HH:mm:ss", CultureInfo.InvariantCulture)));
        }

        return alarms.ToImmutable();
    }

    /// <summary>
    /// The year without a notice into which the longest overall limit of the rules reaches; null while it reaches none.
    /// What is accepted from then on is promised by days that may still change.
    /// </summary>
    public static int? UnpublishedYearOf(Law law, DateTimeOffset townNow)
    {
        var longest = law.Classes.Values.MaxBy(it => it.Cap.RoughLength)!.Cap;
        var due = law.Calendar.Count(townNow, longest);
        return due.Provisional ? TownTime.DateOf(due.At).Year : null;
    }

    private static bool IsFree(OperationsState state, string duty) =>
        state.Followers.FirstOrDefault(it => it.Name == duty) is not { } follower
        || follower.LeaseSeconds < -LeaseFreeMax.TotalSeconds;

    private static bool IsSealMissing(OperationsSample sample, out DateOnly day)
    {
        day = sample.State.Unsealed ?? default;
        var latest = sample.TownNow - SealedAfter - (SealTakes * sample.Speed);
        return !sample.IsDriven && sample.State.Unsealed is not null && day < Town.DateOf(latest);
    }

    private static long Seconds(TimeSpan span) => (long)span.TotalSeconds;
}
