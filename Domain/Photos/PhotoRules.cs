using System.Buffers;

namespace CivicGrains.Domain.Photos;

/// <summary>
/// What may be said of photos in a command. A photo lies beside the log; commands and events name it by its commitment
/// alone. Whether it was uploaded, and by whom, is known at the edge.
/// </summary>
public static class PhotoRules
{
    /// <summary>Most photos of a report, and of the evidence that something is done.</summary>
    public const int PhotosMax = 5;

    /// <summary>The field of a request that names photos.</summary>
    public const string Field = "photos";

    private const int CommitmentCharacters = 64;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Why these photos are refused; null when they are fine, as none at all are.</summary>
    public static Rejection? Check(ImmutableArray<string> photos)
    {
        if (photos.IsDefaultOrEmpty)
        {
            return null;
        }

        if (photos.Length > PhotosMax)
        {
            return Rejections.PhotoTooMany.With(Field, PhotosMax);
        }

        foreach (var photo in photos)
        {
            if (!IsCommitment(photo))
            {
                return Rejections.PhotoUnknown.With(Field, photo[..Math.Min(photo.Length, CommitmentCharacters)]);
            }
        }

        return photos.Distinct(StringComparer.Ordinal).Count() == photos.Length
            ? null
            : Rejections.PhotoRepeated.Now(Field);
    }

    /// <summary>Whether a word can be the commitment of a photo: 64 characters of lower-case hex.</summary>
    public static bool IsCommitment(string word) =>
        word.Length == CommitmentCharacters && !word.AsSpan().ContainsAnyExcept(LowerHex);
}
