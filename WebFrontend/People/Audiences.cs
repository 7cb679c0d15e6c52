using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.People;

/// <summary>
/// What lists of somebody can hold at most: where one lives or helps and what one's desk covers. It narrows the search in the
/// database; <see cref="WhoMay"/> decides on each row.
/// </summary>
internal sealed class Audiences(OwnerProfiles owners)
{
    /// <summary>The audience of somebody.</summary>
    public async ValueTask<Audience> OfAsync(Actor actor, CancellationToken cancellationToken)
    {
        var homes = ImmutableArray.CreateBuilder<Place>();
        var desks = ImmutableArray.CreateBuilder<Place>();
        foreach (var (role, place) in actor.Roles)
        {
            switch (role)
            {
                case Role.Administrator or Role.Platform:
                    break;
                case Role.Resident or Role.MicroGridHead:
                    homes.Add(place);
                    homes.AddRange(await owners.FindWithinAsync(place, cancellationToken));
                    break;
                default:
                    desks.Add(place);
                    desks.AddRange(await owners.FindWithinAsync(place, cancellationToken));
                    break;
            }
        }

        return new Audience
        {
            Reference = actor.Reference,
            ResidentOf = homes.ToImmutable(),
            StaffOf = desks.ToImmutable(),
        };
    }
}
