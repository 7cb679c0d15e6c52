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
}

/// <summary>The units as the API writes them.</summary>
public static class TimeUnits
{
    /// <summary>The code of a unit, such as <c>wd</c>.</summary>
    public static string Code(this TimeUnit unit) =>
        unit switch
        {
            TimeUnit.WorkingHours => "wh",
            TimeUnit.WorkingDays => "wd",
            TimeUnit.Hours => "h",
            TimeUnit.Days => "d",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };

    /// <summary>The unit of a code.</summary>
    public static bool TryParse(string? text, out TimeUnit unit)
    {
        foreach (var candidate in Enum.GetValues<TimeUnit>())
        {
            if (candidate.Code() == text)
            {
                unit = candidate;
                return true;
            }
        }

        unit = default;
        return false;
    }
}
