using CivicGrains.Grains.Interfaces.Common;

namespace CivicGrains.Grains.Interfaces.Grids;

/// <summary>A general or master grid: its heads, the tasks offered to them and street-level issues.</summary>
[GrainInterfaceType("grid")]
public interface IGridGrain : ICommandGrain;
