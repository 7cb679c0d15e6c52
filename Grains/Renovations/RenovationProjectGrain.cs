using CivicGrains.Domain.Renovations;
using CivicGrains.Grains.Common;
using CivicGrains.Grains.Interfaces.Renovations;

namespace CivicGrains.Grains.Renovations;

/// <inheritdoc cref="IRenovationProjectGrain"/>
[GrainType("project")]
internal sealed class RenovationProjectGrain(GrainServices services)
    : EventSourcedGrain<ProjectState>(services),
        IRenovationProjectGrain;
