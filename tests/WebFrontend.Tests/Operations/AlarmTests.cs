using System.Collections.Immutable;
using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Operations;
using CivicGrains.WebFrontend.Operations;

namespace CivicGrains.WebFrontend.Tests.Operations;

/// <summary>Which alarms are raised by what, and that none is while all is well.</summary>
public sealed class AlarmTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);

    private static readonly OperationsState Well = new(
        EndSeq: 100,
        Now,
        ServerStarted: Now.AddMinutes(-31),
        Launched: Now.AddMinutes(-30),
        Waiting: 0,
        Retrying: 0,
        NextDue: Now.AddHours(1),
        Unsealed: new DateOnly(2026, 11, 24),
        Verified: new Verification(Now.AddDays(-1), 100, 0),
        [.. Alarms.Duties.Select(duty => new Follower(duty, 7, duty is "dispatcher" or "projector" ? 100 : null))],
        [new SiloMember("one", "127.0.0.1:1", SiloMember.Active, Now, Now)]
    );

    [Fact]
    public void While_all_is_well_none_is_raised() => Assert.Empty(Of(Well));

    [Fact]
    public void A_dead_letter_that_waits_is_one_and_one_that_is_retried_is_none()
    {
        Assert.Equal(["dead-letters.waiting"], Of(Well with { Waiting = 1 }));
        Assert.Empty(Of(Well with { Retrying = 1 }));
    }

    [Fact]
    public void A_follower_that_has_stopped_is_named()
    {
        var alarm = Assert.Single(Alarms.Of(Sample(Well, lagSeconds: 31)));

        Assert.Equal("follower.behind", alarm.Code);
        Assert.Contains("projector", alarm.English, StringComparison.Ordinal);
        Assert.Contains("31", alarm.Chinese, StringComparison.Ordinal);
        Assert.Empty(Alarms.Of(Sample(Well, lagSeconds: 29)));
    }

    [Fact]
    public void A_tail_that_stands_still_shows_the_past()
    {
        var sample = Sample(Well);

        Assert.Equal(["tail.behind"], Codes(sample with { TailLag = TimeSpan.FromSeconds(11) }));
        Assert.Empty(Codes(sample with { TailLag = TimeSpan.FromSeconds(9) }));
    }

    [Theory]
    [InlineData(-11, true)]
    [InlineData(-9, false)]
    public void Work_that_nobody_does_is_one_once_another_would_have_taken_over(double leaseSeconds, bool isRaised)
    {
        var followers = Well.Followers.Select(it => it.Name is "sweep" ? it with { LeaseSeconds = leaseSeconds } : it);

        Assert.Equal(isRaised, Of(Well with { Followers = [.. followers] }).Contains("lease.free"));
    }

    [Fact]
    public void Work_that_nobody_ever_took_is_one() =>
        Assert.Equal(Alarms.Duties.Length, Of(Well with { Followers = [] }).Count(code => code is "lease.free"));

    [Fact]
    public void Without_an_active_silo_nothing_can_be_changed() =>
        Assert.Equal(["silo.none"], Of(Well with { Silos = [Well.Silos[0] with { Status = SiloMember.Dead }] }));

    [Theory]
    [InlineData(74, 1, false)]
    [InlineData(76, 1, true)]
    [InlineData(76, 60, false)]
    [InlineData(76 * 60, 60, true)]
    public void A_deadline_is_late_by_real_time(int townSeconds, double speed, bool isRaised)
    {
        var sample = Sample(Well with { NextDue = Now.AddSeconds(-townSeconds) }) with { Speed = speed };

        Assert.Equal(isRaised, Codes(sample).Contains("deadline.late"));
    }

    [Theory]
    [InlineData("2026-11-23T16:06:00Z", "2026-11-23", false)]
    [InlineData("2026-11-23T16:08:00Z", "2026-11-23", true)]
    [InlineData("2026-11-24T15:59:00Z", "2026-11-24", false)]
    public void A_day_that_has_ended_is_to_be_sealed_soon_after_midnight_in_the_town(
        string townNow,
        string unsealed,
        bool isRaised
    )
    {
        var sample = Sample(
            Well with
            {
                NextDue = null,
                Unsealed = DateOnly.Parse(unsealed, CultureInfo.InvariantCulture),
            }
        ) with
        {
            TownNow = DateTimeOffset.Parse(townNow, CultureInfo.InvariantCulture),
        };

        Assert.Equal(isRaised, Codes(sample).Contains("seal.missing"));
    }

    [Fact]
    public void While_somebody_drives_the_clock_deadlines_and_seals_are_theirs()
    {
        var state = Well with { NextDue = Now.AddDays(-1), Unsealed = new DateOnly(2026, 1, 1) };

        Assert.Empty(Codes(Sample(state) with { IsDriven = true }));
    }

    [Fact]
    public void Faults_in_the_log_stay_until_a_verification_finds_none() =>
        Assert.Equal(["verify.faults"], Of(Well with { Verified = new Verification(Now, 100, 2) }));

    [Fact]
    public void A_year_without_a_notice_is_one_as_soon_as_the_longest_limit_reaches_into_it()
    {
        // Fifteen working days from 11 December on end in January.
        Assert.Null(YearAt(DefaultRules.Law, "2026-12-10T09:00:00Z"));
        Assert.Equal(2027, YearAt(DefaultRules.Law, "2026-12-11T00:00:00Z"));
        var alarm = Assert.Single(Alarms.Of(Sample(Well) with { UnpublishedYear = 2027 }));
        Assert.Equal("calendar.unpublished", alarm.Code);
        Assert.Contains("2027", alarm.Chinese, StringComparison.Ordinal);

        var published = new Law(
            0,
            DefaultRules.Template,
            WorkingCalendar.Default.With(new CalendarYear(2027, StatutoryDays.Of(2027).DaysOff, []), 1)
        );
        Assert.Null(YearAt(published, "2026-12-11T00:00:00Z"));

        static int? YearAt(Law law, string at) =>
            Alarms.UnpublishedYearOf(law, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_server_that_starts_with_the_platform_is_not_started_anew()
    {
        Assert.Equal(["database.restarted"], Of(Well with { ServerStarted = Now.AddMinutes(-20) }));
        Assert.Empty(Of(Well with { ServerStarted = Now.AddHours(-2), Launched = Now.AddHours(-3) }));
    }

    private static IEnumerable<string> Of(OperationsState state) => Codes(Sample(state));

    private static IEnumerable<string> Codes(OperationsSample sample) => Alarms.Of(sample).Select(it => it.Code);

    private static OperationsSample Sample(OperationsState state, double lagSeconds = 0) =>
        new(
            state,
            ImmutableSortedDictionary<string, TimeSpan>.Empty.Add("projector", TimeSpan.FromSeconds(lagSeconds)),
            TimeSpan.FromMilliseconds(100),
            Now,
            1,
            false
        );
}
