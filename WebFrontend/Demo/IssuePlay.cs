using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>How an issue stands, as the people of the demo see it.</summary>
internal sealed record IssueSeen(IssueStatus Status, int Level, Handler? Handler, DateTimeOffset? DueAt)
{
    public bool IsOpen => Status <= IssueStatus.Rework;
}

/// <summary>Something somebody does.</summary>
internal sealed record Act(PlannedPerson Who, IssueCommand Command);

/// <summary>
/// The next thing people do about an issue. What it is is only decided when its time has come: a deadline may have
/// moved the issue meanwhile. No act: they only look at it again.
/// </summary>
internal sealed record PlayStep(DateTimeOffset At, Func<Act?> Decide);

/// <summary>
/// Plays one issue of the history, step by step: whoever the rules of the town have made its handler does what the
/// story says. The player tells it after each step how the issue stands (<see cref="Seen"/>).
/// </summary>
internal sealed class IssuePlay(PlannedIssue issue, string id, Cast cast, Law law, SeededChance chance)
{
    private static readonly TimeSpan _moment = TimeSpan.FromMinutes(1);

    public string Id => id;

    /// <summary>Where the issue lives now.</summary>
    public Place Owner { get; set; } = issue.Owner;

    /// <summary>How it stands.</summary>
    public IssueSeen Seen { get; set; } = new(IssueStatus.Submitted, 0, null, null);

    /// <summary>When the last step was taken.</summary>
    public DateTimeOffset Now { get; set; } = issue.ReportedAt;

    /// <summary>Whether this is the deadline it has now.</summary>
    public bool IsDueAt(DateTimeOffset due) => Seen.IsOpen && Seen.DueAt == due;

    /// <summary>Everything people do, in order. To be enumerated once.</summary>
    public IEnumerable<PlayStep> Steps()
    {
        yield return At(issue.ReportedAt, () => new Act(issue.Reporter, ReportCommand()));
        foreach (var step in Before().Concat(Middle()))
        {
            yield return step;
        }
    }

    private bool IsUrgent => law.Categories[issue.Category].Class is UrgencyClass.P1 or UrgencyClass.P2;

    private Report ReportCommand() =>
        new(
            id,
            issue.Category,
            PrivateText.Of("description", issue.Description),
            issue.Building,
            Location: null,
            issue.Source
        );

    /// <summary>What neighbours do, and what happens to the issue before anybody works on it.</summary>
    private IEnumerable<PlayStep> Before()
    {
        var story = issue.Story;
        if (issue.Owner.Kind is PlaceKind.Compound && law.Categories[issue.Category].Visibility is Visibility.Compound)
        {
            var neighbour = chance.Pick(cast.ResidentsOf(issue.Owner));
            if (chance.Happens(0.08) && neighbour != issue.Reporter)
            {
                // What others have joined is not taken back.
                yield return Soon(3, 40, () => new Act(neighbour, story.Withdrawn ? new Follow(id) : new Join(id)));
            }
        }

        if (chance.Happens(0.12))
        {
            yield return Soon(
                3,
                40,
                () => new Act(issue.Reporter, new Comment(id, Text("comment", DemoTexts.Comments)))
            );
        }

        if (story.MovedTo is { } to)
        {
            yield return Soon(10, 90, () => ByHandler(new Relocate(id, to, Text("reason", DemoTexts.RelocateReasons))));
            // The new owner takes it over by itself.
            yield return Soon(60, 70, () => null);
        }

        for (var i = 0; i < story.HandUps; i++)
        {
            yield return Soon(15, 50, () => ByHandler(new Escalate(id, Text("reason", DemoTexts.HandUpReasons))));
        }

        if (story.DispatchedTo is { } grid && Seen is { Level: 1, Handler.Role: Role.GridHead })
        {
            var desk = cast.Staff(Role.Community, Place.Community(grid.CommunityCode!));
            yield return Soon(10, 60, () => new Act(desk, new Dispatch(id, grid)));
        }

        for (var i = 0; i < story.PassedOver && Seen is { IsOpen: true, DueAt: { } due }; i++)
        {
            yield return At(due + _moment, () => null);
        }
    }

    private IEnumerable<PlayStep> Middle()
    {
        var story = issue.Story;
        if (story.Withdrawn)
        {
            var reason = Text("reason", DemoTexts.WithdrawReasons);
            yield return Soon(5, 120, () => new Act(issue.Reporter, new Withdraw(id, reason)));
            yield break;
        }

        if (story.SelfHandled)
        {
            yield return Soon(5, 30, () => new Act(issue.Reporter, new SelfHandle(id, Solved(), [])));
        }
        else
        {
            foreach (var step in Handle(story.StopsAt))
            {
                yield return step;
            }
        }

        if (story.StopsAt is null)
        {
            foreach (var step in After(story))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<PlayStep> Handle(IssueStatus? stopsAt = null)
    {
        if (stopsAt is IssueStatus.Dispatched)
        {
            yield break;
        }

        // The best take a tenth of their time, most a third, some nearly all of it.
        var budget = (Seen.DueAt ?? Now.AddDays(1)) - Now;
        var doneAt = InOfficeHours(Now + (budget * (0.08 + (0.75 * chance.Fraction() * chance.Fraction()))));
        var first = Now + ((doneAt - Now) * (0.05 + (0.25 * chance.Fraction())));
        if (Seen.Status is not IssueStatus.Rework)
        {
            yield return At(first, () => ByHandler(new Acknowledge(id)));
            if (stopsAt is IssueStatus.Acknowledged)
            {
                yield break;
            }

            if (chance.Happens(0.15))
            {
                yield return At(first + _moment, () => ByHandler(new Note(id, Text("note", DemoTexts.Notes))));
            }

            if (Seen.Level == 2 && law.Categories[issue.Category].Department is { } department && chance.Happens(0.5))
            {
                foreach (var step in CallIn(department, first, doneAt))
                {
                    yield return step;
                }
            }

            yield return At(first + ((doneAt - first) * 0.4), () => ByHandler(new Start(id)));
            if (stopsAt is IssueStatus.InProgress)
            {
                yield break;
            }
        }

        yield return At(doneAt, () => ByHandler(new Resolve(id, Solved(), [])));
    }

    /// <summary>The subdistrict calls the department of the category in, which comes, helps and is rated.</summary>
    private IEnumerable<PlayStep> CallIn(string department, DateTimeOffset from, DateTimeOffset until)
    {
        var staff = cast.Staff(Role.Department, Place.Department(department));
        var length = until - from;
        PlayStep Reports(double part, WhistleStep step, PrivateText? note = null) =>
            At(from + (length * part), () => new Act(staff, new ReportToWhistle(id, step, department, note)));

        yield return At(
            from + (length * 0.05),
            () =>
                ByHandler(
                    new BlowWhistle(id, department, WhistleKind.WorkPush, Text("reason", DemoTexts.WhistleReasons))
                )
        );
        yield return Reports(0.1, WhistleStep.Signed);
        yield return Reports(0.2, WhistleStep.OnSite, Text("note", DemoTexts.WhistleNotes));
        yield return Reports(0.3, WhistleStep.Solved);
        yield return At(
            from + (length * 0.35),
            () => ByHandler(new RateWhistle(id, department, chance.Pick<int>([(5, 0.6), (4, 0.3), (3, 0.1)])))
        );
    }

    private IEnumerable<PlayStep> After(IssueStory story)
    {
        if (story.Rework && Checker() is { } checker)
        {
            yield return Soon(
                60,
                1_200,
                () => new Act(checker, new Verify(id, Passed: false, Text("note", DemoTexts.FailedChecks)))
            );
            foreach (var step in Handle())
            {
                yield return step;
            }
        }

        if (story.Ending is Ending.NotSolved)
        {
            var reason = Text("reason", DemoTexts.NotSolvedReasons);
            yield return Soon(60, 1_500, () => new Act(issue.Reporter, new NotSolved(id, reason)));
            foreach (var step in Handle().Concat(End(Ending.Closed)))
            {
                yield return step;
            }
        }
        else
        {
            foreach (var step in End(story.Ending))
            {
                yield return step;
            }
        }

        if (story.Ending is Ending.Reopened)
        {
            var reason = Text("reason", DemoTexts.ReopenReasons);
            yield return Soon(1_440, 7_000, () => new Act(issue.Reporter, new Reopen(id, reason)));
            foreach (var step in Handle().Concat(End(Ending.Closed)))
            {
                yield return step;
            }
        }
    }

    private IEnumerable<PlayStep> End(Ending ending)
    {
        switch (ending)
        {
            case Ending.Verified when Checker() is { } checker:
                yield return Soon(
                    60,
                    1_300,
                    () => new Act(checker, new Verify(id, Passed: true, Text("note", DemoTexts.PassedChecks)))
                );
                if (chance.Happens(0.4))
                {
                    yield return Soon(30, 900, () => new Act(issue.Reporter, new Close(id)));
                }

                break;
            case Ending.Closed or Ending.Reopened:
                yield return Soon(20, 1_800, () => new Act(issue.Reporter, new Close(id)));
                if (ending is Ending.Closed && MayRate && chance.Happens(0.7))
                {
                    yield return Soon(1, 30, Rating);
                }

                break;
            case Ending.Rated when MayRate:
                yield return Soon(20, 1_800, Rating);
                break;
        }
    }

    private bool MayRate => law.Categories[issue.Category].RatedBy is not RatedBy.Nobody;

    private Act Rating() =>
        new(
            issue.Reporter,
            new Rate(
                id,
                chance.Pick<int>([(5, 0.55), (4, 0.27), (3, 0.11), (2, 0.04), (1, 0.03)]),
                chance.Happens(0.3) ? Text("note", DemoTexts.Praise) : null
            )
        );

    /// <summary>Somebody who did not handle it, one level above; null at the upper levels, where none is.</summary>
    private PlannedPerson? Checker() =>
        Seen switch
        {
            { Level: 0 } when Owner.CommunityCode is { } code => cast.Staff(Role.Community, Place.Community(code)),
            { Level: 1 } when Owner.SubdistrictCode is { } code => cast.Staff(
                Role.Subdistrict,
                Place.Subdistrict(code)
            ),
            _ => null,
        };

    private Act? ByHandler(IssueCommand command) =>
        Seen is { IsOpen: true, Handler: { } handler }
            ? new Act(cast.Staff(handler.Role, handler.Place), command)
            : null;

    private PrivateText Solved() => Text("note", DemoTexts.Categories[issue.Category].Solved);

    private PrivateText Text(string kind, ImmutableArray<string> choices) => PrivateText.Of(kind, chance.Pick(choices));

    /// <summary>Work that is not urgent is done in office hours, unless the deadline would pass by that.</summary>
    private DateTimeOffset InOfficeHours(DateTimeOffset at)
    {
        var moved = IsUrgent ? at : TownTime.InOfficeHours(at, chance);
        return moved < Seen.DueAt - _moment ? moved : at;
    }

    private PlayStep Soon(double minutesMin, double minutesMax, Func<Act?> decide) =>
        At(Now + chance.Span(TimeSpan.FromMinutes(minutesMin), TimeSpan.FromMinutes(minutesMax)), decide);

    private static PlayStep At(DateTimeOffset at, Func<Act?> decide) => new(at, decide);
}
