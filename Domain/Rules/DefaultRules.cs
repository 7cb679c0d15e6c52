using CivicGrains.Domain.Issues;
using static CivicGrains.Domain.Calendar.TimeLimit;

namespace CivicGrains.Domain.Rules;

/// <summary>The rules a district starts with, until it publishes its own.</summary>
public static class DefaultRules
{
    /// <summary>
    /// Limits of the urgency classes. The caps of P3, P4 and Q are the statutory ones of Sichuan (7, 15 and 3 working
    /// days); the split over the levels is ours.
    /// </summary>
    /// <remarks>
    /// P1 tells every level at once and asks to be on site within 30 minutes and safe within 2 hours. One level still
    /// has it at a time, so that somebody is answerable: 30 minutes at the place, 30 at the grid, an hour at the
    /// subdistrict, two at the department. After four hours it is at the district centre.
    /// </remarks>
    private static readonly ImmutableArray<ClassRule> Classes =
    [
        new(
            UrgencyClass.P1,
            Minutes(10),
            [Minutes(30), Minutes(30), Hours(1), Hours(2)],
            Hours(24),
            ClockFromSubmission: true,
            TellsEveryLevel: true,
            MayBeReturned: false,
            MayBeSuspended: false,
            OfferOn: Minutes(10)
        ),
        new(
            UrgencyClass.P2,
            Minutes(30),
            [Hours(4), Hours(8), Hours(24), Hours(48)],
            WorkingDays(3),
            ClockFromSubmission: true,
            MayBeReturned: false
        ),
        new(UrgencyClass.P3, WorkingHours(2), WorkingDaysEach(2, 1, 2, 2), WorkingDays(7), false),
        new(UrgencyClass.P4, WorkingHours(4), WorkingDaysEach(3, 3, 4, 5), WorkingDays(15), false),
        new(UrgencyClass.Q, WorkingHours(2), WorkingDaysEach(1, 1, 1, null), WorkingDays(3), false),
    ];

    /// <summary>The whole template: classes, the 31 categories, windows, and how clocks may be moved.</summary>
    public static RuleTemplate Template { get; } =
        new(Classes, DefaultCategories.All, RatingWindow: WorkingDays(3), ReopenWindow: Days(7), ReopensMax: 2);

    /// <summary>The law before anything was published: version 0.</summary>
    public static Law Law { get; } = new(0, Template);

    private static ImmutableArray<TimeLimit?> WorkingDaysEach(params ReadOnlySpan<int?> days)
    {
        var budgets = ImmutableArray.CreateBuilder<TimeLimit?>(days.Length);
        foreach (var day in days)
        {
            budgets.Add(day is { } amount ? WorkingDays(amount) : null);
        }

        return budgets.ToImmutable();
    }
}
