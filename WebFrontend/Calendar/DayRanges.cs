using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>Days as people list them: <c>2027-02-05</c> or <c>2027-02-05..2027-02-11</c>.</summary>
internal static class DayRanges
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string To = "..";
    private const int DaysMax = 1_000;
    private const int ShownMax = 40;

    /// <summary>The days of a list, in the order of the list.</summary>
    /// <param name="field">Where it stood in the request.</param>
    /// <exception cref="RefusedException">Something is no day and no range, or they are too many.</exception>
    public static ImmutableArray<DateOnly> Read(ImmutableArray<string> items, string field)
    {
        var days = ImmutableArray.CreateBuilder<DateOnly>();
        foreach (var item in items)
        {
            var (first, last) = RangeOf(item) ?? throw Unreadable(item, field);
            if (days.Count + last.DayNumber - first.DayNumber >= DaysMax)
            {
                throw new RefusedException(Rejections.CalendarDaysTooMany.Now(field));
            }

            for (var day = first; day <= last; day = day.AddDays(1))
            {
                days.Add(day);
            }
        }

        return days.ToImmutable();
    }

    /// <summary>Days in order as such a list, one item a line.</summary>
    public static string Write(ImmutableArray<DateOnly> days)
    {
        var lines = new List<string>();
        foreach (var (first, last) in RangesOf(days))
        {
            lines.Add(first == last ? Iso(first) : $"{Iso(first)}{To}{Iso(last)}");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Neighbouring days joined, of days in order.</summary>
    public static IEnumerable<(DateOnly First, DateOnly Last)> RangesOf(ImmutableArray<DateOnly> days)
    {
        for (var i = 0; i < days.Length; i++)
        {
            var first = days[i];
            while (i + 1 < days.Length && days[i + 1] == days[i].AddDays(1))
            {
                i++;
            }

            yield return (first, days[i]);
        }
    }

    private static (DateOnly First, DateOnly Last)? RangeOf(string item)
    {
        var to = item.IndexOf(To, StringComparison.Ordinal);
        return to < 0
            ? DayOf(item) is { } day
                ? (day, day)
                : null
            : DayOf(item.AsSpan(0, to)) is { } first && DayOf(item.AsSpan(to + To.Length)) is { } last && first <= last
                ? (first, last)
                : null;
    }

    private static DateOnly? DayOf(ReadOnlySpan<char> text) =>
        DateOnly.TryParseExact(text.Trim(), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day < DateOnly.MaxValue
            ? day
            : null;

    private static RefusedException Unreadable(string item, string field) =>
        new(Rejections.CalendarDayUnreadable.With(field, item.Length <= ShownMax ? item : "…"));

    private static string Iso(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}
