using CivicGrains.Domain.District;
using CivicGrains.Grains.Common;
using CivicGrains.Grains.Interfaces.District;

namespace CivicGrains.Grains.District;

/// <inheritdoc cref="IDistrictGrain"/>
[GrainType("district")]
internal sealed class DistrictGrain(GrainServices services) : EventSourcedGrain<DistrictState>(services), IDistrictGrain
{
    /// <summary>Whoever published something finds it in force on this silo; the others hear of it by the tail.</summary>
    protected override void OnCommitted(DistrictState state, int version) => Services.Laws.Take(state, version);
}
