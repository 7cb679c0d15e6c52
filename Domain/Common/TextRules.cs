using System.Buffers;
using System.Globalization;

namespace CivicGrains.Domain.Common;

/// <summary>What a text of a person may be: not empty, not too long, storable, whole characters.</summary>
public static class TextRules
{
    /// <summary>Everything below U+0020 but tab, line feed and carriage return; and U+007F.</summary>
    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Append(0x7F).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r')),
    ]);

    /// <summary>Why this text is refused; null when it is fine.</summary>
    /// <param name="field">Where it stood in the request, in its JSON spelling.</param>
    public static Rejection? Check(string text, string field)
    {
        if (text.Length > PrivateText.CharactersMax)
        {
            return Rejections.TextTooLong.With(field, PrivateText.CharactersMax, text.Length);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return Rejections.TextEmpty.Now(field);
        }

        var control = text.AsSpan().IndexOfAny(Controls);
        if (control >= 0)
        {
            var code = ((int)text[control]).ToString("X4", CultureInfo.InvariantCulture);
            return Rejections.TextControlCharacter.With(field, code);
        }

        return IsWhole(text) ? null : Rejections.TextBrokenUnicode.Now(field);
    }

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        var surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (surrogate >= 0)
        {
            text = text[surrogate..];
            if (text.Length < 2 || !char.IsSurrogatePair(text[0], text[1]))
            {
                return false;
            }

            text = text[2..];
            surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        return true;
    }
}
