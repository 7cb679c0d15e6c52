using System.Text.Json;

namespace CivicGrains.Domain.Grids;

/// <summary>What somebody is in a grid. Words in files and the API are camelCase (<c>officer</c>).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<MemberKind>))]
public enum MemberKind
{
    /// <summary>网格长: answerable for the grid.</summary>
    Head,

    /// <summary>专职网格员: full-time staff.</summary>
    Officer,

    /// <summary>微网格长(员): part-time, looks after a micro-grid; invited to help, never answerable.</summary>
    Volunteer,
}

/// <summary>A part of a grid: a courtyard, a building, a row of shops.</summary>
/// <param name="Code">Such as <c>M07</c>, unique in its grid.</param>
/// <param name="Households">Households, or shops.</param>
public sealed record MicroGrid(string Code, string Name, int Households);

/// <summary>Somebody who belongs to a grid.</summary>
/// <param name="Person">Reference of the account; never a name.</param>
/// <param name="MicroGrid">Code of the micro-grid a volunteer looks after; null for heads and officers.</param>
public sealed record GridMember(Guid Person, MemberKind Kind, string? MicroGrid = null);

/// <summary>Which half of the day somebody is on duty.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ShiftKind>))]
public enum ShiftKind
{
    /// <summary>08:30 to 18:00.</summary>
    Day,

    /// <summary>18:00 to 08:30 of the next day.</summary>
    Night,
}

/// <summary>Somebody is on duty on each of some days.</summary>
/// <param name="Number">Unique in the grid, to name it by.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day, of which the night shift reaches into the next.</param>
public sealed record DutyShift(int Number, Guid Person, ShiftKind Kind, DateOnly From, DateOnly Until)
{
    /// <summary>When the day shift begins and the night shift ends.</summary>
    public static readonly TimeOnly Morning = new(8, 30);

    /// <summary>When the day shift ends and the night shift begins.</summary>
    public static readonly TimeOnly Evening = new(18, 0);

    /// <summary>The moment at which the last of it ends.</summary>
    [JsonIgnore]
    public DateTimeOffset End => EndOf(Until);

    /// <summary>Whether it is on at a moment.</summary>
    public bool Covers(DateTimeOffset at)
    {
        var (day, time) = (TownTime.DateOf(at), TimeOnly.FromTimeSpan(TownTime.TimeOf(at)));
        var began =
            Kind is ShiftKind.Day ? (time >= Morning && time < Evening ? day : (DateOnly?)null)
            : time >= Evening ? day
            : time < Morning ? day.AddDays(-1)
            : null;
        return began is { } on && From <= on && on <= Until;
    }

    /// <summary>The next moment at which it begins or ends; null when it does no more.</summary>
    public DateTimeOffset? NextEdge(DateTimeOffset after)
    {
        var before = TownTime.DateOf(after).AddDays(-1);
        for (var day = before > From ? before : From; day <= Until; day = day.AddDays(1))
        {
            var begin = TownTime.At(day, (Kind is ShiftKind.Day ? Morning : Evening).ToTimeSpan());
            if (begin > after)
            {
                return begin;
            }

            if (EndOf(day) is var end && end > after)
            {
                return end;
            }
        }

        return null;
    }

    private DateTimeOffset EndOf(DateOnly day) =>
        Kind is ShiftKind.Day
            ? TownTime.At(day, Evening.ToTimeSpan())
            : TownTime.At(day.AddDays(1), Morning.ToTimeSpan());
}

/// <summary>Somebody is away.</summary>
/// <param name="Number">Unique in the grid, to name it by.</param>
/// <param name="StandIn">Who is on duty whenever they would be; null for nobody.</param>
public sealed record DutyLeave(int Number, Guid Person, DateTimeOffset From, DateTimeOffset Until, Guid? StandIn)
{
    /// <summary>Whether they are away at a moment.</summary>
    public bool Covers(DateTimeOffset at) => From <= at && at < Until;
}

/// <summary>Who belongs to a grid, and when they are on duty. Immutable; every question is a pure function of it.</summary>
public sealed record GridRoster
{
    /// <summary>Nobody.</summary>
    public static GridRoster Empty { get; } = new();

    /// <summary>The micro-grids, in the order of their codes.</summary>
    public ImmutableArray<MicroGrid> MicroGrids { get; init; } = [];

    /// <summary>The members, in the order in which they came.</summary>
    public ImmutableArray<GridMember> Members { get; init; } = [];

    /// <summary>Planned shifts that have not ended long ago, in the order in which they were planned.</summary>
    public ImmutableArray<DutyShift> Shifts { get; init; } = [];

    /// <summary>Leaves that have not ended, in the order in which they were taken.</summary>
    public ImmutableArray<DutyLeave> Leaves { get; init; } = [];

    /// <summary>The last number given to a shift or leave; 0 for none.</summary>
    public int LastNumber { get; init; }

    /// <summary>When anything of it last changed: what was offered before was looked at again then.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>References of the heads.</summary>
    [JsonIgnore]
    public ImmutableArray<Guid> Heads => [.. Members.Where(it => it.Kind is MemberKind.Head).Select(it => it.Person)];

    /// <summary>A roster of heads alone, as a grid is registered.</summary>
    public static GridRoster OfHeads(IEnumerable<Guid> heads) =>
        Empty with
        {
            Members = [.. heads.Distinct().Select(head => new GridMember(head, MemberKind.Head))],
        };

    /// <summary>Reads what the view of rosters holds.</summary>
    public static GridRoster Read(string json) =>
        JsonSerializer.Deserialize(json, StateJsonContext.Default.GridRoster)!;

    /// <summary>Who belongs to it under a reference; null for a stranger.</summary>
    public GridMember? Find(Guid person) => Members.FirstOrDefault(it => it.Person == person);

    /// <summary>Whether somebody can be offered tasks here: a head or an officer.</summary>
    public bool IsStaff(Guid person) => Find(person) is { Kind: not MemberKind.Volunteer };

    /// <summary>Whether somebody is away at a moment.</summary>
    public bool IsAway(Guid person, DateTimeOffset at) => Leaves.Any(it => it.Person == person && it.Covers(at));

    /// <summary>Whether somebody can be offered tasks here and is not away.</summary>
    public bool IsPresent(Guid person, DateTimeOffset at) => IsStaff(person) && !IsAway(person, at);

    /// <summary>The heads and then the officers who are not away, each in the order in which they came.</summary>
    public ImmutableArray<Guid> PresentAt(DateTimeOffset at) => Present(Staff(), at);

    /// <summary>
    /// Who is on duty at a moment, in the order in which tasks are offered: those whose shift it is, heads before
    /// officers, each in the order in which they came; in the place of who is away the stand-in. Where nobody is planned,
    /// or all who are planned are away, every head and officer who is not away.
    /// </summary>
    public ImmutableArray<Guid> OnDutyAt(DateTimeOffset at)
    {
        var planned = Shifts.IsEmpty
            ? []
            : Present(Staff().Where(it => Shifts.Any(shift => shift.Person == it.Person && shift.Covers(at))), at);
        return planned.IsEmpty ? PresentAt(at) : planned;
    }

    /// <summary>The next moment at which others may be on duty; null when it stays as it is.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset after)
    {
        DateTimeOffset? next = null;
        foreach (var leave in Leaves)
        {
            Take(leave.From);
            Take(leave.Until);
        }

        foreach (var shift in Shifts)
        {
            Take(shift.NextEdge(after));
        }

        return next;

        void Take(DateTimeOffset? edge)
        {
            if (edge > after && !(next <= edge))
            {
                next = edge;
            }
        }
    }

    /// <summary>The first moment after one, and before another, at which something is so; null when it never is.</summary>
    /// <param name="isSo">What changes only when others come on duty.</param>
    public DateTimeOffset? FirstMoment(DateTimeOffset after, DateTimeOffset before, Func<DateTimeOffset, bool> isSo)
    {
        while (NextChange(after) is { } next && next < before)
        {
            if (isSo(next))
            {
                return next;
            }

            after = next;
        }

        return null;
    }

    private IEnumerable<GridMember> Staff() =>
        Members.Where(it => it.Kind is MemberKind.Head).Concat(Members.Where(it => it.Kind is MemberKind.Officer));

    private ImmutableArray<Guid> Present(IEnumerable<GridMember> members, DateTimeOffset at)
    {
        var present = ImmutableArray.CreateBuilder<Guid>();
        foreach (var member in members)
        {
            var leave = Leaves.FirstOrDefault(it => it.Person == member.Person && it.Covers(at));
            var person = leave is null ? member.Person : leave.StandIn;
            if (person is { } there && IsPresent(there, at) && !present.Contains(there))
            {
                present.Add(there);
            }
        }

        return present.DrainToImmutable();
    }
}
