namespace CivicGrains.Load.Replay;

/// <summary>A petition of a file. Its words are a person's: nothing here prints them.</summary>
/// <param name="Row">Row of the file; the header is row 1.</param>
/// <param name="Id">As the file has it.</param>
/// <param name="SubmittedAt">When it was written, as the file has it; may be empty.</param>
internal sealed record Petition(int Row, string Id, string SubmittedAt, string Title, string Detail)
{
    private const int IdShownMax = 40;

    /// <summary>Names the petition without telling it: an id that is no plain token could be anything.</summary>
    public string Label =>
        Id.Length is > 0 and <= IdShownMax && Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? FormattableString.Invariant($"row {Row} ({Id})")
            : FormattableString.Invariant($"row {Row}");

    /// <inheritdoc/>
    public override string ToString() => Label;
}
