using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>An issue in each status at level 0 of a compound, and one valid command of each word.</summary>
public static class Scenes
{
    /// <summary>Another report of the same, where one is needed.</summary>
    public const string OtherId = "QY20261124-000122";

    public static Story<CompoundState> In(IssueStatus status) =>
        status switch
        {
            IssueStatus.Submitted => Submitted(),
            IssueStatus.Dispatched => Story.Reported(),
            IssueStatus.Acknowledged => Story.Acknowledged(),
            IssueStatus.InProgress => Then(Story.Acknowledged(), Town.PropertyManager, new Start(Story.Id)),
            IssueStatus.Rework => Then(Story.Resolved(), Town.GridHead, new Verify(Story.Id, Passed: false)),
            IssueStatus.Resolved => Story.Resolved(),
            IssueStatus.Verified => Then(Story.Resolved(), Town.GridHead, new Verify(Story.Id, Passed: true)),
            IssueStatus.Closed => Story.Closed(),
            IssueStatus.Rejected => Then(Submitted(), Town.GridHead, new Reject(Story.Id, Town.Text())),
            IssueStatus.Voided => Then(
                Story.Reported(),
                Town.SubdistrictDesk,
                new Domain.Issues.Void(Story.Id, Town.Text("测试件"))
            ),
            IssueStatus.Merged => Then(WithOther(Story.Reported()), Town.PropertyManager, Command("merge")),
            IssueStatus.Withdrawn => Then(Story.Reported(), Town.Resident, new Withdraw(Story.Id)),
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };

    /// <summary>An issue in a status, and what a command needs besides: a request to decide, clocks that stand still.</summary>
    public static Story<CompoundState> For(string word, IssueStatus status)
    {
        var story = In(status);
        var isWithHandler = status is not IssueStatus.Submitted && story.Issue.IsOpen;
        switch (word)
        {
            case "decide" when isWithHandler:
                story.Does(Town.PropertyManager, Command("extend"));
                break;
            case "resume" when isWithHandler:
                story.Does(Town.PropertyManager, Command("suspend"));
                break;
            case "merge" when status is not IssueStatus.Merged:
                WithOther(story);
                break;
            case "callBack" when status is IssueStatus.Resolved or IssueStatus.Verified or IssueStatus.Closed:
                story.Does(Town.Resident, new Rate(Story.Id, 1));
                break;
            case "decideWhistle" when isWithHandler:
                story.Does(Town.CommunityDesk, Command("whistle"));
                break;
            case "reportToWhistle" or "objectWhistle" when isWithHandler:
                story.Does(Town.SubdistrictDesk, Command("whistle"));
                break;
            case "rateWhistle" when status is not (IssueStatus.Submitted or IssueStatus.Rejected):
                return Helped(status);
        }

        return story;
    }

    public static IssueCommand Command(string word) =>
        word switch
        {
            "report" => Town.ReportOf(Story.Lamp, "QY20261124-000999"),
            "accept" => new Accept(Story.Id),
            "reject" => new Reject(Story.Id, Town.Text()),
            "dispatch" => new Dispatch(Story.Id),
            "acknowledge" => new Acknowledge(Story.Id),
            "start" => new Start(Story.Id),
            "resolve" => new Resolve(Story.Id, Town.Text(), []),
            "selfHandle" => new SelfHandle(Story.Id, Town.Text(), []),
            "verify" => new Verify(Story.Id, Passed: true),
            "notSolved" => new NotSolved(Story.Id),
            "close" => new Close(Story.Id),
            "rate" => new Rate(Story.Id, 4),
            "reopen" => new Reopen(Story.Id),
            "comment" => new Comment(Story.Id, Town.Text()),
            "note" => new Note(Story.Id, Town.Text()),
            "answer" => new Answer(Story.Id, Town.Text()),
            "escalate" => new Escalate(Story.Id, Town.Text()),
            "relocate" => new Relocate(Story.Id, Town.Grid),
            "follow" => new Follow(Story.Id),
            "join" => new Join(Story.Id, Town.Text("我家也没有灯")),
            "leave" => new Leave(Story.Id),
            "merge" => new Merge(Story.Id, OtherId, Town.Text("同一盏灯")),
            "split" => new Split(Story.Id, Town.Text("不是同一盏灯")),
            "withdraw" => new Withdraw(Story.Id),
            "return" => new Return(Story.Id, Town.Text("不属于我方")),
            "extend" => new Extend(Story.Id, Town.Text("等待配件")),
            "suspend" => new Suspend(Story.Id, SuspensionReason.AwaitingReporter, Town.Text("请问是几楼？")),
            "decide" => new DecideRequest(Story.Id, Granted: true, Town.Text("情况属实")),
            "resume" => new Resume(Story.Id),
            "supervise" => new Supervise(Story.Id, Town.Text("请尽快办理")),
            "void" => new Domain.Issues.Void(Story.Id, Town.Text("测试件")),
            "callBack" => new CallBack(Story.Id, Solved: false, CausedByHandling: true, Town.Text("电话回访")),
            "whistle" => new BlowWhistle(Story.Id, "housing", WhistleKind.WorkPush, Town.Text("请到场协助")),
            "decideWhistle" => new DecideWhistle(Story.Id, "housing", Granted: true, Town.Text("同意")),
            "reportToWhistle" => new ReportToWhistle(Story.Id, WhistleStep.Signed, Note: Town.Text("收到")),
            "objectWhistle" => new ObjectWhistle(Story.Id, Town.Text("不属于我局职责")),
            "rateWhistle" => new RateWhistle(Story.Id, "housing", 4, Town.Text("到场及时")),
            "link" => new Link(Story.Id, "QY20261124-000130"),
            "takeOver" => new TakeOver(Story.Id, Town.Grid, Story.Reported().Issue),
            "confirmHandedOver" => new ConfirmHandedOver(Story.Id, Town.Grid),
            "returnToSender" => new ReturnToSender(Story.Id, Town.Grid, Story.Reported().Issue, "owner.unknown"),
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, null),
        };

    /// <summary>The name somebody has in <see cref="Town"/>.</summary>
    public static string NameOf(Actor actor) =>
        actor == Actor.Platform
            ? "Platform"
            : typeof(Town)
                .GetFields()
                .Single(f => f.FieldType == typeof(Actor) && ReferenceEquals(f.GetValue(null), actor))
                .Name;

    public static Actor Named(string name) =>
        name == "Platform" ? Actor.Platform : (Actor)typeof(Town).GetField(name)!.GetValue(null)!;

    private static Story<CompoundState> WithOther(Story<CompoundState> story) =>
        Then(story, Town.Neighbour, Town.ReportOf(Story.Lamp, OtherId));

    /// <summary>An issue in a status, and a department that has done its part before.</summary>
    private static Story<CompoundState> Helped(IssueStatus status)
    {
        var story = Story.Reported();
        story.Does(Town.SubdistrictDesk, Command("whistle"));
        story.Does(Town.Housing, new ReportToWhistle(Story.Id, WhistleStep.Solved));
        (Actor Actor, string Word)[] way = status switch
        {
            IssueStatus.Dispatched => [],
            IssueStatus.Acknowledged => [Acknowledged],
            IssueStatus.InProgress => [Acknowledged, (Town.PropertyManager, "start")],
            IssueStatus.Resolved or IssueStatus.Rework => [Acknowledged, Resolved],
            IssueStatus.Verified => [Acknowledged, Resolved, (Town.GridHead, "verify")],
            IssueStatus.Closed => [Acknowledged, Resolved, (Town.Resident, "close")],
            IssueStatus.Voided => [(Town.SubdistrictDesk, "void")],
            IssueStatus.Withdrawn => [(Town.Resident, "withdraw")],
            IssueStatus.Merged => [(Town.SubdistrictDesk, "merge")],
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
        if (status is IssueStatus.Merged)
        {
            WithOther(story);
        }

        foreach (var (actor, word) in way)
        {
            story.Does(actor, Command(word));
        }

        return status is IssueStatus.Rework ? Then(story, Town.GridHead, new Verify(Story.Id, Passed: false)) : story;
    }

    private static (Actor Actor, string Word) Acknowledged => (Town.PropertyManager, "acknowledge");

    private static (Actor Actor, string Word) Resolved => (Town.PropertyManager, "resolve");

    private static Story<CompoundState> Submitted()
    {
        var story = Story.AtCompound();
        story.Law = Story.LawWith(Story.Lamp, c => c with { VerifyFirst = true });
        return Then(story, Town.Resident, Town.ReportOf(Story.Lamp));
    }

    private static Story<CompoundState> Then(Story<CompoundState> story, Actor actor, IssueCommand command)
    {
        story.Does(actor, command);
        return story;
    }
}
