using CivicGrains.Domain.Grids;
using CivicGrains.WebFrontend.Pages;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>A roster in the words of the page.</summary>
internal static class RosterWording
{
    /// <summary>What somebody is called: oneself, the name for who may read it, else what they are.</summary>
    public static string NameOf(Visit visit, SeenRoster roster, Guid person) =>
        roster.Names.TryGetValue(person, out var name)
            ? person == roster.Me
                ? visit.T($"{name}（您）", $"{name} (you)")
                : name
            : person == roster.Me
                ? visit.T("您", "you")
                : roster.Roster.Find(person) is { } member
                    ? Of(visit, member.Kind)
                    : visit.T("已注销", "somebody who is gone");

    /// <summary>What somebody is.</summary>
    public static string Of(Visit visit, MemberKind kind) =>
        kind switch
        {
            MemberKind.Head => visit.T("网格长", "head"),
            MemberKind.Officer => visit.T("专职网格员", "officer"),
            _ => visit.T("微网格长（员）", "volunteer"),
        };

    /// <summary>A half of the day.</summary>
    public static string Of(Visit visit, ShiftKind shift) =>
        shift is ShiftKind.Day
            ? visit.T("白班 08:30–18:00", "day 08:30–18:00")
            : visit.T("夜班 18:00–08:30", "night 18:00–08:30");

    /// <summary>A kind of grid.</summary>
    public static string Of(Visit visit, GridKind kind) =>
        kind switch
        {
            GridKind.Master => visit.T("总网格", "master grid"),
            GridKind.Dedicated => visit.T("专属网格", "dedicated grid"),
            _ => visit.T("一般网格", "general grid"),
        };
}
