using CivicGrains.Domain.Calendar;

namespace CivicGrains.Storage.Clock;

/// <summary>Days of the town, by which seals, numbers and figures are told apart; its time of day is <see cref="TownTime"/>'s.</summary>
public static class Town
{
    /// <summary>The town's date at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => TownTime.DateOf(instant);

    /// <summary>The instant at which a date begins in the town.</summary>
    public static DateTimeOffset StartOf(DateOnly date) => TownTime.At(date, TimeSpan.Zero);
}
