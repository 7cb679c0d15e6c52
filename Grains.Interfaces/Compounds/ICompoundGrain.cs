using CivicGrains.Grains.Interfaces.Common;

namespace CivicGrains.Grains.Interfaces.Compounds;

/// <summary>A residential compound: its profile, its open issues and its own rules.</summary>
[GrainInterfaceType("compound")]
public interface ICompoundGrain : ICommandGrain;
