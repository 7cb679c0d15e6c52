using CivicGrains.Domain.Grids;
using CivicGrains.Grains.Common;
using CivicGrains.Grains.Interfaces.Grids;

namespace CivicGrains.Grains.Grids;

/// <inheritdoc cref="IGridGrain"/>
[GrainType("grid")]
internal sealed class GridGrain(GrainServices services) : EventSourcedGrain<GridState>(services), IGridGrain;
