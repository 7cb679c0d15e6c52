using System.Globalization;

namespace CivicGrains.Domain.Calendar;

/// <summary>A step of counting a time limit, in words.</summary>
/// <param name="From">First day it is about.</param>
/// <param name="Until">Last day it is about.</param>
[GenerateSerializer, Immutable, Alias("counting-step")]
public sealed record CountingStep(DateOnly From, DateOnly Until, string Chinese, string English);

/// <summary>Collects the steps of one counting; neighbouring days of one kind become one step.</summary>
internal sealed class CountingSteps
{
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly ImmutableArray<string> ChineseDays = ["日", "一", "二", "三", "四", "五", "六"];

    private readonly WorkingCalendar calendar;
    private readonly DateTimeOffset start;
    private readonly ImmutableArray<CountingStep>.Builder steps = ImmutableArray.CreateBuilder<CountingStep>();
    private readonly SortedSet<int> provisional = [];

    private Kind kind;
    private DateOnly from;
    private DateOnly until;
    private TimeSpan time;
    private int firstNumber;
    private int number;

    public CountingSteps(WorkingCalendar calendar, DateTimeOffset start)
    {
        this.calendar = calendar;
        this.start = start;
    }

    private enum Kind
    {
        None,
        DayOff,
        WorkingTime,
        Counted,
        Moved,
    }

    public void AddDayOff(DateOnly day) => Stretch(Kind.DayOff, day);

    public void AddMoved(DateOnly day) => Stretch(Kind.Moved, day);

    public void AddWorkingTime(DateOnly day, TimeSpan taken)
    {
        Stretch(Kind.WorkingTime, day);
        time += taken;
    }

    /// <summary>Of periods in days the first is not counted; said before anything is.</summary>
    public void AddFirstDay()
    {
        var first = TownTime.DateOf(start);
        Add(
            first,
            first,
            "开始的当日不计入（民法典第二百零一条）",
            "The first day is not counted (Civil Code, article 201)"
        );
    }

    public void AddCounted(DateOnly day, int count)
    {
        Stretch(Kind.Counted, day);
        firstNumber = firstNumber == 0 ? count : firstNumber;
        number = count;
    }

    public void AddClock(TimeLimit limit)
    {
        var day = TownTime.DateOf(start);
        var (english, chinese) = limit.Words();
        Add(day, day, $"按自然时间连续计算，共{chinese}", $"By the clock, without a break: {english}");
    }

    public void AddCalendarDays(DateOnly first, DateOnly last)
    {
        var days = last.DayNumber - first.DayNumber + 1;
        Add(
            first,
            last,
            $"{Range(first, last, Chinese, "至")}：{(days == 1 ? "第1日" : $"第1至{days}日")}",
            $"{Range(first, last, English, " to ")}: {(days == 1 ? "day 1" : $"days 1 to {days}")}"
        );
        provisional.UnionWith(calendar.IsProvisional(last.Year) ? [last.Year] : []);
    }

    public ImmutableArray<CountingStep> End(DueTime due, TimeUnit unit)
    {
        Close();
        var day = TownTime.DateOf(due.At);
        if (unit is TimeUnit.Days)
        {
            day = day.AddDays(-1);
        }

        var clock = unit is TimeUnit.Days ? "24:00" : Clock(TownTime.TimeOf(due.At));
        foreach (var year in provisional)
        {
            Add(
                day,
                day,
                $"{year}年放假安排尚未公布，按周末和法定节日推算，公布后可能变动",
                $"The holidays of {year} are not published yet: weekends and statutory days are assumed, which may change"
            );
        }

        Add(day, day, $"{Chinese(day)}{clock}到期", $"Due {English(day)} {clock}");
        var first = TownTime.DateOf(start);
        var begun = Clock(TownTime.TimeOf(start));
        steps.Insert(
            0,
            new CountingStep(first, first, $"自{Chinese(first)}{begun}起算", $"Begins {English(first)} {begun}")
        );
        return steps.ToImmutable();
    }

    private void Stretch(Kind next, DateOnly day)
    {
        // A weekend day that is worked is worth a step of its own.
        if (kind != next || day != until && IsMakeUp(day) != IsMakeUp(until))
        {
            Close();
            (kind, from) = (next, day);
        }

        until = day;
        if (calendar.IsProvisional(day.Year))
        {
            provisional.Add(day.Year);
        }
    }

    private bool IsMakeUp(DateOnly day) => CalendarYear.IsWeekend(day) && calendar.IsWorkday(day);

    private void Close()
    {
        var (chinese, english) = (Range(from, until, Chinese, "至"), Range(from, until, English, " to "));
        var (makeUpChinese, makeUpEnglish) =
            kind is Kind.WorkingTime or Kind.Counted && IsMakeUp(from)
                ? ("（调休上班）", " (a make-up workday)")
                : ("", "");
        switch (kind)
        {
            case Kind.DayOff:
                Add(from, until, $"{chinese}：休息，不计", $"{english}: off, not counted");
                break;
            case Kind.WorkingTime:
                var hours = time.TotalHours.ToString("0.##", CultureInfo.InvariantCulture);
                Add(
                    from,
                    until,
                    $"{chinese}{makeUpChinese}：计{hours}个工作小时",
                    $"{english}{makeUpEnglish}: {hours} {(hours == "1" ? "working hour" : "working hours")}"
                );
                break;
            case Kind.Counted:
                var (numberChinese, numberEnglish) =
                    firstNumber == number
                        ? ($"第{number}个工作日", $"working day {number}")
                        : ($"第{firstNumber}至{number}个工作日", $"working days {firstNumber} to {number}");
                Add(
                    from,
                    until,
                    $"{chinese}{makeUpChinese}：{numberChinese}",
                    $"{english}{makeUpEnglish}: {numberEnglish}"
                );
                break;
            case Kind.Moved:
                Add(
                    from,
                    until,
                    $"最后一日{chinese}为休息日，顺延至次一工作日（民法典第二百零三条）",
                    $"The last day, {english}, is off: moved to the next working day (Civil Code, article 203)"
                );
                break;
        }

        (kind, time, firstNumber, number) = (Kind.None, TimeSpan.Zero, 0, 0);
    }

    private void Add(DateOnly first, DateOnly last, string chinese, string english) =>
        steps.Add(new CountingStep(first, last, chinese, english));

    private static string Range(DateOnly first, DateOnly last, Func<DateOnly, string> word, string to) =>
        first == last ? word(first) : $"{word(first)}{to}{word(last)}";

    private static string Chinese(DateOnly day) =>
        $"{day.ToString(DayFormat, CultureInfo.InvariantCulture)}（周{ChineseDays[(int)day.DayOfWeek]}）";

    private static string English(DateOnly day) => day.ToString($"ddd {DayFormat}", CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) => time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
