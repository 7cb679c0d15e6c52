using System.Collections.Immutable;
using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>A grid with a head, two officers and a volunteer, and tasks that come to it.</summary>
internal static class Duty
{
    public const string P1 = "QY20261124-000201";
    public const string P3 = "QY20261124-000203";

    public static readonly Actor Head = Town.GridHead;
    public static readonly Actor Officer = Someone(101, Role.GridHead);
    public static readonly Actor Second = Someone(102, Role.GridHead);
    public static readonly Actor Volunteer = Someone(103, Role.MicroGridHead);
    public static readonly ImmutableArray<Actor> People = [Head, Officer, Second, Volunteer];

    /// <summary>A Tuesday, 10:00 in the town; by the rules and the calendar a district starts with.</summary>
    public static Story<GridState> AGrid()
    {
        var story = new Story<GridState>(Town.AGrid()) { Law = DefaultRules.Law, Now = Clocks.At(Clocks.Tuesday) };
        story.Does(Town.CommunityDesk, new SetMicroGrid("M01", "1栋和2栋", 60));
        story.Does(Town.CommunityDesk, Add(Officer, MemberKind.Officer));
        story.Does(Town.CommunityDesk, Add(Second, MemberKind.Officer));
        story.Does(Town.CommunityDesk, Add(Volunteer, MemberKind.Volunteer, "M01"));
        return story;
    }

    public static AddMember Add(Actor person, MemberKind kind, string? microGrid = null) =>
        new(person.Reference, kind, person.Roles, microGrid);

    public static PlanShift Shift(Actor person, ShiftKind kind, string from, string until) =>
        new(
            person.Reference,
            kind,
            DateOnly.ParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        );

    public static TakeLeave Leave(Actor person, string from, string until, Actor? standIn = null) =>
        new(person.Reference, Clocks.At(from), Clocks.At(until), standIn?.Reference);

    /// <summary>Danger: ten minutes each, day and night.</summary>
    public static OfferTask Danger(this Story<GridState> story, string id = P1) =>
        new(id, Town.Compound, "SAF-02", 1, story.Now.AddHours(24), TimeLimit.Minutes(10));

    /// <summary>Nothing urgent: two working hours each.</summary>
    public static OfferTask Lamp(this Story<GridState> story, string id = P3) =>
        new(id, Town.Compound, Story.Lamp, 1, story.Now.AddDays(7), TimeLimit.WorkingHours(2));

    public static GridTask Task(this Story<GridState> story, string id) => story.State.Tasks[id];

    /// <summary>Who has a task, by the name in the tests; null for nobody.</summary>
    public static Actor? Holder(this Story<GridState> story, string id) =>
        People.FirstOrDefault(it => it.Reference == story.Task(id).OfferedTo);

    public static Actor[] OnDuty(this Story<GridState> story, string at) =>
        [.. story.State.Roster.OnDutyAt(Clocks.At(at)).Select(person => People.Single(it => it.Reference == person))];

    /// <summary>Jumps to a moment and lets happen what is due then.</summary>
    public static Domain.Common.DomainEvent[] Reaches(this Story<GridState> story, string local)
    {
        story.Now = Clocks.At(local);
        return story.Wakes();
    }

    private static Actor Someone(int number, Role role) =>
        new(new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0), [new HeldRole(role, Town.Grid)]);
}
