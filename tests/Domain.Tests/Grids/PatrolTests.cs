using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;
using CsCheck;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>Checked, found, put right on the spot: what goes together, and who may.</summary>
public sealed class PatrolTests
{
    private const string Id = "QY20261124-000301";
    private static readonly string Photo = new('a', 64);

    // Before the table, which is made of it.
    private static RecordPatrol Hazard { get; } =
        Passed with
        {
            Result = PatrolResult.Hazard,
            Level = HazardLevel.General,
            IssueId = Id,
            Note = Town.Text("楼道堆物", "description"),
        };

    private readonly Story<GridState> story = Duty.AGrid();

    [Fact]
    public void Who_does_not_belong_to_the_grid_records_nothing()
    {
        var others = Town.Everybody.Where(it => it != Town.GridHead);
        foreach (var actor in others)
        {
            story.IsRefused(actor, Passed, "place.not-yours");
        }

        // Left or without the role any more.
        story.Does(Town.CommunityDesk, new RemoveMember(Duty.Second.Reference));
        story.IsRefused(Duty.Second, Passed, "place.not-yours");
        story.IsRefused(Duty.Officer with { Roles = [] }, Passed, "place.not-yours");
    }

    public static readonly TheoryData<string, RecordPatrol, string?> Wrong = new()
    {
        { "patrol.level-without-hazard", Passed with { Level = HazardLevel.Major }, "hazardLevel" },
        { "field.missing", Hazard with { Level = null }, "hazardLevel" },
        { "field.missing", Rectified with { Level = null }, "hazardLevel" },
        { "patrol.category-without-hazard", Passed with { Category = "SAF-01" }, "category" },
        { "patrol.category-without-hazard", Rectified with { Category = "SAF-01" }, "category" },
        { "field.missing", Hazard with { Note = null }, "note" },
        { "field.missing", Hazard with { Item = PatrolItem.Other }, "category" },
        { "category.unknown", Hazard with { Category = "XXX-01" }, "category" },
        { "patrol.category-unfit", Hazard with { Item = PatrolItem.LivingAlone, Category = "BLD-01" }, "category" },
        { "patrol.category-unfit", Hazard with { Item = PatrolItem.Tenant, Category = "RNV-01" }, "category" },
        { "evidence.missing", Rectified with { Note = null }, "note" },
        { "patrol.compound-elsewhere", Passed with { Compound = Town.OtherCompound }, "compound" },
        { "patrol.compound-elsewhere", Passed with { Compound = Town.OtherGrid }, "compound" },
        { "field.missing", Passed with { Compound = null, Building = "1栋" }, "compound" },
        { "micro-grid.unknown", Passed with { MicroGrid = "M09" }, "microGrid" },
        { "text.empty", Passed with { Note = Town.Text(" ") }, "note" },
        { "text.too-long", Passed with { Note = Town.Text(new string('长', 4_001)) }, "note" },
        { "text.control-character", Hazard with { Note = Town.Text("\a") }, "note" },
        { "text.control-character", Passed with { Building = "1\u0001栋" }, "building" },
        { "photo.too-many", Passed with { Photos = [.. "abcdef".Select(c => new string(c, 64))] }, "photos" },
        { "photo.repeated", Passed with { Photos = [Photo, Photo] }, "photos" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_go_together_is_refused_with_its_field(string code, RecordPatrol patrol, string? field)
    {
        var before = story.State;

        var refused = story.Ask(Duty.Officer, patrol).Rejection;

        Assert.Equal((code, field), (refused?.Code, refused?.Field));
        Assert.Same(before, story.State);
    }

    [Fact]
    public void A_volunteer_patrols_the_micro_grid_they_look_after()
    {
        story.Does(Town.CommunityDesk, new SetMicroGrid("M02", "3栋", 40));
        story.IsRefused(Duty.Volunteer, Passed with { MicroGrid = "M02" }, "patrol.micro-grid-not-yours");

        Assert.Equal("M01", Recorded(Duty.Volunteer, Passed).MicroGrid);
        Assert.Null(Recorded(Duty.Officer, Passed).MicroGrid);
        Assert.Equal("M02", Recorded(Duty.Head, Passed with { MicroGrid = "M02" }).MicroGrid);
        Assert.Equal(3, story.State.LastPatrol);
    }

    [Fact]
    public void What_is_put_right_on_the_spot_is_proven_as_the_rules_of_the_grid_have_it()
    {
        Assert.Null(Recorded(Duty.Officer, Rectified).Issue);
        Assert.Equal([Photo], Recorded(Duty.Officer, Rectified with { Note = null, Photos = [Photo] }).Photos!.Value);

        var template = DefaultRules.Template;
        story.Law = new Law(
            1,
            template with
            {
                Categories =
                [
                    .. template.Categories.Select(it =>
                        it.Code == "SAF-01" ? it with { Evidence = EvidenceDuty.Photo } : it
                    ),
                ],
            }
        );

        story.IsRefused(Duty.Officer, Rectified, "evidence.missing");
        Recorded(Duty.Officer, Rectified with { Photos = [Photo] });
        // Gas has a duty of its own.
        Recorded(Duty.Officer, Rectified with { Item = PatrolItem.Gas });
    }

    [Fact]
    public void A_hazard_names_the_issue_it_becomes_and_everything_else_names_none()
    {
        var hazard = Recorded(Duty.Officer, Hazard);
        Assert.Equal((Id, "SAF-01"), (hazard.Issue, hazard.Category));
        Assert.Equal(Hazard.Note!.Commitment, hazard.Note);
        Assert.Equal($$"""{"number":1,"issue":"{{Id}}"}""", GridState.Answer(story.State, Hazard));

        Assert.Null(Recorded(Duty.Officer, Passed with { IssueId = Id }).Issue);
        Assert.Equal("""{"number":2}""", GridState.Answer(story.State, Passed));
    }

    [Fact]
    public void Any_patrol_that_is_recorded_is_hidden_where_its_item_or_its_issue_is_and_names_an_issue_iff_hazard()
    {
        var categories = DefaultRules.Law.Categories.Keys.Order(StringComparer.Ordinal).Append(null).ToArray();
        var patrols =
            from item in Gen.Enum<PatrolItem>()
            from result in Gen.Enum<PatrolResult>()
            from place in Gen.Enum<PatrolPlace>()
            from level in Gen.Int[-1, 2]
            from category in Gen.Int[0, categories.Length - 1]
            from noted in Gen.Bool
            from inCompound in Gen.Bool
            select new RecordPatrol(
                place,
                item,
                result,
                Guid.Empty,
                level < 0 ? null : (HazardLevel)level,
                inCompound ? Town.Compound : null,
                Category: categories[category],
                IssueId: Id,
                Note: noted ? Town.Text() : null
            );
        var recorded = 0;

        patrols.Sample(
            patrol =>
            {
                var decision = story.Ask(Duty.Officer, patrol);
                if (decision.Rejection is { } refused)
                {
                    Assert.NotNull(refused.Field);
                    return;
                }

                Interlocked.Increment(ref recorded);
                var it = (PatrolRecorded)Assert.Single(decision.Events);
                var isHazard = patrol.Result is PatrolResult.Hazard;
                Assert.Equal(isHazard, it.Issue is not null);
                Assert.Equal(isHazard, it.Category is not null);
                Assert.Equal(patrol.Result is not PatrolResult.Pass, it.Level is not null);
                var ofIssue = isHazard ? DefaultRules.Law.Categories[it.Category!].Visibility : Visibility.Compound;
                Assert.Equal(
                    PatrolItems.IsHidden(patrol.Item) || ofIssue is Visibility.Chain,
                    it.Visibility is Visibility.Chain
                );
                // What is hidden as a patrol is hidden as an issue, and the other way round.
                Assert.True(!isHazard || it.Visibility == ofIssue);
                Assert.True(patrol.Result is not PatrolResult.Rectified || it.Note is not null);
            },
            iter: 20_000
        );
        Assert.True(recorded > 500, $"{recorded}");
    }

    [Fact]
    public void The_platform_alone_files_a_hazard_and_files_it_once_in_the_name_of_who_found_it()
    {
        var owner = new Story<CompoundState>(Town.ACompound());
        var file = FileOf(Recorded(Duty.Officer, Hazard with { Building = "2栋" }));
        foreach (var actor in Town.Everybody.Where(it => it != Actor.Platform))
        {
            owner.IsRefused(actor, file, "command.platform-only");
        }

        var happened = owner.Ask(Actor.Platform, file).Events;
        var reported = Assert.IsType<IssueReported>(happened[0]);
        Assert.Equal((IssueSource.Patrol, "2栋"), (reported.Source, reported.Building));
        Assert.Equal(file.Description, reported.Description);
        Assert.Contains(happened, it => it is IssueAccepted);
        Assert.Contains(happened, it => it is IssueAlarmed);

        owner.Does(Actor.Platform, file);
        Assert.Empty(owner.Ask(Actor.Platform, file).Events);
        owner.IsRefused(
            Actor.Platform,
            file with
            {
                IssueId = "QY20261124-000302",
                Building = "9栋",
            },
            "building.unknown"
        );
    }

    private static RecordPatrol Passed =>
        new(PatrolPlace.Building, PatrolItem.Fire, PatrolResult.Pass, Guid.Empty, Compound: Town.Compound);

    private static RecordPatrol Rectified =>
        Passed with
        {
            Result = PatrolResult.Rectified,
            Level = HazardLevel.General,
            Note = Town.Text("已搬走"),
        };

    private static FileHazard FileOf(PatrolRecorded it) =>
        new(it.Issue!, Town.Grid, it.Person, it.Category!, it.Building, it.Note!, it.Photos ?? []);

    private PatrolRecorded Recorded(Actor actor, RecordPatrol patrol) =>
        (PatrolRecorded)Assert.Single(story.Does(actor, patrol));
}
