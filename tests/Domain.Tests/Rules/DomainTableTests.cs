using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Rules;

/// <summary>
/// Classes and categories of the default rules lived through, row by row: what <see cref="AskedRulesTests"/> holds as
/// data is done here. The rows of clock rules are <see cref="ClockTableTests"/>.
/// </summary>
public sealed class DomainTableTests
{
    private static readonly PropertyMode[] Modes = Enum.GetValues<PropertyMode>();

    /// <summary>
    /// Reported on Tuesday, 24 November 2026, 10:00, and touched by nobody: acknowledge until, then the end of each level
    /// with the level it goes up to, then the end of the whole.
    /// </summary>
    public static readonly TheoryData<string, string, string, string> Classes = new()
    {
        { "P1", "SAF-02", "11-24 10:10", "11-24 10:30>1 11-24 11:00>2 11-24 12:00>3 11-24 14:00>4 11-25 10:00" },
        { "P2", "UTL-03", "11-24 10:30", "11-24 14:00>1 11-24 22:00>2 11-25 22:00>3 11-27 17:00>4 11-27 17:00" },
        { "P3", "UTL-04", "11-24 12:00", "11-26 17:00>1 11-27 17:00>2 12-01 17:00>3 12-03 17:00>4 12-03 17:00" },
        { "P4", "PTY-01", "11-24 15:00", "11-27 17:00>1 12-02 17:00>2 12-08 17:00>3 12-15 17:00>4 12-15 17:00" },
        { "Q", "SVC-02", "11-24 12:00", "11-25 17:00>2 11-26 17:00>4 11-27 17:00" },
    };

    /// <summary>
    /// Where it begins, at a professionally managed, a self-managed and a trusted compound (a project for renovation);
    /// until when its first level has it, reported on Tuesday at 10:00; the department at level 3.
    /// </summary>
    public static readonly TheoryData<string, string, string, string?> Categories = new()
    {
        { "SAF-01", "manager", "11-24 10:30", "fire" },
        { "SAF-02", "manager", "11-24 10:30", "gas" },
        { "SAF-03", "manager", "11-24 10:30", "market-regulation" },
        { "SAF-04", "manager", "11-24 14:00", "fire" },
        { "SAF-05", "manager", "11-24 10:30", "housing" },
        { "SAF-06", "manager", "11-24 14:00", "police" },
        { "UTL-01", "manager", "11-24 14:00", "water" },
        { "UTL-02", "manager", "11-24 14:00", "power" },
        { "UTL-03", "manager", "11-24 14:00", "water" },
        { "UTL-04", "manager", "11-26 17:00", "urban-lighting" },
        { "UTL-05", "manager", "11-24 10:30", "urban-management" },
        { "ENV-01", "manager", "11-24 15:00", "urban-management" },
        { "ENV-02", "manager", "11-24 15:00", "urban-management" },
        { "ENV-03", "manager", "11-24 12:00", null },
        { "ENV-04", "manager", "12-01 17:00", "parks" },
        { "ENV-05", "grid-head", "11-25 17:00", "ecology" },
        { "ORD-01", "manager", "11-25 17:00", "police" },
        { "ORD-02", "grid-head", "11-24 15:00", "urban-management" },
        { "ORD-03", "grid-head", "11-27 17:00", "police" },
        { "BLD-01", "manager", "11-26 17:00", "housing" },
        { "BLD-02", "manager", "11-26 17:00", null },
        { "NBR-01", "grid-head", "11-25 17:00", "justice" },
        { "PTY-01", "manager", "11-27 17:00", "housing" },
        { "PTY-02", "manager", "12-01 17:00", "housing" },
        { "RNV-01", "subdistrict", "11-27 17:00", "housing" },
        { "RNV-02", "contractor", "11-25 17:00", "housing" },
        { "RNV-03", "contractor", "11-24 15:00", "housing" },
        { "RNV-04", "contractor", "11-24 10:30", "housing" },
        { "SVC-01", "grid-head", "11-24 18:00", "civil-affairs" },
        { "SVC-02", "community", "11-25 17:00", null },
        { "SVC-03", "community", "11-25 17:00", null },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void Each_class_goes_up_by_its_limits_and_ends_with_its_cap(
        string urgency,
        string category,
        string acknowledge,
        string climbs
    )
    {
        var story = Clocks.Reported(category);
        Assert.Equal(urgency, $"{story.Issue.Terms!.Class}");
        Assert.Equal(acknowledge, Local(story.Issue.Step!.AcknowledgeDueAt));
        var overall = story.Issue.OverallDueAt;

        story.LivesUntil("2027-02-01 10:00");

        var told = story.Log.Select(it =>
            it.Happened switch
            {
                IssueEscalated { Reason: EscalationReason.Overdue } e => $"{Local(it.At)}>{e.Step.Level}",
                IssueMarkedOverdue => Local(it.At),
                _ => null,
            }
        );
        Assert.Equal(climbs, string.Join(' ', told.OfType<string>()));
        Assert.Equal(overall, story.Issue.OverallDueAt);
        Assert.Equal(
            urgency is "P1" ? 1 : 0,
            story.Log.Count(it => it.Happened is IssueAlarmed { Told.Length: 4 } && it.At == Clocks.At(Clocks.Tuesday))
        );
    }

    [Theory]
    [MemberData(nameof(Categories))]
    public void Each_category_begins_where_its_row_says_by_every_property_mode_and_goes_up_to_its_department(
        string category,
        string first,
        string due,
        string? department
    )
    {
        if (IssueLifecycle.IsOfRenovation(category))
        {
            Lives(new Story<ProjectState>(Town.AProject()), null);
            return;
        }

        foreach (var mode in Modes)
        {
            Lives(Story.AtCompound(mode), ManagerOf(mode));
        }

        void Lives<TState>(Story<TState> story, Role? manager)
            where TState : class, IStreamState<TState>, IIssueOwner
        {
            story.Law = DefaultRules.Law;
            story.Now = Clocks.At(Clocks.Tuesday);
            story.Does(Town.Resident, Town.ReportOf(category));
            var step = story.Issue.Step!;
            Assert.Equal(first is "manager" ? manager : Named(first), step.Handler.Role);
            Assert.Equal(due, Local(step.DueAt));
            Assert.Equal(
                first is "manager" or "contractor" ? 0
                    : first is "subdistrict" ? 2
                    : 1,
                step.Level
            );

            var departments = new List<string>();
            while (story.State.NextDueAt is not null)
            {
                departments.AddRange(
                    story.Waits().OfType<IssueEscalated>().Where(e => e.Step.Level == 3).Select(DepartmentOf)
                );
            }

            Assert.Equal(department is null ? [] : [department], departments);
            Assert.Equal(IssueLevels.Last, story.Issue.Step!.Level);
            Assert.True(story.Issue.Overdue);
        }
    }

    /// <summary>Photo, rating and visibility of each row, by what they let people do.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_category_is_checked_rated_and_seen_as_its_row_says(string category)
    {
        // The last three words of the row: photo, rated by, visibility.
        var row = AskedRulesTests.InForce(category).Split(' ')[^3..];
        if (IssueLifecycle.IsOfRenovation(category))
        {
            Lives(new Story<ProjectState>(Town.AProject()), Town.Contractor);
        }
        else
        {
            Lives(Story.AtCompound(), Town.PropertyManager);
        }

        void Lives<TState>(Story<TState> story, Actor manager)
            where TState : class, IStreamState<TState>, IIssueOwner
        {
            story.Law = DefaultRules.Law;
            story.Now = Clocks.At(Clocks.Tuesday);
            story.Does(Town.Resident, Town.ReportOf(category));
            var handler = story.Issue.Step!.Level switch
            {
                0 => manager,
                1 when story.Issue.Step.Handler.Role is Role.Community => Town.CommunityDesk,
                var level => Climbs.StaffOf(level),
            };
            var scope = IssueScope.Of(story.Issue, story.State.Profile, story.Law);
            Assert.Equal(row[2] is "P", WhoMay.See(Town.Neighbour, scope));
            Assert.True(WhoMay.SeeTexts(Town.Resident, scope) && WhoMay.SeeTexts(handler, scope));

            story.Does(handler, new Acknowledge(Story.Id));
            // A note is enough everywhere, whatever photos are advised: it is the owner who may ask for more.
            story.IsRefused(handler, new Resolve(Story.Id, null, []), "evidence.missing");
            story.Does(handler, new Resolve(Story.Id, Town.Text("已处理"), []));

            Assert.Equal(
                row[0] is "A" or "BA" ? Clocks.At("2026-11-25 17:00") : (DateTimeOffset?)null,
                story.Issue.CheckDueAt
            );
            var neighbour = story.Ask(Town.Neighbour, new Rate(Story.Id, 5)).Rejection;
            Assert.Equal(row[1] is "C" ? null : "place.not-yours", neighbour?.Code);
            story.Does(Town.Resident, new Rate(Story.Id, 5));
        }
    }

    public static TheoryData<string> Rows() => [.. Categories.Select(it => (string)((ITheoryDataRow)it).GetData()[0]!)];

    [Fact]
    public void Every_row_of_classes_and_categories_is_lived_through()
    {
        Assert.Equal(
            DefaultRules.Law.Categories.Keys.Order(StringComparer.Ordinal),
            Categories.Select(it => (string)((ITheoryDataRow)it).GetData()[0]!).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            Enum.GetNames<UrgencyClass>().Order(StringComparer.Ordinal),
            Classes.Select(it => (string)((ITheoryDataRow)it).GetData()[0]!).Order(StringComparer.Ordinal)
        );
    }

    private static Role ManagerOf(PropertyMode mode) =>
        mode switch
        {
            PropertyMode.ProfessionalManaged => Role.PropertyManager,
            PropertyMode.CommunityTrust => Role.Trustee,
            _ => Role.CompoundLead,
        };

    private static Role Named(string role) => Enum.GetValues<Role>().Single(it => it.Kebab() == role);

    private static string DepartmentOf(IssueEscalated escalated) =>
        escalated.Step.Handler is { Role: Role.Department, Place: { Kind: PlaceKind.Department } place }
            ? place.Key
            : $"{escalated.Step.Handler}";

    private static string Local(DateTimeOffset at) =>
        TownTime.Local(at).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
