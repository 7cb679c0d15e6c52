using System.Text.Json;
using System.Text.Json.Nodes;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Renovations;
using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Common;

/// <summary>
/// Streams that were recorded once, and the states they fold to. When a change makes another state of the same events,
/// snapshots that were written before it are wrong: raise the <c>Schema</c> of that state, so that they are passed
/// over, and write the new golden file beside the old one.
/// </summary>
public sealed class SnapshotSchemaTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void A_compound_folds_to_the_state_of_its_schema() =>
        FoldsToTheStateOfItsSchema<CompoundState>("compound/510105007004-C100");

    [Fact]
    public void A_grid_folds_to_the_state_of_its_schema() =>
        FoldsToTheStateOfItsSchema<GridState>("grid/510105007004-G101");

    [Fact]
    public void A_project_folds_to_the_state_of_its_schema() =>
        FoldsToTheStateOfItsSchema<ProjectState>("project/RNV-2026-510105007004-C100-01");

    [Fact]
    public void The_district_folds_to_the_state_of_its_schema() =>
        FoldsToTheStateOfItsSchema<DistrictState>("district/510105");

    private static void FoldsToTheStateOfItsSchema<TState>(string place)
        where TState : class, IStreamState<TState>
    {
        var state = Fold<TState>(Place.Parse(place));

        var json = JsonSerializer.Serialize(state, TState.Json);
        var kind = Place.Parse(place).Kind.Kebab();
        Golden.Matches(
            $"tests/Grains.Tests/Golden/{kind}-state.v{TState.Schema}.json",
            JsonNode.Parse(json)!.ToJsonString(Indented)
        );

        // What a snapshot holds is all there is: nothing of the state is lost on the way.
        var read = JsonSerializer.Deserialize(json, TState.Json)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, TState.Json));
        Assert.Equal(state.NextDueAt, read.NextDueAt);
    }

    private static TState Fold<TState>(Place place)
        where TState : class, IStreamState<TState>
    {
        var state = TState.Initial(place);
        foreach (
            var line in File.ReadLines(Golden.PathOf($"tests/Grains.Tests/Golden/{place.Kind.Kebab()}-stream.jsonl"))
        )
        {
            using var it = JsonDocument.Parse(line);
            var happened = EventJson.Read(
                it.RootElement.GetProperty("type").GetString()!,
                it.RootElement.GetProperty("payload").GetRawText()
            );
            state = TState.Evolve(
                state,
                happened,
                it.RootElement.GetProperty("actor").GetGuid(),
                it.RootElement.GetProperty("at").GetDateTimeOffset()
            );
        }

        return state;
    }
}
