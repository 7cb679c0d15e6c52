using CivicGrains.Grains.Interfaces.Common;

namespace CivicGrains.Grains.Interfaces.Renovations;

/// <summary>A renovation project and what is reported about it.</summary>
[GrainInterfaceType("project")]
public interface IRenovationProjectGrain : ICommandGrain;
