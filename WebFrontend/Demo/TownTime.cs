using CivicGrains.Storage.Clock;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>When in the day people of the town do things, in its own time.</summary>
internal static class TownTime
{
    private static readonly TimeSpan _opens = TimeSpan.FromHours(8.5);
    private static readonly TimeSpan _closes = TimeSpan.FromHours(18.5);

    // Weights of the 24 hours of a day.
    private static readonly double[] _day =
    [
        .. "1 0 0 0 0 1 4 9 14 15 14 11 8 8 11 13 12 11 9 8 7 5 3 2".Split(' ').Select(double.Parse),
    ];

    private static readonly double[] _evening =
    [
        .. "2 1 0 0 0 1 3 6 7 7 7 6 6 6 6 7 8 11 14 16 15 12 8 4".Split(' ').Select(double.Parse),
    ];

    private static readonly double[] _night =
    [
        .. "7 4 2 1 1 2 5 5 4 4 4 4 5 5 4 4 5 6 8 10 12 14 15 12".Split(' ').Select(double.Parse),
    ];

    /// <summary>The town's midnight at or before a moment.</summary>
    public static DateTimeOffset Midnight(DateTimeOffset at) => Town.StartOf(Town.DateOf(at));

    /// <summary>Time since the town's midnight.</summary>
    public static TimeSpan SinceMidnight(DateTimeOffset at) => at - Midnight(at);

    /// <summary>A moment of a day, by what is usual for that kind of report.</summary>
    public static DateTimeOffset MomentOf(DateTimeOffset midnight, TimeOfDay when, SeededChance chance)
    {
        var weights = when switch
        {
            TimeOfDay.Day => _day,
            TimeOfDay.Evening => _evening,
            _ => _night,
        };
        var hour = chance.Pick<int>([.. weights.Index().Select(w => (w.Index, w.Item))]);
        return midnight.AddHours(hour).AddSeconds(chance.Below(3_600));
    }

    /// <summary>The same moment if it lies in office hours, else soon after the next opening.</summary>
    public static DateTimeOffset InOfficeHours(DateTimeOffset at, SeededChance chance)
    {
        var time = SinceMidnight(at);
        if (time >= _opens && time <= _closes)
        {
            return at;
        }

        var day = time > _closes ? Midnight(at).AddDays(1) : Midnight(at);
        return day + _opens + TimeSpan.FromSeconds(chance.Below(4_500));
    }
}
