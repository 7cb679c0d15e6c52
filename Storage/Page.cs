using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CivicGrains.Storage;

/// <summary>Some items of a list, and where the next ones begin.</summary>
/// <param name="Next">Cursor for the next page; null when this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>
/// A place in a list that is ordered by time and id: the last item that was shown. Pages that begin after an item,
/// unlike pages by number, neither skip nor repeat when something new comes in.
/// </summary>
public readonly record struct TimeCursor(DateTimeOffset At, string Id)
{
    /// <summary>Reads a cursor that <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string? text, out TimeCursor cursor)
    {
        cursor = default;
        if (string.IsNullOrEmpty(text) || text.Length > 200 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split(' ');
        if (
            parts is not [var ticks, { Length: > 0 } id]
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            || parsed > DateTimeOffset.MaxValue.UtcTicks
            || id.Contains('\0', StringComparison.Ordinal)
        )
        {
            return false;
        }

        cursor = new TimeCursor(new DateTimeOffset(parsed, TimeSpan.Zero), id);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks} {Id}"))
        );
}
