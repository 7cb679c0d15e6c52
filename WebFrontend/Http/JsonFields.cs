using System.Text.Json;

namespace CivicGrains.WebFrontend.Http;

/// <summary>Reads the fields of a JSON object; whatever is wrong is said with the field's name.</summary>
/// <remarks>
/// A binder that maps bodies onto types would answer a wrong type with its own words and no field, so fields are read
/// one by one.
/// </remarks>
/// <param name="Prefix">Names of the objects around this one, as in <c>location.</c>.</param>
internal readonly record struct JsonFields(JsonElement Json, string Prefix = "")
{
    private const int NameShownMax = 40;
    private const int WordShownMax = 50;

    /// <summary>A text that must be there and say something.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    /// <summary>A text that may be absent or null, but not empty.</summary>
    public string? OptionalText(string name)
    {
        if (OptionalString(name) is not { } text)
        {
            return null;
        }

        return TextRules.Check(text, Prefix + name) is { } refused ? throw new RefusedException(refused) : text;
    }

    /// <summary>A word (code, name of a place) that must be there.</summary>
    public string Word(string name) => OptionalString(name) ?? throw Missing(name);

    /// <summary>A word of an enumeration that must be there.</summary>
    public T Word<T>(string name)
        where T : struct, Enum =>
        EnumWords.TryParseWord<T>(Word(name), out var value)
            ? value
            : throw WrongType(
                name,
                $"one of {string.Join(", ", Enum.GetValues<T>().Select(it => it.Camel()))}",
                $"取值为{string.Join("、", Enum.GetValues<T>().Select(it => it.Camel()))}"
            );

    /// <summary>A day of the town that must be there.</summary>
    public DateOnly Day(string name) =>
        DateOnly.TryParseExact(Word(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw WrongType(name, "a day such as 2026-11-30", "日期，如 2026-11-30");

    /// <summary>Names and codes are never long: a refusal that repeats one shall not be either.</summary>
    public static string Short(string word) => word.Length <= WordShownMax ? word : $"{word[..WordShownMax]}…";

    /// <summary>A string that may be absent or null, whatever it says; never with a character that cannot be stored.</summary>
    public string? OptionalString(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            throw WrongType(name, "a text", "文字");
        }

        return StringOf(value, Prefix + name);
    }

    /// <summary>A whole number that must be there.</summary>
    public int Number(string name)
    {
        var value = Find(name) ?? throw Missing(name);
        return value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw WrongType(name, "a whole number", "整数");
    }

    /// <summary>A number that may be absent, within a range.</summary>
    public double? OptionalNumber(string name, double min, double max)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            throw WrongType(name, "a number", "数字");
        }

        return number >= min && number <= max
            ? number
            : throw WrongType(name, $"a number from {min} to {max}", $"{min} 至 {max} 之间的数字");
    }

    /// <summary>True or false; must be there.</summary>
    public bool Flag(string name)
    {
        var value = Find(name) ?? throw Missing(name);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw WrongType(name, "true or false", "true 或 false"),
        };
    }

    /// <summary>A list of texts that may be absent: then it is empty.</summary>
    public ImmutableArray<string> Words(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind is not JsonValueKind.Array)
        {
            throw WrongType(name, "a list of texts", "文字列表");
        }

        var words = ImmutableArray.CreateBuilder<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String)
            {
                throw WrongType(name, "a list of texts", "文字列表");
            }

            words.Add(StringOf(item, Prefix + name));
        }

        return words.ToImmutable();
    }

    /// <summary>True or false; may be absent or null.</summary>
    public bool? OptionalFlag(string name) => Find(name) is null ? null : Flag(name);

    /// <summary>A list of strings and nulls that may be absent or null.</summary>
    public ImmutableArray<string?>? OptionalWords(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (
            value.ValueKind is not JsonValueKind.Array
            || value.EnumerateArray().Any(it => it.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        )
        {
            throw WrongType(name, "a list of texts and nulls", "文字或null的列表");
        }

        var field = Prefix + name;
        return
        [
            .. value.EnumerateArray().Select(it => it.ValueKind is JsonValueKind.Null ? null : StringOf(it, field)),
        ];
    }

    /// <summary>A list of whole numbers that may be absent or null.</summary>
    public ImmutableArray<int>? OptionalNumbers(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : default)
        {
            numbers.Add(
                item.ValueKind is JsonValueKind.Number && item.TryGetInt32(out var number)
                    ? number
                    : throw WrongType(name, "a list of whole numbers", "整数列表")
            );
        }

        return value.ValueKind is JsonValueKind.Array
            ? numbers.ToImmutable()
            : throw WrongType(name, "a list of whole numbers", "整数列表");
    }

    /// <summary>A list of objects that may be absent: then it is empty.</summary>
    public ImmutableArray<JsonFields> Objects(string name)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        if (
            value.ValueKind is not JsonValueKind.Array
            || value.EnumerateArray().Any(it => it.ValueKind is not JsonValueKind.Object)
        )
        {
            throw WrongType(name, "a list of objects", "对象列表");
        }

        var prefix = Prefix;
        return
        [
            .. value
                .EnumerateArray()
                .Select(
                    (it, i) => new JsonFields(it, string.Create(CultureInfo.InvariantCulture, $"{prefix}{name}[{i}]."))
                ),
        ];
    }

    /// <summary>Refuses fields of other names: a slip of the keyboard would else be passed over.</summary>
    /// <exception cref="RefusedException">There is one.</exception>
    public void ExpectOnly(params ReadOnlySpan<string> names)
    {
        foreach (var field in Json.EnumerateObject())
        {
            if (!names.Contains(field.Name))
            {
                var name = Prefix + (field.Name.Length <= NameShownMax ? field.Name : "…");
                throw new RefusedException(Rejections.FieldUnknown.With(name, name));
            }
        }
    }

    /// <summary>An object that may be absent.</summary>
    public JsonFields? OptionalObject(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.Object ? new JsonFields(value, $"{Prefix}{name}.")
        : throw WrongType(name, "an object", "对象");

    private JsonElement? Find(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private RefusedException Missing(string name) => new(Rejections.FieldMissing.With(Prefix + name, Prefix + name));

    /// <summary>Says that a field is not what it should be.</summary>
    public RefusedException WrongType(string name, string english, string chinese) =>
        new(
            Rejections.FieldWrongType.With([Prefix + name, english], [Prefix + name, chinese]) with
            {
                Field = Prefix + name,
            }
        );

    private static string StringOf(JsonElement value, string field)
    {
        try
        {
            var text = value.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new RefusedException(Rejections.TextControlCharacter.With(field, "0000"))
                : text;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: JSON allows it, UTF-8 does not.
            throw new RefusedException(Rejections.TextBrokenUnicode.Now(field));
        }
    }
}
