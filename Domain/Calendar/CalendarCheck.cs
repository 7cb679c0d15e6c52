using System.Globalization;

namespace CivicGrains.Domain.Calendar;

/// <summary>Whether a year of the calendar can be as somebody says it is.</summary>
public static class CalendarCheck
{
    /// <summary>Most characters of a source.</summary>
    public const int SourceCharactersMax = 200;

    private const string DaysOff = "daysOff";
    private const string MakeUpWorkdays = "makeUpWorkdays";
    private const string Source = "source";

    /// <summary>Why this year cannot be published; null when it can.</summary>
    public static Rejection? Check(CalendarYear year) => ProblemsOf(year).FirstOrDefault();

    /// <summary>All that is wrong with a year, in the order of its fields.</summary>
    public static IEnumerable<Rejection> ProblemsOf(CalendarYear year)
    {
        if (year.Year is < StatutoryDays.YearMin or > StatutoryDays.YearMax)
        {
            return [Rejections.CalendarYearOutOfRange.With("year", StatutoryDays.YearMin, StatutoryDays.YearMax)];
        }

        if (year.DaysOff.IsDefault || year.MakeUpWorkdays.IsDefault)
        {
            var field = year.DaysOff.IsDefault ? DaysOff : MakeUpWorkdays;
            return [Rejections.FieldMissing.With(field, field)];
        }

        return
        [
            .. ProblemsOf(year.DaysOff, year.Year, DaysOff),
            .. ProblemsOf(year.MakeUpWorkdays, year.Year, MakeUpWorkdays),
            .. ProblemsBetween(year.Sorted()),
            .. ProblemsOf(year.Source),
        ];
    }

    private static IEnumerable<Rejection> ProblemsOf(ImmutableArray<DateOnly> days, int year, string field)
    {
        foreach (var day in days.Distinct().Order())
        {
            if (day.Year != year)
            {
                yield return Rejections.CalendarOtherYear.With(field, Iso(day), year);
            }
            else if (days.Count(it => it == day) > 1)
            {
                yield return Rejections.CalendarDayTwice.With(field, Iso(day));
            }
        }
    }

    private static IEnumerable<Rejection> ProblemsBetween(CalendarYear year)
    {
        foreach (var day in year.MakeUpWorkdays.Distinct())
        {
            if (!CalendarYear.IsWeekend(day))
            {
                yield return Rejections.CalendarNotWeekend.With(MakeUpWorkdays, Iso(day));
            }
            else if (year.DaysOff.BinarySearch(day) >= 0)
            {
                yield return Rejections.CalendarOffAndWorked.With(MakeUpWorkdays, Iso(day));
            }
        }

        if (year.Year < StatutoryDays.RegulationYear)
        {
            // Other days were statutory then; what the notices of those years say is not judged by today's.
            yield break;
        }

        foreach (var feast in StatutoryDays.FeastsOf(year.Year).Where(year.IsWorkday))
        {
            var field = CalendarYear.IsWeekend(feast) ? MakeUpWorkdays : DaysOff;
            yield return Rejections.CalendarFeastWorked.With(field, Iso(feast));
        }
    }

    private static IEnumerable<Rejection> ProblemsOf(string? source)
    {
        var problem =
            source is null ? Rejections.FieldMissing.With(Source, Source)
            : source.Length > SourceCharactersMax
                ? Rejections.TextTooLong.With(Source, SourceCharactersMax, source.Length)
            : TextRules.Check(source, Source);
        return problem is null ? [] : [problem];
    }

    private static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
