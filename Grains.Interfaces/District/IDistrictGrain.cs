using CivicGrains.Grains.Interfaces.Common;

namespace CivicGrains.Grains.Interfaces.District;

/// <summary>The district: its template of rules.</summary>
[GrainInterfaceType("district")]
public interface IDistrictGrain : ICommandGrain;
