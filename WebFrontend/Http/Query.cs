using CivicGrains.Domain.Calendar;
using Microsoft.Extensions.Primitives;

namespace CivicGrains.WebFrontend.Http;

/// <summary>Reads the parameters of an address; whatever is wrong is said with the parameter's name.</summary>
internal readonly struct Query(HttpRequest request)
{
    private const int CharactersMax = 200;

    private static readonly string[] MomentFormats =
    [
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>A text; null when it is absent or empty.</summary>
    public string? Text(string name)
    {
        if (!request.Query.TryGetValue(name, out var values) || StringValues.IsNullOrEmpty(values))
        {
            return null;
        }

        var text = values.ToString();
        return text.Length > CharactersMax
                ? throw new RefusedException(Rejections.TextTooLong.With(name, CharactersMax, text.Length))
            : text.Contains('\0', StringComparison.Ordinal)
                ? throw new RefusedException(Rejections.TextControlCharacter.With(name, "0000"))
            : text;
    }

    /// <summary>A number of the log, from 0.</summary>
    public long? Number(string name) =>
        Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(name, "a whole number from 0", "非负整数");

    /// <summary>A moment in ISO 8601, such as <c>2026-11-24T10:00+08:00</c>; null when it is absent or empty.</summary>
    /// <remarks>The plus of an offset that was not escaped arrives as a blank, and is taken for what was meant.</remarks>
    /// <param name="offsetOtherwise">What is meant where no offset is said; null where it has to be.</param>
    public DateTimeOffset? Moment(string name, string? offsetOtherwise = null)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var whole =
            text is [.. var day, ' ', _, _, ':', _, _] ? $"{day}+{text[^5..]}"
            : SaysOffset(text) ? text
            : text + offsetOtherwise;
        return
            SaysOffset(whole)
            && DateTimeOffset.TryParseExact(
                whole,
                MomentFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var moment
            )
            ? moment
            : throw Wrong(
                name,
                "a moment with its offset, such as 2026-11-24T10:00:00+08:00",
                "带时区的时间，如 2026-11-24T10:00:00+08:00"
            );
    }

    /// <summary>A day of the town, such as <c>2026-11-24</c>; null when it is absent or empty.</summary>
    public DateOnly? Day(string name) =>
        Text(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= StatutoryDays.YearMin and <= StatutoryDays.YearMax
            ? day
        : throw Wrong(name, "a day such as 2026-11-24", "日期，如 2026-11-24");

    /// <summary>Number of items of a page.</summary>
    public int Limit(int usual, int max) =>
        Number("limit") switch
        {
            null => usual,
            { } limit when limit >= 1 && limit <= max => (int)limit,
            _ => throw new RefusedException(Rejections.PageSize.With("limit", max)),
        };

    /// <summary>The number below which a page goes on, of lists that count down; the most there is on the first page.</summary>
    /// <exception cref="RefusedException">No list has given this.</exception>
    public int Below() =>
        Text("after") is not { } text ? int.MaxValue
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new RefusedException(Rejections.CursorInvalid.Now());

    /// <summary>True or false.</summary>
    public bool? Flag(string name) =>
        Text(name) switch
        {
            null => null,
            "true" => true,
            "false" => false,
            _ => throw Wrong(name, "true or false", "true 或 false"),
        };

    /// <summary>A place of some kinds.</summary>
    public Place? Place(string name, Func<Place, bool> fits) =>
        Text(name) is not { } text ? null
        : Domain.Places.Place.TryParse(text, out var place) && fits(place) ? place
        : throw new RefusedException(Rejections.PlaceUnknown.With(name, text));

    /// <summary>A code that names a place of a kind, such as <c>510105007004</c>.</summary>
    public Place? Code(string name, string kind) =>
        Text(name) is not { } text ? null
        : Domain.Places.Place.TryParse($"{kind}/{text}", out var place) ? place
        : throw new RefusedException(Rejections.PlaceUnknown.With(name, text));

    /// <summary>Words of an enumeration, separated by commas.</summary>
    public ImmutableArray<T> Words<T>(string name)
        where T : struct, Enum
    {
        var words = ImmutableArray.CreateBuilder<T>();
        foreach (var word in (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            words.Add(
                EnumWords.TryParseWord<T>(word, out var value)
                    ? value
                    : throw Wrong(name, "one of the known words", "已知的取值之一")
            );
        }

        return words.ToImmutable();
    }

    private static bool SaysOffset(string moment)
    {
        var time = moment.IndexOf('T', StringComparison.Ordinal);
        return time >= 0 && moment.AsSpan(time).IndexOfAny('+', '-', 'Z') >= 0;
    }

    /// <summary>Says that a parameter is not what it should be.</summary>
    public static RefusedException Wrong(string name, string english, string chinese) =>
        new(Rejections.FieldWrongType.With([name, english], [name, chinese]) with { Field = name });
}
