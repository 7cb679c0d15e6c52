namespace CivicGrains.Storage.Clock;

/// <summary>The town's own time of day: Asia/Shanghai, which has been UTC+8 without summer time since 1991.</summary>
public static class Town
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The town's date at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    /// <summary>The instant at which a date begins in the town.</summary>
    public static DateTimeOffset StartOf(DateOnly date) =>
        new DateTimeOffset(date, TimeOnly.MinValue, Offset).ToUniversalTime();
}
