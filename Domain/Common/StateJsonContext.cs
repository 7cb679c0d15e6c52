using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Common;

/// <summary>Generated readers and writers of snapshots.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CompoundState))]
[JsonSerializable(typeof(GridState))]
[JsonSerializable(typeof(GridRoster))]
[JsonSerializable(typeof(RollAnswer))]
[JsonSerializable(typeof(ProjectState))]
[JsonSerializable(typeof(DistrictState))]
[JsonSerializable(typeof(OwnerRules))]
[JsonSerializable(typeof(RuleOverrides))]
[JsonSerializable(typeof(RuleTemplate))]
[JsonSerializable(typeof(Issue[]))]
internal sealed partial class StateJsonContext : JsonSerializerContext;
