using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Renovations;

namespace CivicGrains.Domain.Common;

/// <summary>Generated readers and writers of snapshots.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CompoundState))]
[JsonSerializable(typeof(GridState))]
[JsonSerializable(typeof(ProjectState))]
[JsonSerializable(typeof(DistrictState))]
[JsonSerializable(typeof(Issue[]))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
