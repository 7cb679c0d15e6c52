using CivicGrains.Domain.Calendar;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>When a time limit ends.</summary>
/// <param name="Due">The moment, in the town's time.</param>
/// <param name="Provisional">Whether it rests on a year whose holidays are not published yet, and may change.</param>
/// <param name="Steps">How it was counted, in words.</param>
internal sealed record DueView(DateTimeOffset Due, bool Provisional, ImmutableArray<DueStepView> Steps)
{
    public static DueView Of(DueTime due, ImmutableArray<CountingStep> steps, Language language) =>
        new(
            TownTime.Local(due.At),
            due.Provisional,
            [
                .. steps.Select(step => new DueStepView(
                    step.From,
                    step.Until,
                    language is Language.English ? step.English : step.Chinese
                )),
            ]
        );
}

/// <summary>A step of counting.</summary>
/// <param name="From">First day it is about.</param>
/// <param name="Until">Last day it is about.</param>
internal sealed record DueStepView(DateOnly From, DateOnly Until, string Text);

/// <summary>A year of the working calendar.</summary>
/// <param name="Provisional">Whether its holidays are not published yet: weekends and statutory days are assumed.</param>
/// <param name="Source">The notice it is from; null while it is provisional.</param>
/// <param name="Workdays">Number of days that are worked.</param>
/// <param name="MakeUpWorkdays">Saturdays and Sundays that are worked.</param>
internal sealed record CalendarYearView(
    int Year,
    bool Provisional,
    string? Source,
    int Workdays,
    ImmutableArray<DateOnly> DaysOff,
    ImmutableArray<DateOnly> MakeUpWorkdays
)
{
    public static CalendarYearView Of(WorkingCalendar calendar, int number)
    {
        var year = calendar.YearOf(number);
        return new CalendarYearView(
            number,
            calendar.IsProvisional(number),
            year.Source,
            year.CountWorkdays(),
            year.DaysOff,
            year.MakeUpWorkdays
        );
    }
}

/// <summary>Years of the working calendar.</summary>
/// <param name="Next">Always null: they stand on one page.</param>
internal sealed record CalendarYearList(ImmutableArray<CalendarYearView> Items, string? Next);

/// <summary>What publishing a year would change.</summary>
/// <param name="BecomeOff">Days that are worked and would be off.</param>
/// <param name="BecomeWorked">Days that are off and would be worked.</param>
/// <param name="Problems">Why it cannot be published as it is; empty when it can.</param>
internal sealed record CalendarPreviewView(
    int Year,
    ImmutableArray<DateOnly> BecomeOff,
    ImmutableArray<DateOnly> BecomeWorked,
    int WorkdaysBefore,
    int WorkdaysAfter,
    ImmutableArray<CalendarProblemView> Problems
)
{
    public static CalendarPreviewView Of(CalendarPreview preview, Language language) =>
        new(
            preview.Year.Year,
            preview.Difference.BecomeOff,
            preview.Difference.BecomeWorked,
            preview.Difference.WorkdaysBefore,
            preview.Difference.WorkdaysAfter,
            [.. preview.Problems.Select(it => new CalendarProblemView(it.Code, it.Field, it.In(language)))]
        );
}

/// <summary>Why a year cannot be published.</summary>
/// <param name="Code">One of <c>docs/codes.md</c>.</param>
internal sealed record CalendarProblemView(string Code, string? Field, string Detail);

/// <summary>A year as it is published.</summary>
/// <param name="DaysOff">Days or ranges: `2027-02-05`, `2027-02-05..2027-02-11`. Weekends may be among them.</param>
/// <param name="MakeUpWorkdays">Saturdays and Sundays that are worked, likewise.</param>
/// <param name="Source">The notice it is from, at most 200 characters.</param>
internal sealed record CalendarYearBody(
    ImmutableArray<string> DaysOff,
    ImmutableArray<string> MakeUpWorkdays,
    string Source
);

/// <summary>A year was published.</summary>
/// <param name="Version">Version of the calendar now.</param>
/// <param name="Seq">Number of the event; 0 when it was in force already.</param>
internal sealed record CalendarYearPublishedView(int Year, int Version, long Seq);
