using CivicGrains.Domain.Calendar;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>When is it due? As an address asks it.</summary>
internal sealed record DueQuestion(DateTimeOffset Start, int Amount, TimeUnit Unit)
{
    /// <summary>First and last year in which a time limit may begin.</summary>
    public const int YearMin = 2000;

    /// <inheritdoc cref="YearMin"/>
    public const int YearMax = 2090;

    /// <summary>Units that people count in.</summary>
    public static readonly ImmutableArray<TimeUnit> Units =
    [
        TimeUnit.WorkingHours,
        TimeUnit.WorkingDays,
        TimeUnit.Hours,
        TimeUnit.Days,
        TimeUnit.Minutes,
    ];

    /// <summary>Most of a unit that is counted, so that no question costs more than a moment.</summary>
    public static int MaxOf(TimeUnit unit) =>
        unit switch
        {
            TimeUnit.WorkingHours => 7_000,
            TimeUnit.WorkingDays => 1_000,
            TimeUnit.Hours => 87_600,
            TimeUnit.Days => 3_650,
            TimeUnit.Minutes => 5_256_000,
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };

    /// <summary>Reads <c>start</c>, <c>amount</c> and <c>unit</c>.</summary>
    /// <param name="offsetOtherwise">Offset of a start that says none; null where it has to.</param>
    /// <exception cref="RefusedException">One of them is missing or cannot be.</exception>
    public static DueQuestion Read(Query query, string? offsetOtherwise = null)
    {
        var start = query.Moment("start", offsetOtherwise) ?? throw Missing("start");
        // The year of the instant first: the town's date of the very last instants cannot be written.
        if (
            start.UtcDateTime.Year is < YearMin - 1 or > YearMax
            || TownTime.DateOf(start).Year is < YearMin or > YearMax
        )
        {
            throw new RefusedException(Rejections.CalendarStartOutOfRange.With("start", YearMin, YearMax));
        }

        var code = query.Text("unit") ?? throw Missing("unit");
        if (!TimeUnits.TryParse(code, out var unit) || !Units.Contains(unit))
        {
            throw Query.Wrong("unit", "one of wh, wd, h, d, min", "wh、wd、h、d、min 之一");
        }

        var amount = query.Number("amount") ?? throw Missing("amount");
        return amount >= 1 && amount <= MaxOf(unit)
            ? new DueQuestion(start, (int)amount, unit)
            : throw new RefusedException(Rejections.CalendarAmountOutOfRange.With("amount", MaxOf(unit)));
    }

    private static RefusedException Missing(string name) => new(Rejections.FieldMissing.With(name, name));
}
