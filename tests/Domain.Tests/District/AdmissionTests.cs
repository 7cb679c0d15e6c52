using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;
using CsCheck;

namespace CivicGrains.Domain.Tests.District;

/// <summary>准入: a department asks, the district centre decides, and without it no task is hung on a grid.</summary>
public sealed class AdmissionTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Actor Fire = new(
        new Guid(201, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0),
        [new HeldRole(Role.Department, Place.Department("fire"))]
    );

    // Before the table, which is made of it.
    private static RequestAdmission Request { get; } =
        new(
            Town.Text("冬季消防通道排查"),
            ["SAF-01", "SAF-04"],
            [Town.Grid],
            Today,
            Today.AddDays(30),
            Town.Text("上级部署", "reason")
        );

    private DistrictState state = DistrictState.Initial(Town.District);
    private DateTimeOffset now = Town.Morning;

    [Fact]
    public void Only_a_department_asks_and_for_itself()
    {
        foreach (var actor in Town.Everybody.Where(it => it != Town.Lighting && it != Town.Housing))
        {
            Assert.Equal("place.not-yours", Ask(actor, Request).Rejection?.Code);
        }

        Assert.Equal("place.not-yours", Ask(Fire, Request with { Department = "police" }).Rejection?.Code);
        var asked = Assert.IsType<AdmissionRequested>(Assert.Single(Does(Fire, Request with { Department = "fire" })));
        Assert.Equal((1, "fire"), (asked.Number, asked.Department));
        Assert.Equal("""{"number":1,"state":"requested"}""", DistrictState.Answer(state, Request));
    }

    public static readonly TheoryData<string, RequestAdmission, string?> Wrong = new()
    {
        { "text.empty", Request with { Title = Town.Text(" ") }, "title" },
        { "text.too-long", Request with { Title = Town.Text(new string('长', 101)) }, "title" },
        { "text.control-character", Request with { Reason = Town.Text("\a") }, "reason" },
        { "field.missing", Request with { Categories = [] }, "categories" },
        { "category.unknown", Request with { Categories = ["SAF-01", "XXX-01"] }, "categories" },
        { "field.missing", Request with { Area = [] }, "area" },
        { "admission.area-unknown", Request with { Area = [Town.Compound] }, "area" },
        { "admission.area-unknown", Request with { Area = [Place.Department("fire")] }, "area" },
        { "admission.area-unknown", Request with { Area = [Place.Community("510107007004")] }, "area" },
        { "admission.areas", Request with { Area = [.. Enumerable.Repeat(Town.Grid, 51)] }, "area" },
        { "admission.days", Request with { From = Today.AddDays(-1) }, "from" },
        { "admission.days", Request with { From = Today.AddDays(9), Until = Today.AddDays(8) }, "until" },
        { "admission.days", Request with { Until = Today.AddDays(367) }, "until" },
        { "admission.days", Request with { Until = DateOnly.MaxValue }, "until" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_with_a_request_is_said_with_its_field(
        string code,
        RequestAdmission request,
        string? field
    )
    {
        var refused = Ask(Fire, request).Rejection;

        Assert.Equal((code, field), (refused?.Code, refused?.Field));
    }

    [Fact]
    public void A_department_has_a_limited_number_open_at_once()
    {
        for (var n = 0; n < DistrictState.AdmissionsMax; n++)
        {
            Does(Fire, Request);
        }

        Assert.Equal("admission.too-many", Ask(Fire, Request).Rejection?.Code);
        Does(Town.Housing, Request);
        Does(Fire, new EndAdmission(3));
        Does(Fire, Request);
        Assert.Equal("admission.too-many", Ask(Fire, Request).Rejection?.Code);

        // What is over counts no more, and is in the log alone.
        now = now.AddDays(31);
        Does(Fire, Request with { From = Today.AddDays(31), Until = Today.AddDays(40) });
        Assert.Equal(23, Assert.Single(state.Admissions).Number);
    }

    [Fact]
    public void What_was_refused_or_ended_does_not_pile_up()
    {
        for (var number = 1; number <= 60; number += 2)
        {
            Does(Fire, Request);
            Does(Fire, new EndAdmission(number));
            Does(Fire, Request);
            Does(Town.Centre, new DecideAdmission(number + 1, false, Town.Text("非必要", "reason")));
        }

        Assert.Equal(60, Assert.Single(state.Admissions).Number);
    }

    [Fact]
    public void The_district_centre_decides_once_and_nobody_of_the_department_does()
    {
        Does(Fire, Request);
        foreach (var actor in Town.Everybody.Where(it => it != Town.Centre))
        {
            Assert.Equal("place.not-yours", Ask(actor, new DecideAdmission(1, true)).Rejection?.Code);
        }

        var both = Town.Centre with { Roles = Town.Centre.Roles.Add(Fire.Roles[0]) };
        Assert.Equal("admission.own", Ask(both, new DecideAdmission(1, true)).Rejection?.Code);
        Assert.Equal("admission.unknown", Ask(Town.Centre, new DecideAdmission(2, true)).Rejection?.Code);
        Assert.Equal("reason", Ask(Town.Centre, new DecideAdmission(1, false)).Rejection?.Field);
        Assert.Equal(
            "text.empty",
            Ask(Town.Centre, new DecideAdmission(1, false, Town.Text("", "reason"))).Rejection?.Code
        );

        Does(Town.Centre, new DecideAdmission(1, false, Town.Text("非必要", "reason")));
        Assert.Equal(AdmissionState.Refused, state.Admissions[0].State);
        Assert.Equal("admission.decided", Ask(Town.Centre, new DecideAdmission(1, true)).Rejection?.Code);
        Assert.Equal("admission.over", Ask(Fire, new EndAdmission(1)).Rejection?.Code);
        Does(Fire, Request);
        now = now.AddDays(31);
        Assert.Equal("admission.over", Ask(Town.Centre, new DecideAdmission(2, true)).Rejection?.Code);
    }

    [Fact]
    public void The_department_or_the_centre_ends_it_and_the_centre_says_why()
    {
        Does(Fire, Request);
        Does(Town.Centre, new DecideAdmission(1, true));
        Assert.Equal("place.not-yours", Ask(Town.Housing, new EndAdmission(1)).Rejection?.Code);
        Assert.Equal("reason", Ask(Town.Centre, new EndAdmission(1)).Rejection?.Field);
        Assert.Equal("admission.unknown", Ask(Town.Centre, new EndAdmission(9)).Rejection?.Code);
        Assert.True(state.Law.Admits("fire", "SAF-01", Town.Grid, Today));

        Does(Town.Centre, new EndAdmission(1, Town.Text("任务已完成", "reason")));

        Assert.False(state.Law.Admits("fire", "SAF-01", Town.Grid, Today));
        Assert.Equal("admission.over", Ask(Town.Centre, new EndAdmission(1, Town.Text())).Rejection?.Code);
    }

    [Fact]
    public void An_admission_covers_its_department_categories_area_and_days_and_nothing_else()
    {
        Does(Fire, Request with { Area = [Town.Community], From = Today.AddDays(1), Until = Today.AddDays(3) });
        Assert.False(state.Law.Admits("fire", "SAF-01", Town.Grid, Today.AddDays(1)));
        Does(Town.Centre, new DecideAdmission(1, true));
        var places = new[]
        {
            Town.Grid,
            Town.OtherGrid,
            Town.MasterGrid,
            Place.Grid("510105007005-G01"),
            Place.Grid("510105008006"),
        };
        var questions =
            from department in Gen.Int[0, 1]
            from category in Gen.Int[0, 2]
            from place in Gen.Int[0, places.Length - 1]
            from day in Gen.Int[-1, 6]
            select (department, category, place, day);

        questions.Sample(it =>
        {
            var (department, category) = (
                new[] { "fire", "police" }[it.department],
                new[] { "SAF-01", "SAF-04", "ENV-01" }[it.category]
            );
            Assert.Equal(
                it.department == 0 && it.category < 2 && it.place < 3 && it.day is >= 1 and <= 3,
                state.Law.Admits(department, category, places[it.place], Today.AddDays(it.day))
            );
        });
    }

    [Fact]
    public void Its_row_says_how_far_it_is()
    {
        Does(Fire, Request);
        var before = state;
        var happened = Ask(Town.Centre, new DecideAdmission(1, true)).Events;
        Does(Town.Centre, new DecideAdmission(1, true));

        var row = Assert.Single(DistrictState.Views(before, state, happened.AsSpan(), now));

        Assert.Equal("admissions", row.View);
        Assert.Contains("\"state\":\"approved\"", row.Json, StringComparison.Ordinal);
        Assert.Contains(Request.Title.Commitment, row.Json, StringComparison.Ordinal);
    }

    // ---- what it is for ----

    [Fact]
    public void A_department_reports_nothing_at_a_grid_without_one()
    {
        var story = new Story<GridState>(Town.AGrid());
        foreach (var source in new[] { IssueSource.Desk, IssueSource.Phone, IssueSource.Patrol })
        {
            var refused = story.IsRefused(Fire, Report(source), "admission.missing");
            Assert.Contains("准入", refused.Chinese, StringComparison.Ordinal);
            Assert.Contains("fire", refused.English, StringComparison.Ordinal);
        }

        story.Law = Admitted(Town.OtherGrid);
        story.IsRefused(Fire, Report(IssueSource.Desk), "admission.missing");
        story.Law = Admitted(Town.Grid);
        story.Does(Fire, Report(IssueSource.Desk));
    }

    [Fact]
    public void What_residents_and_the_staff_of_the_place_report_is_no_task_of_a_department()
    {
        foreach (var actor in new[] { Town.GridHead, Town.CommunityDesk, Town.SubdistrictDesk, Town.Centre })
        {
            new Story<GridState>(Town.AGrid()).Does(actor, Report(IssueSource.Desk));
        }

        new Story<GridState>(Town.AGrid()).Does(Town.Resident, Report(IssueSource.Resident));
        // Who is of the community as well reports as the community.
        var both = Fire with
        {
            Roles = Fire.Roles.Add(Town.CommunityDesk.Roles[0]),
        };
        new Story<GridState>(Town.AGrid()).Does(both, Report(IssueSource.Desk));
    }

    [Fact]
    public void At_a_compound_a_department_reports_for_residents_freely_and_what_it_found_itself_not_to_the_grid()
    {
        var ecology = Fire with { Roles = [new HeldRole(Role.Department, Place.Department("ecology"))] };
        var noise = Town.ReportOf("ENV-05") with { Source = IssueSource.Phone };
        Story.AtCompound().Does(ecology, noise);
        Story.AtCompound().IsRefused(ecology, noise with { Source = IssueSource.Patrol }, "admission.missing");
        // Its first handler is the property manager, who is no staff of a grid.
        Story.AtCompound().Does(Fire, Report(IssueSource.Patrol));
    }

    [Fact]
    public void A_department_neither_sends_an_issue_to_a_grid_nor_passes_one_on_between_grids_without_one()
    {
        // Without a limit at the subdistrict, the department stands next above the grid.
        var law = new Law(
            1,
            Town.Rules with
            {
                Classes = [.. Town.Rules.Classes.Select(it => it with { Budgets = it.Budgets.SetItem(2, null) })],
            }
        );
        var story = new Story<GridState>(Town.AGrid()) { Law = law };
        story.Does(Town.CommunityDesk, Report(IssueSource.Desk));

        story.IsRefused(Fire, new Dispatch(Story.Id, Town.OtherGrid), "admission.missing");
        story.IsRefused(Fire, new Relocate(Story.Id, Town.OtherGrid), "admission.missing");
        story.Does(Town.CommunityDesk, new Dispatch(Story.Id, Town.OtherGrid));
        // The grid that has it has no new task.
        story.Does(Fire, new Dispatch(Story.Id, Town.OtherGrid));
        story.Does(Fire, new Relocate(Story.Id, Town.Compound));
    }

    private static Report Report(IssueSource source) => Town.ReportOf("SAF-01") with { Source = source };

    private static Law Admitted(Place area)
    {
        var test = new AdmissionTests();
        test.Does(Fire, Request with { Area = [area] });
        test.Does(Town.Centre, new DecideAdmission(1, true));
        return new Law(0, Town.Rules, admissions: test.state.Admissions);
    }

    private Decision Ask(Actor actor, DomainCommand command) =>
        DistrictState.Decide(state, command, actor, DefaultRules.Law, now);

    private ImmutableArray<DomainEvent> Does(Actor actor, DomainCommand command)
    {
        var decision = Ask(actor, command);
        Assert.Null(decision.Rejection);
        foreach (var it in decision.Events)
        {
            state = DistrictState.Evolve(state, it, actor.Reference, now);
        }

        return decision.Events;
    }
}
