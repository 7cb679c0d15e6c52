using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Departments that are called in to help with a lamp, by the rules a district starts with.</summary>
internal static class Whistles
{
    public const string Housing = "housing";

    public static readonly BlowWhistle Blow = new(Story.Id, Housing, WhistleKind.WorkPush, Town.Text("请到场协助"));

    public static readonly ObjectWhistle Dispute = new(Story.Id, Town.Text("不属于我局职责"));

    public static readonly DecideWhistle Grant = new(Story.Id, Housing, Granted: true);

    public static readonly DecideWhistle Refuse = new(Story.Id, Housing, Granted: false, Town.Text("暂不需要"));

    public static readonly RateWhistle Stars = new(Story.Id, Housing, 5);

    public static ReportToWhistle Says(WhistleStep step, PrivateText? note = null) => new(Story.Id, step, Note: note);

    /// <summary>Blown on Tuesday at ten, by the subdistrict.</summary>
    public static Story<CompoundState> Blown(string category = Story.Lamp, WhistleKind kind = WhistleKind.WorkPush)
    {
        var story = Clocks.Reported(category);
        story.Does(Town.SubdistrictDesk, Blow with { Kind = kind });
        return story;
    }

    /// <summary>A draft of the community on Tuesday at ten.</summary>
    public static Story<CompoundState> Drafted(WhistleKind kind = WhistleKind.WorkPush)
    {
        var story = Clocks.Reported();
        story.Does(Town.CommunityDesk, Blow with { Kind = kind });
        return story;
    }

    /// <summary>Blown, and disputed by the department.</summary>
    public static Story<CompoundState> Objected()
    {
        var story = Blown();
        story.Does(Town.Housing, Dispute);
        return story;
    }

    /// <summary>Blown, and solved by the department.</summary>
    public static Story<CompoundState> Solved()
    {
        var story = Blown();
        story.Does(Town.Housing, Says(WhistleStep.Solved));
        return story;
    }

    /// <summary>The whistle for a department; null for none.</summary>
    public static Whistle? Whistle(this Story<CompoundState> story, string department = Housing) =>
        (story.Issue.Whistles ?? []).SingleOrDefault(it => it.Department == department);

    /// <summary>Somebody who holds the roles of both.</summary>
    public static Actor Both(Actor one, Actor other) => one with { Roles = [.. one.Roles, .. other.Roles] };
}
