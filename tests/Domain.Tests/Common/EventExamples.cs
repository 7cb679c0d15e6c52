using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Common;

/// <summary>One example of every event, with every field filled where it can be.</summary>
public static class EventExamples
{
    private const string Id = "QY20261124-000123";
    private const string Category = "UTL-04";
    private const string Text = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static readonly Place Compound = Place.Compound("510105007004-C012");
    private static readonly Place Grid = Place.Grid("510105007004-G03");
    private static readonly Guid Person = new("3f0c9a52-7e41-4b8f-9d2c-1a6b5e4d3c2b");
    private static readonly DateTimeOffset At = new DateTimeOffset(
        2026,
        11,
        24,
        1,
        2,
        3,
        TimeSpan.Zero
    ).AddMicroseconds(456_789);
    private static readonly Handler Manager = new(Role.PropertyManager, Compound);
    private static readonly IssueStep Step = new(1, new Handler(Role.GridHead, Grid), At.AddHours(2), At.AddDays(1))
    {
        Limit = TimeLimit.WorkingDays(1),
        CountedFrom = At,
        CalendarVersion = 2,
        Provisional = true,
        Warning = new StepWarning(50, At.AddHours(12)),
        OfferOn = TimeLimit.WorkingHours(2),
    };
    private static readonly OverallClock Overall = new(At, TimeLimit.WorkingDays(7), At.AddDays(15), true)
    {
        Room = new TimeLimit(176_400, TimeUnit.WorkingSeconds),
    };
    private static readonly IssueRequest Request = new(
        RequestKind.Suspension,
        Manager,
        1,
        At.AddHours(2),
        Text,
        TimeLimit.Days(30),
        SuspensionReason.Engineering,
        new DateOnly(2026, 12, 20)
    );
    private static readonly Suspension Still = new(
        SuspensionReason.Engineering,
        At.AddDays(26),
        new TimeLimit(9_000, TimeUnit.WorkingSeconds),
        TimeLimit.Seconds(90_000)
    )
    {
        Room = TimeLimit.Seconds(604_800),
    };
    private static readonly WhistleClocks WhistleClocks = new(At.AddHours(1), At.AddHours(24), At.AddDays(3));
    private static readonly Whistle Whistle = new(
        "housing",
        WhistleKind.HardCase,
        WhistleState.Blown,
        Person,
        WhistleClocks,
        Person
    )
    {
        Missed = [WhistleStep.Signed],
    };
    private static readonly IssueTerms Terms = new(
        3,
        UrgencyClass.P3,
        TimeLimit.WorkingHours(2),
        [TimeLimit.WorkingDays(2), TimeLimit.WorkingDays(1), null, TimeLimit.Hours(48)],
        TimeLimit.WorkingDays(7),
        "urban-lighting",
        Visibility.Compound,
        EvidenceDuty.PhotoOrNote,
        RatedBy.Compound,
        TimeLimit.WorkingDays(3),
        TimeLimit.Days(7),
        FirstHandler.CompoundManager
    );

    private static readonly Issue Carried = new()
    {
        Id = Id,
        Category = Category,
        Visibility = Visibility.Compound,
        Source = IssueSource.Phone,
        Reporter = Person,
        Building = "3栋",
        Description = Text,
        Location = Text,
        ReportedAt = At,
        UpdatedAt = At.AddHours(1),
        Status = IssueStatus.Acknowledged,
        Terms = Terms,
        Step = Step,
        StepFrom = At,
        OverallDueAt = At.AddDays(7),
        AcknowledgedAt = At.AddHours(1),
        Overdue = true,
        FailedChecks = 1,
        ResolvedBy = Person,
        TimesReopened = 1,
        Stars = 4,
        WindowEndsAt = At.AddDays(10),
        MovingTo = Grid,
        Followers = [Person],
        AskedCategory = "RNV-02",
        IntakeDueAt = At.AddHours(2),
        RateUntil = At.AddDays(3),
        FirstLevel = 0,
        Overall = Overall,
        WarnedPercent = 50,
        Request = Request,
        ReturnedBy = [Manager],
        Transfers = 1,
        Extensions = 1,
        Suspensions = 1,
        Suspended = Still,
        SupervisedByLevel = 2,
        CheckDueAt = At.AddDays(1),
        CallBackDueAt = At.AddDays(2),
        CallBackMissed = true,
        MergedInto = "QY20261124-000122",
        Joined = [new Joining(Person, At)],
        Duplicates = [new Duplicate("QY20261124-000124", [Person])],
        IncidentAt = At,
        TimesSplit = 1,
        Whistles = [Whistle],
        PartOf = "QY20261124-000130",
    };

    public static readonly DomainEvent[] All =
    [
        new CompoundRegistered(
            "浣花小区",
            PropertyMode.ProfessionalManaged,
            Grid,
            [new Building("1栋", Grid, 56), new Building("2栋", Place.Grid("510105007004-G04"), 60)],
            true
        ),
        new GridRegistered("草堂路第3网格", 412, [Person], true),
        new TaskOffered(Id, Compound, Category, 1, At.AddDays(1), [Person]),
        new TaskOffered(
            Id,
            Compound,
            Category,
            1,
            At.AddDays(1),
            [Person],
            2,
            OfferCause.Unanswered,
            TimeLimit.WorkingHours(2),
            At.AddHours(2),
            At.AddHours(1),
            [Person],
            true
        ),
        new TaskAcknowledged(Id, Person),
        new TaskUnanswered(Id, Place.Community("510105007004")),
        new TaskEnded(Id, "issue.resolved"),
        new EmergencyStarted(2, Text),
        new EmergencyEnded(2),
        new RollCallOrdered(5, 2, 30, At.AddMinutes(30), [Grid]),
        new RollCallJoined(5, 2, 30, At.AddMinutes(30), Grid),
        new RollCallStopped(5, [Grid]),
        new RollCalled(5, true, 30, At.AddMinutes(30), ["M01", "M07"]),
        new RollConfirmed(5, "M07", RollState.NeedsHelp, true, true, Text),
        new RollClosed(5, RollClosing.Time, ["M01"], Place.Community("510105007004")),
        new MicroGridSet("M07", "浣花小区3栋", 64),
        new MicroGridRemoved("M07"),
        new MemberAdded(Person, MemberKind.Volunteer, "M07"),
        new MemberChanged(Person, MemberKind.Officer, null),
        new MemberRemoved(Person),
        new ShiftPlanned(1, Person, ShiftKind.Night, new DateOnly(2026, 11, 24), new DateOnly(2026, 11, 30)),
        new ShiftCancelled(1),
        new LeaveTaken(2, Person, At, At.AddDays(3), Person),
        new LeaveEnded(2),
        new PatrolRecorded(
            7,
            new Guid("7a1c0f52-6e41-4b8f-9d2c-1a6b5e4d3c2b"),
            Person,
            "M07",
            PatrolPlace.Building,
            PatrolItem.Fire,
            PatrolResult.Hazard,
            HazardLevel.Major,
            Compound,
            "3栋",
            Visibility.Compound,
            Text,
            [Text],
            "SAF-01",
            Id
        ),
        new GridAlarmed(Id, Compound, [Person]),
        new ProjectRegistered("清溪片区改造", Compound, Grid, true),
        new AdmissionRequested(
            4,
            "fire",
            ["SAF-01"],
            [Grid],
            new DateOnly(2026, 12, 1),
            new DateOnly(2026, 12, 31),
            Text,
            Text
        ),
        new AdmissionDecided(4, true, Text),
        new AdmissionEnded(4, Text),
        new RulesPublished(
            1,
            new RuleTemplate(
                [
                    new ClassRule(
                        UrgencyClass.P3,
                        TimeLimit.WorkingHours(2),
                        [TimeLimit.WorkingDays(2), TimeLimit.WorkingDays(1), TimeLimit.WorkingDays(2), null],
                        TimeLimit.WorkingDays(7),
                        false
                    ),
                ],
                [
                    new CategoryRule(
                        "ENV-05",
                        "油烟/异味/噪声扰民",
                        "Fumes, smell, noise",
                        FirstHandler.Grid,
                        UrgencyClass.P3,
                        UrgencyClass.P2,
                        TimeLimit.Hours(1),
                        TimeLimit.WorkingDays(5),
                        "ecology",
                        EvidenceDuty.PhotoOrNote,
                        RatedBy.Reporter,
                        Visibility.Compound
                    ),
                ],
                TimeLimit.WorkingDays(3),
                TimeLimit.Days(7),
                2
            )
        ),
        new CalendarYearPublished(
            1,
            new CalendarYear(
                2027,
                [new(2027, 1, 1), new(2027, 2, 5)],
                [new(2027, 2, 20)],
                "国务院办公厅关于2027年部分节假日安排的通知（示例）"
            )
        ),
        new OwnerRulesPublished(
            1,
            new RuleOverrides(
                [
                    new ClassOverride(
                        UrgencyClass.P3,
                        TimeLimit.WorkingHours(1),
                        [TimeLimit.WorkingDays(1), null, null, null],
                        TimeLimit.WorkingDays(5)
                    ),
                ],
                [
                    new CategoryOverride(
                        "UTL-04",
                        UrgencyClass.P2,
                        FirstHandler.Community,
                        TimeLimit.Hours(4),
                        TimeLimit.Hours(24),
                        [1, 2],
                        "housing",
                        EvidenceDuty.Photo,
                        RatedBy.Compound,
                        true
                    ),
                ]
            ),
            3,
            Text
        ),
        new IssueReported(
            Id,
            "BLD-01",
            Visibility.Compound,
            IssueSource.Resident,
            "3栋",
            Text,
            Text,
            "RNV-02",
            At.AddHours(2),
            [Text]
        ),
        new IssueAccepted(Id, Category, Terms, Step, At, At.AddDays(7), Overall),
        new IssueRejected(Id, Text, At.AddDays(7)),
        new IssueDispatched(Id, Category, Manager, Step, Text),
        new IssueAcknowledged(Id, Manager),
        new IssueStarted(Id),
        new IssueResolved(Id, Text, [Text], true, Manager, At.AddDays(3), At.AddDays(1)),
        new IssueVerified(Id, Text),
        new IssueReworkOrdered(Id, Category, Step, Text, At.AddDays(9), Overall),
        new IssueEscalated(Id, Category, 0, Manager, Step, EscalationReason.NotSolved, Text),
        new IssueMarkedOverdue(Id, 4),
        new IssueClosed(Id, true, At.AddDays(7)),
        new IssueRated(Id, 2, Text, At.AddDays(4)),
        new IssueReopened(Id, Category, Step, At.AddDays(3), 1, Text, Overall),
        new IssueCommented(Id, Text),
        new IssueNoted(Id, Text),
        new IssueAnswered(Id, Text),
        new IssueFollowed(Id),
        new IssueWithdrawn(Id, Manager, Text, At.AddDays(7)),
        new IssueSentAway(Id, Grid, Carried, Text),
        new IssueTakenOver(Id, Compound, Carried, Step),
        new IssueHandedOver(Id, Grid),
        new IssueMoveRefused(Id, Grid, Carried, "owner.unknown"),
        new IssueArchived(Id),
        new IssueAlarmed(Id, [Manager, new Handler(Role.GridHead, Grid)]),
        new IssueWarned(Id, 80, 1, [Manager], new StepWarning(90, At.AddHours(20))),
        new IssueRequested(Id, Request),
        new IssueRequestRefused(Id, RequestKind.Return, true, Text),
        new IssueRequestGranted(Id, RequestKind.Extension, Text),
        new IssueExtended(Id, Category, Step, At.AddDays(9), 1, Text, Overall),
        new IssueSuspended(Id, Still, 1, Text, new DateOnly(2026, 12, 20)),
        new IssueResumed(Id, Category, Step, At.AddDays(9), Overall, true),
        new IssueSupervised(Id, 4, true, Text),
        new IssueRecounted(Id, Category, Step, At.AddDays(9), Overall),
        new IssueCheckMissed(Id, Manager),
        new IssueCalledBack(Id, false, true, Text),
        new IssueCallBackMissed(Id, Manager),
        new IssueVoided(Id, Manager, Text, At.AddDays(7)),
        new IssueJoined(Id, Text),
        new IssueLeft(Id),
        new IssueMerged(Id, "QY20261124-000122", Manager, true, Text),
        new IssueDuplicateAdded(Id, "QY20261124-000124", true, [Person]),
        new IssueSplit(Id, Category, "QY20261124-000122", Step, 1, Text),
        new IssueDuplicateRemoved(Id, "QY20261124-000124", [Person]),
        new IssueGathered(Id, [new GatheredIssue("QY20261124-000124", Compound)]),
        new IssueLinked(Id, "QY20261124-000130"),
        new IssueIncidentDeclared(Id, Category, Terms, Step, At.AddDays(3), Overall, 5),
        new IssueWhistleDrafted(Id, "housing", WhistleKind.WorkPush, Text),
        new IssueWhistleDecided(Id, "housing", false, Text, WhistleClocks),
        new IssueWhistleBlown(Id, "housing", WhistleKind.Emergency, WhistleClocks),
        new IssueWhistleReported(Id, "housing", WhistleStep.OnSite),
        new IssueWhistleObjected(Id, "housing", Text),
        new IssueWhistleMissed(Id, "housing", WhistleStep.Contacted, [Manager]),
        new IssueWhistleRated(Id, "housing", 4, Text),
        new IssueWhistleEnded(Id, "housing"),
    ];
}
