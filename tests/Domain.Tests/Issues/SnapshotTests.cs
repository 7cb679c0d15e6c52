using System.Globalization;
using System.Text;
using System.Text.Json;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;
using CivicGrains.Testing;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>
/// A snapshot is used only when its schema is current. Here a recorded stream is folded and compared with the
/// snapshot committed for this schema: when the fold changes, the test fails until <c>Schema</c> is raised (and
/// GOLDEN=write writes the new file; it never writes over the one of an old schema).
/// </summary>
public sealed class SnapshotTests
{
    private const string Folder = "tests/Domain.Tests/Golden/streams";

    [Fact]
    public void The_fold_of_a_compound_changes_only_with_its_schema() =>
        FoldMatches<CompoundState>("compound", Town.Compound, RecordCompound);

    [Fact]
    public void The_fold_of_a_grid_changes_only_with_its_schema() =>
        FoldMatches<GridState>("grid", Town.Grid, RecordGrid);

    [Fact]
    public void The_fold_of_a_project_changes_only_with_its_schema() =>
        FoldMatches<ProjectState>("project", Town.Project, RecordProject);

    [Fact]
    public void The_fold_of_a_district_changes_only_with_its_schema() =>
        FoldMatches<DistrictState>("district", Town.District, RecordDistrict);

    private static void FoldMatches<TState>(
        string name,
        Place place,
        Func<IEnumerable<(DomainEvent, Guid, DateTimeOffset)>> record
    )
        where TState : class, IStreamState<TState>
    {
        var stream = Golden.PathOf($"{Folder}/{name}.jsonl");
        if (Golden.IsWriting && !File.Exists(stream))
        {
            Directory.CreateDirectory(Golden.PathOf(Folder));
            File.WriteAllText(stream, Write(record()), new UTF8Encoding(false));
        }

        var state = TState.Initial(place);
        foreach (var line in File.ReadAllLines(stream))
        {
            using var json = JsonDocument.Parse(line);
            var it = json.RootElement;
            var happened = EventJson.Read(it.GetProperty("type").GetString()!, it.GetProperty("payload").GetRawText());
            var at = it.GetProperty("at").GetDateTimeOffset();
            state = TState.Evolve(state, happened, it.GetProperty("actor").GetGuid(), at);
        }

        var snapshot = JsonSerializer.Serialize(state, TState.Json);
        var committed = $"{Folder}/{name}.schema-{TState.Schema.ToString(CultureInfo.InvariantCulture)}.json";
        if (Golden.IsWriting && !File.Exists(Golden.PathOf(committed)))
        {
            File.WriteAllText(Golden.PathOf(committed), snapshot, new UTF8Encoding(false));
        }

        Assert.True(
            File.ReadAllText(Golden.PathOf(committed)) == snapshot,
            $"The fold of {name} is not that of schema {TState.Schema} any more: raise {typeof(TState).Name}.Schema."
        );
        var read = JsonSerializer.Deserialize(snapshot, TState.Json)!;
        Assert.Equal(snapshot, JsonSerializer.Serialize(read, TState.Json));
        Assert.Equal(state.NextDueAt, read.NextDueAt);
    }

    private static string Write(IEnumerable<(DomainEvent Happened, Guid Actor, DateTimeOffset At)> log)
    {
        var lines = new StringBuilder();
        foreach (var (happened, actor, at) in log)
        {
            lines.Append(
                CultureInfo.InvariantCulture,
                $$"""{"type":"{{EventCatalog.NameOf(happened)}}","actor":"{{actor}}","at":"{{at:O}}","payload":{{EventJson.Write(happened)}}}"""
            );
            lines.Append('\n');
        }

        return lines.ToString();
    }

    private static IEnumerable<(DomainEvent, Guid, DateTimeOffset)> RecordCompound()
    {
        var story = new Story<CompoundState>(CompoundState.Initial(Town.Compound));
        story.Does(
            Town.Administrator,
            new RegisterCompound(
                "浣花小区",
                PropertyMode.ProfessionalManaged,
                Town.Grid,
                [new Building("1栋", Town.Grid, 40), new Building("2栋", Town.OtherGrid, 60)],
                true
            )
        );
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Building = "2栋", Location = Town.Text("三楼") });
        story.Does(Town.Neighbour, new Follow(Story.Id));
        story.Now = story.Now.AddHours(1);
        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        story.Does(Town.PropertyManager, new Start(Story.Id));
        story.Does(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []));
        story.Does(Town.CommunityDesk, new Verify(Story.Id, Passed: false, Town.Text()));
        story.Does(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []));
        story.Does(Town.Resident, new Rate(Story.Id, 4));
        story.Does(Town.Resident, new Close(Story.Id));
        story.Does(Town.Resident, new Reopen(Story.Id));
        story.Does(Town.PropertyManager, new Escalate(Story.Id, Town.Text()));
        story.Does(Town.Resident, Town.ReportOf("BLD-01", "QY20261124-000124"));
        story.Does(Town.GridHead, new Relocate("QY20261124-000124", Town.Grid));
        return story.Log;
    }

    private static IEnumerable<(DomainEvent, Guid, DateTimeOffset)> RecordGrid()
    {
        var story = new Story<GridState>(GridState.Initial(Town.Grid));
        story.Does(Town.Administrator, new RegisterGrid("第3网格", 412, [Town.GridHead.Reference], true));
        story.Does(Town.Resident, Town.ReportOf("ENV-01"));
        story.Does(
            Actor.Platform,
            new OfferTask("QY20261124-000124", Town.Compound, "ENV-05", 1, Town.Morning.AddDays(1))
        );
        story.Does(
            Actor.Platform,
            new OfferTask("QY20261124-000125", Town.Compound, "ENV-05", 1, Town.Morning.AddDays(1))
        );
        story.Does(Actor.Platform, new EndTask("QY20261124-000125", "issue.resolved"));
        return story.Log;
    }

    private static IEnumerable<(DomainEvent, Guid, DateTimeOffset)> RecordProject()
    {
        var story = new Story<ProjectState>(ProjectState.Initial(Town.Project));
        story.Does(Town.Administrator, new RegisterProject("清溪片区改造", Town.Grid, true));
        story.Does(Town.Resident, Town.ReportOf("RNV-02"));
        return story.Log;
    }

    private static IEnumerable<(DomainEvent, Guid, DateTimeOffset)> RecordDistrict() =>
        [
            (new RulesPublished(1, DefaultRules.Template), Town.Administrator.Reference, Town.Morning),
            (new CalendarYearPublished(1, Notice(2028)), Town.Administrator.Reference, Town.Morning.AddHours(1)),
            (new CalendarYearPublished(2, Notice(2027)), Town.Administrator.Reference, Town.Morning.AddHours(2)),
        ];

    private static CalendarYear Notice(int year) => StatutoryDays.Of(year) with { Source = "示例通知" };
}
