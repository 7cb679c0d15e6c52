using CivicGrains.Domain.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Who may see the page of a grid or an office: whoever may watch its topic.</summary>
internal static class DeskGuard
{
    /// <summary>The name of the office whose desk has an address: codes of offices differ by their length.</summary>
    public static string OfficeOf(string code) =>
        Departments.Knows(code) ? $"department/{code}"
        : code.Length == 9 ? $"subdistrict/{code}"
        : code.Length == 6 ? $"district/{code}"
        : $"community/{code}";

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
            throw new RefusedException(Rejections.PlaceUnknown.With(null, JsonFields.Short(name)));
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
