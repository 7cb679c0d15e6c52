using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Who may see the page of a grid or an office: whoever may watch its topic.</summary>
internal static class DeskGuard
{
    /// <summary>The place of a page.</summary>
    /// <exception cref="RefusedException">Nobody is signed in, there is no such place, or it is not theirs.</exception>
    public static async Task<Place> AdmitAsync(
        Visit visit,
        string name,
        TopicGuard guard,
        CancellationToken cancellationToken
    )
    {
        var actor = visit.Require();
        if (!Place.TryParse(name, out var place))
        {
            throw new RefusedException(Rejections.PlaceUnknown.With(null, name.Length <= 50 ? name : "…"));
        }

        if (!await guard.MayWatchAsync(actor, place, cancellationToken))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, place));
        }

        return await guard.IsKnownAsync(place, cancellationToken)
            ? place
            : throw new RefusedException(Rejections.PlaceUnknown.With(null, place));
    }
}
