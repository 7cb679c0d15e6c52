using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Domain.Calendar;

/// <summary>How long something may take: so much of a unit. Written as <c>2wd</c>, <c>30min</c>, <c>4wh</c>.</summary>
/// <param name="Amount">More than zero where a limit can hold.</param>
[GenerateSerializer, Immutable, Alias("time-limit")]
[JsonConverter(typeof(TimeLimitJsonConverter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimeLimit([property: Id(0)] int Amount, [property: Id(1)] TimeUnit Unit)
{
    /// <summary>Office time of a working day where lengths are compared: seven hours.</summary>
    private const int SecondsOfWorkingDay = 7 * 3_600;

    private const int SecondsOfDay = 24 * 3_600;

    /// <summary>What is longer is as long as this, some thousand years: whoever asks for it is to be told, not to fail.</summary>
    private const long SecondsMax = 100_000_000_000;

    /// <summary>Longest limit that is written: three characters of unit and ten digits.</summary>
    internal const int CharactersMax = 13;

    /// <summary>Working hours.</summary>
    public static TimeLimit WorkingHours(int amount) => new(amount, TimeUnit.WorkingHours);

    /// <summary>Working days.</summary>
    public static TimeLimit WorkingDays(int amount) => new(amount, TimeUnit.WorkingDays);

    /// <summary>Hours of the clock.</summary>
    public static TimeLimit Hours(int amount) => new(amount, TimeUnit.Hours);

    /// <summary>Days of the calendar.</summary>
    public static TimeLimit Days(int amount) => new(amount, TimeUnit.Days);

    /// <summary>Minutes of the clock.</summary>
    public static TimeLimit Minutes(int amount) => new(amount, TimeUnit.Minutes);

    /// <summary>Seconds of the clock.</summary>
    public static TimeLimit Seconds(int amount) => new(amount, TimeUnit.Seconds);

    /// <summary>
    /// About how long it is, to compare limits of different units: a working day and a day of the calendar are as
    /// long as each other, and a working hour is a seventh of one. Limits of one unit compare exactly.
    /// </summary>
    public TimeSpan RoughLength =>
        Unit switch
        {
            TimeUnit.WorkingHours => Times(SecondsOfDay) / 7,
            TimeUnit.WorkingSeconds => Times(SecondsOfDay) / SecondsOfWorkingDay,
            TimeUnit.WorkingDays or TimeUnit.Days => Times(SecondsOfDay),
            _ => InNaturalTime,
        };

    /// <summary>As if offices never closed: a working day is 24 hours, a working hour is an hour.</summary>
    public TimeSpan InNaturalTime =>
        Unit switch
        {
            TimeUnit.WorkingDays or TimeUnit.Days => Times(SecondsOfDay),
            TimeUnit.WorkingHours or TimeUnit.Hours => Times(3_600),
            TimeUnit.Minutes => Times(60),
            TimeUnit.Seconds or TimeUnit.WorkingSeconds => Times(1),
            _ => throw new UnreachableException(),
        };

    /// <summary>
    /// Whether it never lasts longer than another, to the day: within one kind of time by length; time in which
    /// offices are closed or days off are skipped may last any while longer, so that it is never within the clock's.
    /// </summary>
    public bool IsWithin(TimeLimit other) =>
        Skips == other.Skips
            ? RoughLength <= other.RoughLength
            : Skips < other.Skips && InNaturalTime <= other.InNaturalTime;

    /// <summary>How much its unit skips: nothing, days off at its end, or all time in which offices are closed.</summary>
    private int Skips =>
        Unit.IsWorking() ? 2
        : Unit is TimeUnit.Days ? 1
        : 0;

    private TimeSpan Times(int seconds) =>
        TimeSpan.FromSeconds(Math.Clamp((long)Amount * seconds, -SecondsMax, SecondsMax));

    /// <summary>A part of it in natural seconds, one at least. For demonstrations.</summary>
    public TimeLimit DividedBy(int divisor) => Seconds(Math.Max(1, (int)(InNaturalTime.TotalSeconds / divisor)));

    /// <summary>So many per cent of it, to the second: of a limit in working time, office time.</summary>
    public TimeLimit Part(int percent)
    {
        var seconds =
            Unit is TimeUnit.WorkingDays ? (long)Amount * SecondsOfWorkingDay : (long)InNaturalTime.TotalSeconds;
        return new(
            (int)Math.Clamp(seconds * percent / 100, 1, int.MaxValue),
            Unit.IsWorking() ? TimeUnit.WorkingSeconds : TimeUnit.Seconds
        );
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeLimit limit)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        if (
            digits > 0
            && int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            && TimeUnits.TryParse(text[digits..], out var unit)
        )
        {
            limit = new TimeLimit(amount, unit);
            return true;
        }

        limit = default;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}{Unit.Code()}");

    /// <summary>In words, such as <c>2 working days</c>.</summary>
    public (string English, string Chinese) Words()
    {
        var (english, chinese) = Unit switch
        {
            TimeUnit.WorkingHours => ("working hour", "个工作小时"),
            TimeUnit.WorkingDays => ("working day", "个工作日"),
            TimeUnit.Hours => ("hour", "小时"),
            TimeUnit.Days => ("day", "个自然日"),
            TimeUnit.Minutes => ("minute", "分钟"),
            TimeUnit.Seconds => ("second", "秒"),
            TimeUnit.WorkingSeconds => ("second of office time", "秒（办公时间）"),
            _ => throw new UnreachableException(),
        };
        var amount = Amount.ToString(CultureInfo.InvariantCulture);
        var plural =
            Amount == 1 ? english
            : Unit is TimeUnit.WorkingSeconds ? "seconds of office time"
            : $"{english}s";
        return ($"{amount} {plural}", $"{amount}{chinese}");
    }
}

/// <summary>Limits are short texts. A bare number, as older events have it, is seconds of the clock.</summary>
internal sealed class TimeLimitJsonConverter : JsonConverter<TimeLimit>
{
    /// <inheritdoc/>
    public override TimeLimit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Number)
        {
            return TimeLimit.Seconds(reader.GetInt32());
        }

        Span<char> text = stackalloc char[TimeLimit.CharactersMax];
        return
            reader.TokenType is JsonTokenType.String
            && !reader.HasValueSequence
            && reader.ValueSpan.Length <= text.Length
            && TimeLimit.TryParse(text[..reader.CopyString(text)], out var limit)
            ? limit
            : throw new JsonException("A time limit is written like 2wd, 4wh, 24h, 7d, 30min or 90s.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeLimit value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[TimeLimit.CharactersMax];
        value.Amount.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        var unit = value.Unit.Code();
        unit.CopyTo(text[length..]);
        writer.WriteStringValue(text[..(length + unit.Length)]);
    }
}
