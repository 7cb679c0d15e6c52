using System.Globalization;
using CivicGrains.Domain.Common;

namespace CivicGrains.Load.Replay;

/// <summary>
/// What a petition becomes: a description and, where it is longer than a description may be, comments with the rest.
/// Nothing is cut off. A pure function of the petition, since a repeat must send the same.
/// </summary>
internal static class PetitionText
{
    /// <summary>How far back from the limit the end of a sentence is looked for.</summary>
    private const int SentenceWithin = 400;

    private static readonly char[] SentenceEnds = ['\n', '。', '！', '？', '；'];

    /// <summary>The texts to send, the description first.</summary>
    /// <returns>One empty text for an empty petition: the platform shall say what is wrong with it.</returns>
    public static IReadOnlyList<string> PartsOf(Petition petition, int charactersMax = PrivateText.CharactersMax)
    {
        var said = string.Join('\n', new[] { petition.Title.Trim(), petition.Detail.Trim() }.Where(it => it != ""));
        return said == "" ? [said] : Split(said + Origin(petition), charactersMax);
    }

    /// <summary>Divides a text so that each part with its mark fits.</summary>
    private static IReadOnlyList<string> Split(string text, int charactersMax)
    {
        if (text.Length <= charactersMax)
        {
            return [text];
        }

        // The marks name how many parts there are; room for the longest is left in each.
        var room = charactersMax - FirstMark(int.MaxValue).Length - NextMark(int.MaxValue, int.MaxValue).Length;
        var pieces = new List<string>();
        for (var rest = text.AsSpan(); !rest.IsEmpty; )
        {
            var length = rest.Length <= room ? rest.Length : CutBefore(rest, room);
            pieces.Add(rest[..length].ToString());
            rest = rest[length..];
        }

        return
        [
            pieces[0] + FirstMark(pieces.Count),
            .. pieces.Skip(1).Select((piece, i) => NextMark(i + 2, pieces.Count) + piece),
        ];
    }

    /// <summary>A length up to a limit that ends a sentence where one ends near it, and never halves a character.</summary>
    private static int CutBefore(ReadOnlySpan<char> text, int max)
    {
        var near = Math.Min(SentenceWithin, max / 2);
        var end = text.Slice(max - near, near).LastIndexOfAny(SentenceEnds);
        return end >= 0 ? max - near + end + 1
            : char.IsHighSurrogate(text[max - 1]) ? max - 1
            : max;
    }

    private static string Origin(Petition petition) =>
        petition.SubmittedAt == ""
            ? $"\n（原编号 {petition.Id}）"
            : $"\n（原编号 {petition.Id}，{petition.SubmittedAt}）";

    private static string FirstMark(int of) =>
        string.Create(CultureInfo.InvariantCulture, $"\n（全文共 {of} 部分，其余见评论）");

    private static string NextMark(int part, int of) =>
        string.Create(CultureInfo.InvariantCulture, $"（续 {part}/{of}）\n");
}
