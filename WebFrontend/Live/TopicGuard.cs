using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Places;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Places;
using Microsoft.AspNetCore.SignalR;

namespace CivicGrains.WebFrontend.Live;

/// <summary>Who may watch what. A refusal is a <see cref="HubException"/> whose message is the code.</summary>
internal sealed class TopicGuard(OwnerProfiles owners, OwnerQueries queries)
{
    /// <summary>Refuses who may not watch a topic, and topics of places that nobody has registered.</summary>
    public async Task AdmitAsync(Actor actor, Topic topic, CancellationToken cancellationToken)
    {
        var place = topic.Place;
        if (place.Kind is PlaceKind.None)
        {
            // The district's ticker is for everybody, "me" for oneself; who may see an issue stands in the issue.
            return;
        }

        if (!await MayWatchAsync(actor, place, cancellationToken))
        {
            throw NotYours();
        }

        if (!await IsKnownAsync(place, cancellationToken))
        {
            throw new HubException(Rejections.TopicUnknown.Code);
        }
    }

    /// <summary>Whether somebody may watch a place, which may be one that nobody has registered.</summary>
    public async ValueTask<bool> MayWatchAsync(Actor actor, Place place, CancellationToken cancellationToken)
    {
        var profile = await ProfileOfAsync(place, cancellationToken);
        ImmutableArray<Place> grids = profile is null ? [] : [profile.HomeGrid, .. profile.GridOfBuilding.Values];
        return WhoMay.Watch(actor, place, grids.AsSpan());
    }

    /// <summary>Whether a place is there: an owner is registered, or some lie in an office.</summary>
    public async ValueTask<bool> IsKnownAsync(Place place, CancellationToken cancellationToken)
    {
        if (place.Kind is PlaceKind.Department or PlaceKind.District)
        {
            return place.Kind is PlaceKind.District || Departments.Knows(place.Key);
        }

        var filter = place.Kind switch
        {
            PlaceKind.Community => new OwnerFilter { Community = place.Key, Limit = 1 },
            PlaceKind.Subdistrict => new OwnerFilter { Subdistrict = place.Key, Limit = 1 },
            _ => null,
        };
        return filter is not null
            ? (await queries.ListAsync(filter, cancellationToken)).Items.Count > 0
            : await ProfileOfAsync(place, cancellationToken) is not null
                || await queries.FindAsync(place, null, cancellationToken) is not null;
    }

    /// <summary>
    /// Refuses who may not see an issue. That there is none is answered in the same words, so that nobody learns from
    /// a refusal that a hidden issue exists.
    /// </summary>
    public static void AdmitToIssue(Actor actor, Topic topic, TopicSnapshot snapshot)
    {
        if (topic.Kind is TopicKind.Issue && snapshot.Issues[0].For(actor) is Sight.None)
        {
            throw NotYours();
        }
    }

    public static HubException NotYours() => new(Rejections.TopicNotYours.Code);

    /// <summary>The grids of a place that lies in some.</summary>
    private async ValueTask<OwnerProfile?> ProfileOfAsync(Place place, CancellationToken cancellationToken) =>
        place.Kind is PlaceKind.Compound or PlaceKind.Project ? await owners.FindAsync(place, cancellationToken) : null;
}
