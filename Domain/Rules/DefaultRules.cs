using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>
/// The rules a district starts with, until it publishes its own. Its limits do not count by the working calendar
/// yet: a working day is 24 hours and a working hour is an hour.
/// </summary>
public static class DefaultRules
{
    internal const long Minute = 60;
    internal const long Hour = 60 * Minute;
    internal const long Day = 24 * Hour;

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
        new(UrgencyClass.P1, 10 * Minute, [30 * Minute, 30 * Minute, 1 * Hour, 2 * Hour], 24 * Hour, true),
        new(UrgencyClass.P2, 30 * Minute, [4 * Hour, 8 * Hour, 24 * Hour, 48 * Hour], 3 * Day, true),
        new(UrgencyClass.P3, 2 * Hour, [2 * Day, 1 * Day, 2 * Day, 2 * Day], 7 * Day, false),
        new(UrgencyClass.P4, 4 * Hour, [3 * Day, 3 * Day, 4 * Day, 5 * Day], 15 * Day, false),
        new(UrgencyClass.Q, 2 * Hour, [1 * Day, 1 * Day, 1 * Day, null], 3 * Day, false),
    ];

    /// <summary>The whole template: classes, the 31 categories, windows.</summary>
    public static RuleTemplate Template { get; } =
        new(Classes, DefaultCategories.All, RatingWindowSeconds: 3 * Day, ReopenWindowSeconds: 7 * Day, ReopensMax: 2);

    /// <summary>The law before anything was published: version 0.</summary>
    public static Law Law { get; } = new(0, Template);
}
