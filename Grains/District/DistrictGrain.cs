using CivicGrains.Domain.District;
using CivicGrains.Grains.Common;
using CivicGrains.Grains.Interfaces.District;

namespace CivicGrains.Grains.District;

/// <inheritdoc cref="IDistrictGrain"/>
[GrainType("district")]
internal sealed class DistrictGrain(GrainServices services) : EventSourcedGrain<DistrictState>(services), IDistrictGrain
{
    /// <summary>Whoever published rules finds them in force on this silo; the others hear of them by the tail.</summary>
    protected override void OnCommitted(ImmutableArray<DomainEvent> happened)
    {
        foreach (var it in happened)
        {
            if (it is RulesPublished published)
            {
                Services.Laws.Take(published);
            }
        }
    }
}
