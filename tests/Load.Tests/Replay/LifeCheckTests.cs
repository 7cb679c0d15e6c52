using CivicGrains.Domain.Calendar;
using CivicGrains.Load.Replay;

namespace CivicGrains.Load.Tests.Replay;

/// <summary>Each test takes the life of a lamp that agrees with everything and makes one thing wrong in it.</summary>
public sealed class LifeCheckTests
{
    private const string Id = "QY20261124-000123";
    private const string Compound = "compound/510105007004-C012";

    private static readonly DateTimeOffset _tuesday = new(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset _step0 = DayAt(26, 17);
    private static readonly DateTimeOffset _step1 = DayAt(27, 17);
    private static readonly DateTimeOffset _overall = WorkingCalendar
        .Default.Count(_tuesday, TimeLimit.WorkingDays(7))
        .At;

    /// <summary>It goes up once, is worked on at level 1, and ends by itself.</summary>
    private static readonly TimelineLine[] _timeline =
    [
        new(101, _tuesday, "issue.reported", null, "submitted"),
        new(102, _tuesday, "issue.accepted", 0, "dispatched"),
        new(110, DayAt(25, 14), "issue.warned", 0, "dispatched"),
        new(120, _step0, "issue.escalated", 1, "dispatched"),
        new(130, DayAt(27, 9), "issue.acknowledged", 1, "acknowledged"),
        new(131, DayAt(27, 10), "issue.resolved", 1, "resolved"),
        new(140, DayAt(30, 17).AddDays(2), "issue.closed", 1, "closed"),
        new(150, DayAt(30, 17).AddDays(10), "issue.archived", 1, "closed"),
    ];

    private static readonly WhyRules _rules = new(3, null, "UTL-04", "P3", ["2wd", "1wd", "2wd", "2wd"], "7wd");

    private static readonly Life _good = new(
        "row 2",
        Id,
        Lot.Silent,
        EventsOf(_timeline),
        _timeline,
        [
            Why(2, new Foretold(_step0, "escalate", 1)),
            Why(4, new Foretold(_step1, "escalate", 2)),
            Why(6, new Foretold(_timeline[6].At, "close", null)),
            Why(8, null),
        ],
        new HashSet<long> { 130, 131 },
        new PlaceRules(
            0,
            3,
            new Dictionary<string, (string, string?)> { ["UTL-04"] = ("P3", null), ["ENV-05"] = ("P3", "P2") }
        ),
        Speed: 10_000
    );

    [Fact]
    public void A_life_that_is_as_it_was_told_agrees()
    {
        Assert.Empty(LifeCheck.Compare(_good));
        Assert.Equal("archived, closed", _good.End);
        // The two that came by themselves and were foretold; what people did is not.
        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero], LifeCheck.Lateness(_good));
    }

    [Fact]
    public void One_that_has_no_end_is_found() => AssertOnly(Point.Ended, Cut(_good, 7));

    [Fact]
    public void A_timeline_without_an_event_of_the_log_is_found() =>
        AssertOnly(Point.Legal, _good with { Events = [.. _good.Events.Where(it => it.Seq != 110)] });

    [Theory]
    [InlineData(4, "issue.verified")]
    [InlineData(6, "issue.started")]
    [InlineData(7, "issue.warned")]
    public void A_step_that_no_command_and_no_deadline_leads_to_is_found(int line, string type) =>
        Assert.Contains(
            LifeCheck.Compare(WithLine(line, _timeline[line] with { Type = type })),
            it => it.Point is Point.Legal
        );

    [Fact]
    public void One_that_comes_down_a_level_is_found() =>
        Assert.Contains(
            LifeCheck.Compare(WithLine(5, _timeline[5] with { Level = 0 })),
            it => it.Point is Point.Legal && it.What.Contains("came down", StringComparison.Ordinal)
        );

    [Fact]
    public void A_step_without_a_reason_or_without_its_rule_is_found()
    {
        AssertOnly(Point.Reasoned, WithStep(0, 1, it => it with { HasReason = false }));
        Assert.Contains(
            LifeCheck.Compare(WithStep(0, 1, it => it with { HasRule = false })),
            it => it.Point is Point.Reasoned
        );
    }

    [Fact]
    public void An_answer_that_leaves_out_what_had_happened_is_found() =>
        AssertOnly(Point.Reasoned, WithWhy(1, it => it with { Steps = [it.Steps[0], it.Steps[1], it.Steps[3]] }));

    [Fact]
    public void Another_version_class_limit_or_deadline_is_found()
    {
        AssertOnly(Point.ByRule, WithWhy(0, it => it with { Rules = _rules with { RuleVersion = 2 } }));
        AssertOnly(Point.ByRule, WithWhy(0, it => it with { Rules = _rules with { OwnerRuleVersion = 1 } }));
        AssertOnly(Point.ByRule, WithWhy(0, it => it with { Rules = _rules with { Class = "P2" } }));
        AssertOnly(Point.ByRule, WithStep(1, 3, it => it with { Limit = "3wd" }));
        AssertOnly(Point.ByRule, WithWhy(1, it => it with { DueAt = _step1.AddMinutes(1) }));
        AssertOnly(Point.ByRule, WithWhy(0, it => it with { Rules = null }));
    }

    [Fact]
    public void By_night_another_class_is_by_the_rules_too()
    {
        var night = WithWhy(0, it => it with { Rules = _rules with { Category = "ENV-05", Class = "P2" } });

        Assert.Empty(LifeCheck.Compare(night));
    }

    [Theory]
    [InlineData("supervise", 1, 0)]
    [InlineData("escalate", 2, 0)]
    [InlineData("escalate", 1, 1)]
    public void What_was_foretold_and_came_otherwise_or_earlier_is_found(string what, int level, int hours) =>
        AssertOnly(
            Point.Foretold,
            WithWhy(0, it => it with { Next = new Foretold(_step0.AddHours(hours), what, level) })
        );

    [Fact]
    public void What_comes_though_nothing_was_foretold_is_found() =>
        AssertOnly(Point.Foretold, WithWhy(2, it => it with { Next = null }));

    [Fact]
    public void What_comes_late_is_found_by_real_time()
    {
        // Fifty hours of the town are eighteen seconds here.
        var late = WithWhy(0, it => it with { Next = new Foretold(_step0.AddHours(-50), "escalate", 1) });

        Assert.Empty(LifeCheck.Compare(late));
        Assert.Equal(TimeSpan.FromSeconds(18), LifeCheck.Lateness(late).First());
        AssertOnly(Point.Foretold, late with { Speed = 1_000 });
    }

    [Fact]
    public void A_moment_that_had_passed_when_it_was_asked_for_counts_from_then()
    {
        var past = WithWhy(0, it => it with { Next = new Foretold(_tuesday.AddDays(-900), "escalate", 1) });

        Assert.Empty(LifeCheck.Compare(past));
        Assert.Equal((_step0 - _tuesday) / 10_000, LifeCheck.Lateness(past).First());
    }

    [Fact]
    public void Marked_and_supervised_at_the_district_centre_is_an_end()
    {
        TimelineLine[] timeline =
        [
            _timeline[0],
            _timeline[1] with
            {
                Level = 4,
            },
            new(160, _overall, "issue.overdue", 4, "dispatched"),
            new(170, _overall.AddDays(5), "issue.supervised", 4, "dispatched"),
        ];
        var why = Why(2, null) with
        {
            Level = 4,
            DueAt = _overall,
            Steps = [.. timeline.Select(it => LineOf(it) with { Limit = null })],
        };
        var left = _good with { Timeline = timeline, Events = EventsOf(timeline), Whys = [why] };

        Assert.Empty(LifeCheck.Compare(left));
        Assert.StartsWith("overdue at the district centre", left.End, StringComparison.Ordinal);
    }

    private static void AssertOnly(Point point, Life life)
    {
        var found = LifeCheck.Compare(life).ToList();
        Assert.NotEmpty(found);
        Assert.All(found, it => Assert.Equal(point, it.Point));
    }

    private static Life Cut(Life life, int lines) =>
        life with
        {
            Timeline = [.. life.Timeline.Take(lines)],
            Events = [.. life.Events.Take(lines)],
            Whys = [.. life.Whys.Take(3), Why(lines, new Foretold(_timeline[7].At, "archive", null))],
        };

    private static Life WithLine(int line, TimelineLine changed)
    {
        TimelineLine[] timeline = [.. _timeline];
        timeline[line] = changed;
        return _good with { Timeline = timeline, Events = EventsOf(timeline) };
    }

    private static Life WithStep(int why, int step, Func<WhyLine, WhyLine> change) =>
        WithWhy(why, it => it with { Steps = [.. it.Steps.Select((line, i) => i == step ? change(line) : line)] });

    private static Life WithWhy(int which, Func<WhyReading, WhyReading> change) =>
        _good with
        {
            Whys = [.. _good.Whys.Select((it, i) => i == which ? change(it) : it)],
        };

    private static WhyReading Why(int lines, Foretold? next)
    {
        var last = _timeline[lines - 1];
        var (since, due) = lines < 4 ? (_tuesday, _step0) : (_step0, _step1);
        return new WhyReading(
            last.Status,
            last.Level,
            "property-manager",
            Compound,
            since,
            due,
            _overall,
            _rules,
            next,
            [.. _timeline.Take(lines).Select(LineOf)]
        );
    }

    private static WhyLine LineOf(TimelineLine it)
    {
        var hasRule = it.Type is "issue.accepted" or "issue.escalated";
        return new WhyLine(
            it.Seq,
            it.At,
            it.Type,
            it.Level,
            hasRule ? _rules.Budgets[it.Level!.Value % 4] : null,
            hasRule,
            HasReason: true
        );
    }

    private static LogEvent[] EventsOf(IEnumerable<TimelineLine> timeline) =>
        [.. timeline.Select(it => new LogEvent(it.Seq, Compound, Id, it.Type, it.At, Guid.CreateVersion7()))];

    private static DateTimeOffset DayAt(int day, int hour) => new(2026, 11, day, hour, 0, 0, TimeSpan.FromHours(8));
}
