using System.Collections.Concurrent;
using System.Text.Json;

namespace CivicGrains.Domain.Calendar;

/// <summary>When a time limit ends.</summary>
/// <param name="At">The instant.</param>
/// <param name="Provisional">
/// Whether a day was looked at in a year of which no notice was published yet, so that it may come otherwise.
/// </param>
public readonly record struct DueTime(DateTimeOffset At, bool Provisional);

/// <summary>
/// The town's days and office hours, and how time limits are counted by them: hours from the moment on; of days the
/// first is not counted and the last, when it is a day off, moves to the next that is worked (Civil Code, articles 201
/// and 203). Immutable; whoever publishes another year makes another calendar.
/// </summary>
public sealed class WorkingCalendar
{
    private static readonly ConcurrentDictionary<int, CalendarYear> Computed = new();

    private readonly FrozenDictionary<int, CalendarYear> years;

    /// <param name="version">Rises with every change; 0 = what the platform brings along.</param>
    /// <param name="hours">When offices are open.</param>
    /// <param name="years">The years of which the notice is known, each once.</param>
    public WorkingCalendar(int version, OfficeHours hours, IEnumerable<CalendarYear> years)
    {
        Version = version;
        Hours = hours;
        this.years = years.ToFrozenDictionary(year => year.Year);
    }

    /// <summary>What the platform brings along: the notices for 2025 and 2026.</summary>
    public static WorkingCalendar Default { get; } = new(0, OfficeHours.Default, [Brought(2025), Brought(2026)]);

    /// <summary>Its version; events that carry a deadline name it.</summary>
    public int Version { get; }

    /// <summary>When offices are open on a working day.</summary>
    public OfficeHours Hours { get; }

    /// <summary>The years of which the notice is known, in order.</summary>
    public IEnumerable<CalendarYear> Years => years.Values.OrderBy(year => year.Year);

    /// <summary>The same calendar with a year added or replaced.</summary>
    public WorkingCalendar With(CalendarYear year, int version) =>
        new(version, Hours, [year, .. years.Values.Where(known => known.Year != year.Year)]);

    /// <summary>Whether no notice for a year is known: then it is computed, and may come otherwise.</summary>
    public bool IsProvisional(int year) => !years.ContainsKey(year);

    /// <summary>A year as it is counted with: published, else computed.</summary>
    /// <remarks>Outside of 2000 to 2099 only weekends are off.</remarks>
    public CalendarYear YearOf(int year) => years.TryGetValue(year, out var known) ? known : ComputedYear(year);

    /// <summary>Whether a day is worked.</summary>
    public bool IsWorkday(DateOnly day) => YearOf(day.Year).IsWorkday(day);

    /// <summary>Until when it is quiet at a moment; null within the hours of a working day in which it is not.</summary>
    /// <param name="hours">When it is not, on working days.</param>
    public DateTimeOffset? QuietUntil(DateTimeOffset at, OfficeSpan hours)
    {
        var (day, time) = (TownTime.DateOf(at), TownTime.TimeOf(at));
        if (IsWorkday(day) && time < hours.Until.ToTimeSpan())
        {
            return time < hours.From.ToTimeSpan() ? TownTime.At(day, hours.From.ToTimeSpan()) : null;
        }

        do
        {
            day = day.AddDays(1);
        } while (!IsWorkday(day));

        return TownTime.At(day, hours.From.ToTimeSpan());
    }

    /// <summary>When a time limit ends.</summary>
    /// <param name="start">The moment it begins.</param>
    /// <param name="amount">How much, more than zero.</param>
    /// <param name="unit">Of what.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not positive.</exception>
    public DueTime Count(DateTimeOffset start, int amount, TimeUnit unit) => Count(start, amount, unit, null);

    /// <inheritdoc cref="Count(DateTimeOffset, int, TimeUnit)"/>
    public DueTime Count(DateTimeOffset start, TimeLimit limit) => Count(start, limit.Amount, limit.Unit, null);

    /// <summary>When a time limit ends, and how that comes about, in words.</summary>
    /// <inheritdoc cref="Count(DateTimeOffset, int, TimeUnit)"/>
    public (DueTime Due, ImmutableArray<CountingStep> Steps) Explain(DateTimeOffset start, int amount, TimeUnit unit)
    {
        var steps = new CountingSteps(this, start);
        var due = Count(start, amount, unit, steps);
        return (due, steps.End(due, unit));
    }

    /// <summary>The instant at which so much office time has passed; in the middle of it, not after the break.</summary>
    /// <param name="time">More than zero.</param>
    public DueTime CountWorkingTime(DateTimeOffset start, TimeSpan time) => CountWorkingTime(start, time, null);

    /// <summary>How much office time lies between two moments; none when the first is not before the second.</summary>
    public TimeSpan WorkingTimeBetween(DateTimeOffset from, DateTimeOffset until)
    {
        var sum = TimeSpan.Zero;
        var last = TownTime.DateOf(until);
        var end = TownTime.TimeOf(until);
        var begin = TownTime.TimeOf(from);
        for (var day = TownTime.DateOf(from); day <= last; day = day.AddDays(1), begin = TimeSpan.Zero)
        {
            if (!IsWorkday(day))
            {
                continue;
            }

            foreach (var span in Hours.Spans)
            {
                var opens = Max(span.From.ToTimeSpan(), begin);
                var closes = day == last && end < span.Until.ToTimeSpan() ? end : span.Until.ToTimeSpan();
                sum += Max(closes - opens, TimeSpan.Zero);
            }
        }

        return sum;
    }

    /// <summary>The moment at which so many per cent of the time of a clock have passed; above 100, after its end.</summary>
    /// <param name="unit">Whether only office time counts.</param>
    public DateTimeOffset PartOf(DateTimeOffset start, DateTimeOffset due, int percent, TimeUnit unit)
    {
        if (due <= start)
        {
            return due;
        }

        if (!unit.IsWorking() || WorkingTimeBetween(start, due) is not { Ticks: > 0 } time)
        {
            return start.AddTicks(WholeMicroseconds((due - start).Ticks * percent / 100));
        }

        var part = TimeSpan.FromTicks(WholeMicroseconds(time.Ticks * percent / 100));
        return part > TimeSpan.Zero ? CountWorkingTime(start, part).At : start;
    }

    private static long WholeMicroseconds(long ticks) => ticks - ticks % TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private DueTime Count(DateTimeOffset start, int amount, TimeUnit unit, CountingSteps? steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        return unit switch
        {
            TimeUnit.WorkingHours => CountWorkingTime(start, TimeSpan.FromHours(amount), steps),
            TimeUnit.WorkingDays => CountWorkingDays(start, amount, steps),
            TimeUnit.WorkingSeconds => CountWorkingTime(start, TimeSpan.FromSeconds(amount), steps),
            TimeUnit.Hours or TimeUnit.Minutes or TimeUnit.Seconds => CountClock(start, amount, unit, steps),
            TimeUnit.Days => CountDays(start, amount, steps),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };
    }

    private DueTime CountWorkingTime(DateTimeOffset start, TimeSpan time, CountingSteps? steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        var day = TownTime.DateOf(start);
        var passed = TownTime.TimeOf(start);
        var provisional = false;
        for (var left = time; ; day = day.AddDays(1), passed = TimeSpan.Zero)
        {
            provisional |= IsProvisional(day.Year);
            if (!IsWorkday(day))
            {
                steps?.AddDayOff(day);
                continue;
            }

            foreach (var span in Hours.Spans)
            {
                var from = span.From.ToTimeSpan();
                from = from > passed ? from : passed;
                var there = span.Until.ToTimeSpan() - from;
                if (there <= TimeSpan.Zero)
                {
                    continue;
                }

                var taken = left < there ? left : there;
                steps?.AddWorkingTime(day, taken);
                left -= taken;
                if (left == TimeSpan.Zero)
                {
                    return new DueTime(TownTime.At(day, from + taken), provisional);
                }
            }
        }
    }

    private DueTime CountWorkingDays(DateTimeOffset start, int amount, CountingSteps? steps)
    {
        steps?.AddFirstDay();
        var day = TownTime.DateOf(start);
        var provisional = false;
        for (var counted = 0; counted < amount; )
        {
            day = day.AddDays(1);
            provisional |= IsProvisional(day.Year);
            if (IsWorkday(day))
            {
                counted++;
                steps?.AddCounted(day, counted);
            }
            else
            {
                steps?.AddDayOff(day);
            }
        }

        return new DueTime(TownTime.At(day, Hours.Close), provisional);
    }

    private static DueTime CountClock(DateTimeOffset start, int amount, TimeUnit unit, CountingSteps? steps)
    {
        steps?.AddClock(new TimeLimit(amount, unit));
        return new DueTime(start.Add(new TimeLimit(amount, unit).InNaturalTime).ToUniversalTime(), false);
    }

    private DueTime CountDays(DateTimeOffset start, int amount, CountingSteps? steps)
    {
        var first = TownTime.DateOf(start);
        var day = first.AddDays(amount);
        steps?.AddFirstDay();
        steps?.AddCalendarDays(first.AddDays(1), day);
        var provisional = IsProvisional(day.Year);
        while (!IsWorkday(day))
        {
            steps?.AddMoved(day);
            day = day.AddDays(1);
            provisional |= IsProvisional(day.Year);
        }

        return new DueTime(TownTime.At(day, TimeSpan.FromDays(1)), provisional);
    }

    private static CalendarYear ComputedYear(int year) =>
        Computed.GetOrAdd(
            year,
            static it =>
                it is < StatutoryDays.YearMin or > StatutoryDays.YearMax
                    ? new CalendarYear(it, [], [])
                    : StatutoryDays.Of(it)
        );

    private static CalendarYear Brought(int year)
    {
        using var json = typeof(WorkingCalendar).Assembly.GetManifestResourceStream($"calendar/{year}.json")!;
        return JsonSerializer.Deserialize(json, CalendarJson.Default.CalendarYear)!;
    }
}

/// <summary>Reads years of the calendar from files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CalendarYear))]
internal sealed partial class CalendarJson : JsonSerializerContext;
