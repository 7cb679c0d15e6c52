namespace CivicGrains.Domain.Calendar;

/// <summary>The town's own time of day: Asia/Shanghai, which has been UTC+8 without summer time since 1991.</summary>
public static class TownTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The same instant as the town writes it: with the offset +08:00.</summary>
    public static DateTimeOffset Local(DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>The town's date at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>How much of the town's day has passed at an instant.</summary>
    public static TimeSpan TimeOf(DateTimeOffset instant) => instant.ToOffset(Offset).TimeOfDay;

    /// <summary>The instant at which so much of a day of the town has passed; 24 hours are its end.</summary>
    public static DateTimeOffset At(DateOnly date, TimeSpan time) =>
        new DateTimeOffset(date, TimeOnly.MinValue, Offset).Add(time).ToUniversalTime();
}
