using CivicGrains.Domain.Compounds;
using CivicGrains.Grains.Common;
using CivicGrains.Grains.Interfaces.Compounds;

namespace CivicGrains.Grains.Compounds;

/// <inheritdoc cref="ICompoundGrain"/>
[GrainType("compound")]
internal sealed class CompoundGrain(GrainServices services)
    : EventSourcedGrain<CompoundState>(services),
        ICompoundGrain;
