using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Stories by the rules a district starts with: warnings, office hours and the calendar of 2026.</summary>
internal static class Clocks
{
    /// <summary>A Tuesday; moments are written as the town's clocks show them.</summary>
    public const string Tuesday = "2026-11-24 10:00";

    public static DateTimeOffset At(string local) =>
        new DateTimeOffset(
            DateTime.ParseExact(
                local,
                ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None
            ),
            TimeSpan.FromHours(8)
        ).ToUniversalTime();

    public static Story<CompoundState> Reported(string category = Story.Lamp, string at = Tuesday, Law? law = null)
    {
        var story = Story.AtCompound();
        story.Law = law ?? DefaultRules.Law;
        story.Now = At(at);
        story.Does(Town.Resident, Town.ReportOf(category));
        return story;
    }

    public static Story<CompoundState> Resolved(string category = Story.Lamp, string at = Tuesday, Law? law = null)
    {
        var story = Reported(category, at, law);
        story.IsDone();
        return story;
    }

    /// <summary>Whoever has it says that it is done.</summary>
    public static void IsDone(this Story<CompoundState> story)
    {
        if (story.Issue.Status is IssueStatus.Dispatched)
        {
            story.Does(story.Staff(), new Acknowledge(Story.Id));
        }

        story.Does(story.Staff(), new Resolve(Story.Id, Town.Text("已更换"), []));
    }

    /// <summary>Staff of the level that has it.</summary>
    public static Actor Staff(this Story<CompoundState> story) =>
        story.Issue.Step!.Handler is { Role: Role.Department, Place.Key: "housing" }
            ? Town.Housing
            : Climbs.StaffOf(story.Issue.Step.Level);

    /// <summary>Jumps to a moment and lets happen what is due then; what was due before is late.</summary>
    public static DomainEvent[] Reaches(this Story<CompoundState> story, string local)
    {
        story.Now = At(local);
        return story.Wakes();
    }

    /// <summary>Goes from deadline to deadline until a moment.</summary>
    public static List<DomainEvent> LivesUntil(this Story<CompoundState> story, string local)
    {
        var until = At(local);
        var happened = new List<DomainEvent>();
        while (story.State.NextDueAt is { } next && next <= until)
        {
            happened.AddRange(story.Waits());
        }

        story.Now = until;
        return happened;
    }

    public static T Does<T>(this Story<CompoundState> story, Actor actor, IssueCommand command)
        where T : DomainEvent => Assert.IsType<T>(Assert.Single(story.Does(actor, command)));

    /// <summary>Somebody decides: that it was granted is told, then what follows.</summary>
    public static T Grants<T>(this Story<CompoundState> story, Actor actor, DecideRequest command)
        where T : DomainEvent
    {
        var asked = story.Issue.Request!.Kind;
        var happened = story.Does(actor, command);
        Assert.Equal(2, happened.Length);
        Assert.Equal(new IssueRequestGranted(Story.Id, asked, command.Note?.Commitment), happened[0]);
        return Assert.IsType<T>(happened[1]);
    }

    public static Extend Extend(TimeLimit? limit = null) => new(Story.Id, Town.Text("等待配件"), limit);

    public static Suspend Suspend(SuspensionReason why, TimeLimit? limit = null, DateOnly? planned = null) =>
        new(Story.Id, why, Town.Text("请问是几楼？"), limit, planned);

    public static readonly Return Return = new(Story.Id, Town.Text("不属于我方"));

    public static readonly DecideRequest Grant = new(Story.Id, Granted: true);

    public static readonly DecideRequest Refuse = new(Story.Id, Granted: false);

    /// <summary>The rules a district starts with, with one category changed.</summary>
    public static Law LawWith(string code, Func<CategoryRule, CategoryRule> change) =>
        new(
            0,
            DefaultRules.Template with
            {
                Categories = [.. DefaultRules.Template.Categories.Select(c => c.Code == code ? change(c) : c)],
            }
        );
}
