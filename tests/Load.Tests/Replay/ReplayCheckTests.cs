using CivicGrains.Load.Replay;

namespace CivicGrains.Load.Tests.Replay;

/// <summary>Each test takes a district that agrees and makes one thing wrong in it.</summary>
public sealed class ReplayCheckTests
{
    private const string Compound = "compound/510105007004-C012";
    private const string Subdistrict = "510105007";
    private const string Other = "510105008";
    private const string Id = "QY20261124-000123";
    private const long LogEnd = 100;

    private static readonly DateTimeOffset _noon = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);
    private static readonly LogEvent _reported = Report(101, Id, Compound);

    private static readonly Sent _sent = new(
        new Plan(
            new Petition(2, "7", "", "t", "d"),
            new KeywordMatch("UTL-04", false),
            new SignedIn(new DemoAccount("resident", "", "resident", Compound), "token"),
            ["first", "second"],
            "key"
        ),
        Fate.Accepted,
        Id,
        102,
        null,
        TimeSpan.Zero,
        []
    );

    private static readonly Evidence _good = new(
        new Dictionary<string, IssueReading> { [Id] = new(Compound, "UTL-04", "compound", "first", ["x", "second"]) },
        new Dictionary<(string, string), IReadOnlyList<string>>
        {
            [(Compound, "resident")] = [Id, "QY20261124-000001"],
        },
        new Dictionary<string, IReadOnlyList<LogEvent>> { [Compound] = [_reported] },
        [_reported],
        Wall(LogEnd, _noon, today: 5, issues: 50, here: 3, there: 2),
        Wall(102, _noon, today: 6, issues: 51, here: 4, there: 2)
    );

    [Fact]
    public void A_district_that_shows_what_it_answered_agrees() => Assert.Empty(Compare(_sent, _good));

    [Fact]
    public void An_issue_that_cannot_be_read_is_found() =>
        AssertOne(Point.Readable, _sent, _good with { Issues = new Dictionary<string, IssueReading>() });

    [Fact]
    public void An_issue_of_another_category_is_found() =>
        AssertOne(Point.Readable, _sent, WithIssue(it => it with { Category = "SAF-01" }));

    [Fact]
    public void A_description_that_says_something_else_is_found() =>
        AssertOne(Point.Whole, _sent, WithIssue(it => it with { Description = "firs" }));

    [Fact]
    public void A_part_that_is_missing_or_there_twice_is_found()
    {
        AssertOne(Point.Whole, _sent, WithIssue(it => it with { Comments = ["x"] }));
        AssertOne(Point.Whole, _sent, WithIssue(it => it with { Comments = ["second", "second"] }));
    }

    [Fact]
    public void A_part_that_was_refused_is_found_once() =>
        AssertOne(
            Point.Whole,
            _sent with
            {
                Untold = ["issue.wrong-state"],
            },
            WithIssue(it => it with { Comments = [] })
        );

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_issue_that_is_not_once_in_the_list_is_found(int times) =>
        AssertOne(
            Point.Listed,
            _sent,
            _good with
            {
                Listed = new Dictionary<(string, string), IReadOnlyList<string>>
                {
                    [(Compound, "resident")] = [.. Enumerable.Repeat(Id, times)],
                },
            }
        );

    [Fact]
    public void An_issue_is_looked_for_in_the_list_of_the_owner_it_has_now()
    {
        const string project = "project/RNV-2026-510105007004-C012-01";
        var moved = WithIssue(it => it with { Owner = project });

        AssertOne(Point.Listed, _sent, moved);
        Assert.Empty(
            Compare(
                _sent,
                moved with
                {
                    Listed = new Dictionary<(string, string), IReadOnlyList<string>> { [(project, "resident")] = [Id] },
                }
            )
        );
    }

    [Fact]
    public void An_answer_without_its_event_is_found() =>
        AssertOne(
            Point.Logged,
            _sent,
            _good with
            {
                Streams = new Dictionary<string, IReadOnlyList<LogEvent>> { [Compound] = [] },
            }
        );

    [Fact]
    public void An_issue_that_was_reported_twice_is_found() =>
        Assert.Contains(
            Compare(
                _sent,
                _good with
                {
                    Streams = new Dictionary<string, IReadOnlyList<LogEvent>>
                    {
                        [Compound] = [_reported, Report(103, Id, Compound)],
                    },
                }
            ),
            it => it.Point is Point.Logged
        );

    [Fact]
    public void An_answer_with_a_number_before_its_event_is_found() =>
        Assert.Contains(Compare(_sent with { Seq = 100 }, _good), it => it.Point is Point.Logged);

    [Fact]
    public void Two_issues_from_one_wish_are_found()
    {
        var twin = _reported with { Seq = 102, Subject = "QY20261124-000124" };

        AssertOne(
            Point.Once,
            _sent,
            _good with
            {
                Range = [_reported, twin],
                After = Wall(102, _noon, today: 7, issues: 52, here: 5, there: 2),
            }
        );
    }

    [Fact]
    public void A_wall_that_counts_one_too_few_or_too_many_is_found()
    {
        AssertOne(Point.Wall, _sent, WithWall(Wall(102, _noon, today: 5, issues: 51, here: 4, there: 2)));
        AssertOne(Point.Wall, _sent, WithWall(Wall(102, _noon, today: 6, issues: 52, here: 4, there: 2)));
        AssertOne(Point.Wall, _sent, WithWall(Wall(102, _noon, today: 6, issues: 51, here: 4, there: 3)));
        AssertOne(
            Point.Wall,
            _sent,
            WithWall(Wall(102, _noon, today: 6, issues: 51, here: 4, there: 2) with { Open = 7 })
        );
    }

    [Fact]
    public void A_wall_that_never_comes_so_far_is_found() =>
        Assert.Contains(
            Compare(_sent, WithWall(Wall(101, _noon, today: 6, issues: 51, here: 4, there: 2))),
            it => it.Point is Point.Wall
        );

    [Fact]
    public void What_others_report_and_what_is_archived_meanwhile_is_no_disagreement()
    {
        var busy = _good with
        {
            Range =
            [
                _reported,
                Report(102, "QY20261124-000200", $"compound/{Other}001-C001"),
                Report(103, "QY20261124-000201", Compound),
                new LogEvent(104, Compound, "QY20261101-000001", "issue.archived", _noon, Guid.CreateVersion7()),
            ],
            After = Wall(104, _noon, today: 8, issues: 52, here: 5, there: 3),
        };

        Assert.Empty(Compare(_sent, busy));
        Assert.Equal(2, ReplayCheck.OthersIn(busy, [_sent]));
    }

    [Fact]
    public void Figures_of_the_day_begin_anew_at_midnight_of_the_town()
    {
        var late = new DateTimeOffset(2026, 11, 24, 15, 59, 59, TimeSpan.Zero);
        var yesterday = Report(101, "QY20261124-000200", Compound) with { At = late };
        var today = _reported with { Seq = 102, At = late.AddSeconds(2) };

        Assert.Empty(
            Compare(
                _sent,
                _good with
                {
                    Range = [yesterday, today],
                    Streams = new Dictionary<string, IReadOnlyList<LogEvent>> { [Compound] = [yesterday, today] },
                    Before = Wall(LogEnd, late, today: 5, issues: 50, here: 3, there: 2),
                    After = Wall(102, late.AddSeconds(3), today: 1, issues: 52, here: 1, there: 0),
                }
            )
        );
    }

    [Fact]
    public void A_subdistrict_that_an_issue_left_is_not_held_against_the_log_and_the_others_are()
    {
        var away = new LogEvent(102, Compound, "QY20261101-000001", "issue.sent-away", _noon, Guid.CreateVersion7());

        Assert.Empty(
            Compare(
                _sent,
                _good with
                {
                    Range = [_reported, away],
                    After = Wall(102, _noon, today: 6, issues: 51, here: 3, there: 2),
                }
            )
        );
        AssertOne(
            Point.Wall,
            _sent,
            _good with
            {
                Range = [_reported, away],
                After = Wall(102, _noon, today: 6, issues: 51, here: 3, there: 3),
            }
        );
    }

    [Fact]
    public void A_petition_that_nobody_answered_is_a_disagreement_and_a_refused_one_is_none()
    {
        var none = _sent with { IssueId = null, Seq = 0, Code = "text.empty" };
        var untouched = _good with { Range = [], After = _good.Before };

        AssertOne(Point.Answered, none with { Fate = Fate.Unanswered }, untouched);
        Assert.Empty(Compare(none with { Fate = Fate.Refused }, untouched));
    }

    [Fact]
    public void What_was_there_before_the_first_was_sent_or_has_come_with_an_earlier_row_is_already_there()
    {
        var fates = PetitionSender.WithFates([_sent with { IssueId = "a", Seq = LogEnd }, _sent, _sent], LogEnd);

        Assert.Equal([Fate.AlreadyThere, Fate.Accepted, Fate.AlreadyThere], fates.Select(it => it.Fate));
    }

    [Fact]
    public void An_issue_that_was_there_before_and_counts_as_accepted_is_found() =>
        Assert.Contains(
            ReplayCheck.Compare([_sent], _good, logEnd: 101),
            it => it.What.Contains("before it was sent", StringComparison.Ordinal)
        );

    private static void AssertOne(Point point, Sent sent, Evidence evidence) =>
        Assert.Equal(point, Assert.Single(Compare(sent, evidence)).Point);

    private static IReadOnlyList<Disagreement> Compare(Sent sent, Evidence evidence) =>
        ReplayCheck.Compare([sent], evidence, LogEnd);

    private static Evidence WithIssue(Func<IssueReading, IssueReading> change) =>
        _good with
        {
            Issues = new Dictionary<string, IssueReading> { [Id] = change(_good.Issues[Id]) },
        };

    private static Evidence WithWall(WallReading after) => _good with { After = after };

    private static LogEvent Report(long seq, string id, string stream) =>
        new(seq, stream, id, "issue.reported", _noon, Guid.CreateVersion7());

    private static WallReading Wall(long seq, DateTimeOffset at, long today, long issues, long here, long there) =>
        new(
            seq,
            at,
            today,
            issues,
            10,
            new Dictionary<string, SubdistrictReading> { [Subdistrict] = new(6, here), [Other] = new(4, there) }
        );
}
