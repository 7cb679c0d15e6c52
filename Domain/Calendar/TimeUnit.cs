namespace CivicGrains.Domain.Calendar;

/// <summary>What time limits are counted in.</summary>
public enum TimeUnit
{
    /// <summary>Office hours, from the moment on: <c>wh</c>.</summary>
    WorkingHours,

    /// <summary>Days that are worked, the first not counted, to the close of business of the last: <c>wd</c>.</summary>
    WorkingDays,

    /// <summary>Hours of the clock, from the moment on: <c>h</c>.</summary>
    Hours,

    /// <summary>Days of the calendar, the first not counted, to the end of the last, which is never a day off: <c>d</c>.</summary>
    Days,

    /// <summary>Minutes of the clock, from the moment on: <c>min</c>.</summary>
    Minutes,

    /// <summary>Seconds of the clock, from the moment on: <c>s</c>.</summary>
    Seconds,

    /// <summary>Seconds of office time, from the moment on: <c>ws</c>. What is left of a clock that stood still.</summary>
    WorkingSeconds,
}

/// <summary>The units as the API writes them.</summary>
public static class TimeUnits
{
    /// <summary>Whether only office time of the unit passes, so that its clock stands still at night and on days off.</summary>
    public static bool IsWorking(this TimeUnit unit) =>
        unit is TimeUnit.WorkingHours or TimeUnit.WorkingDays or TimeUnit.WorkingSeconds;

    /// <summary>Whether the calendar has a say in when the unit ends.</summary>
    public static bool IsOfTheCalendar(this TimeUnit unit) => unit.IsWorking() || unit is TimeUnit.Days;

    /// <summary>The code of a unit, such as <c>wd</c>.</summary>
    public static string Code(this TimeUnit unit) =>
        unit switch
        {
            TimeUnit.WorkingHours => "wh",
            TimeUnit.WorkingDays => "wd",
            TimeUnit.Hours => "h",
            TimeUnit.Days => "d",
            TimeUnit.Minutes => "min",
            TimeUnit.Seconds => "s",
            TimeUnit.WorkingSeconds => "ws",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };

    /// <summary>The unit of a code.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeUnit unit)
    {
        foreach (var candidate in Enum.GetValues<TimeUnit>())
        {
            if (text.SequenceEqual(candidate.Code()))
            {
                unit = candidate;
                return true;
            }
        }

        unit = default;
        return false;
    }
}
