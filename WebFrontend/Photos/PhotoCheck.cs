using CivicGrains.Domain.Photos;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Photos;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Photos;

/// <summary>
/// Photos are named by their commitments; one that nobody has uploaded, or somebody else has, is no evidence. Which of
/// the two it is nobody learns.
/// </summary>
internal sealed class PhotoCheck(IPhotoStore store, DomainClock clock)
{
    /// <summary>The field of a request that names photos.</summary>
    public const string Field = PhotoRules.Field;

    /// <summary>Checks photos that a command names; from now on they are kept long enough for it to be carried out.</summary>
    /// <exception cref="RefusedException">They are too many, or one of them is not there for this person.</exception>
    public async Task EnsureTheirsAsync(Actor actor, ImmutableArray<string> photos, CancellationToken cancellationToken)
    {
        if (PhotoRules.Check(photos) is { } refused)
        {
            throw new RefusedException(refused);
        }

        if (photos.IsEmpty)
        {
            return;
        }

        var theirs = await store.KeepAsync(actor.Reference, photos, clock.GetUtcNow(), cancellationToken);
        if (photos.FirstOrDefault(photo => !theirs.Contains(photo)) is { } unknown)
        {
            throw new RefusedException(Rejections.PhotoUnknown.With(Field, unknown));
        }
    }
}
