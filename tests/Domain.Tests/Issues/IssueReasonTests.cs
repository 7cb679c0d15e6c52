using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class IssueReasonTests
{
    [Fact]
    public void Everything_that_a_command_leads_to_has_a_reason_in_both_languages_without_what_people_wrote()
    {
        foreach (var row in IssueCommandTable.Rows.Where(it => !it.From.IsEmpty))
        {
            foreach (var status in row.From)
            {
                var story = Scenes.For(row.Word, status);
                var before = story.Issue;
                var command = Scenes.Command(row.Word);
                var actor = Town.Everybody.First(it => story.Ask(it, command).Rejection is null);
                foreach (var happened in story.Ask(actor, command).Events.Cast<IssueEvent>().Where(IsOfIt))
                {
                    IsSaid(IssueReasons.Of(happened, before));
                    before = IssueLifecycle
                        .Evolve(IssueBook.Empty.With(before), happened, actor.Reference, story.Now)
                        .Find(Story.Id)!;
                }
            }
        }
    }

    private static bool IsOfIt(IssueEvent happened) => happened.IssueId == Story.Id;

    [Fact]
    public void Whatever_happens_by_itself_has_a_reason_too()
    {
        foreach (var category in new[] { "UTL-04", "SAF-02", "ENV-05", "SVC-02" })
        {
            var story = Clocks.Reported(category);
            story.LivesUntil("2027-06-01 09:00");
            Issue? before = null;
            var book = IssueBook.Empty;
            foreach (var (happened, actor, at) in story.Log)
            {
                IsSaid(IssueReasons.Of((IssueEvent)happened, before));
                book = IssueLifecycle.Evolve(book, (IssueEvent)happened, actor, at);
                before = book.Find(Story.Id) ?? before;
            }
        }
    }

    [Fact]
    public void A_hand_over_names_the_limit_of_its_level_and_when_it_ended()
    {
        var story = Clocks.Reported(Story.Lamp);
        var before = story.Issue;
        var up = story.LivesUntil("2026-12-10 09:00").OfType<IssueEscalated>().First();
        var limit = before.Step!.Limit!.Value.Words();

        var (english, chinese) = IssueReasons.Of(up, before);

        Assert.StartsWith($"{limit.English} of level 0 ended at 2026-11-", english, StringComparison.Ordinal);
        Assert.Contains("now with the grid head until ", english, StringComparison.Ordinal);
        Assert.StartsWith($"第0级{limit.Chinese}于2026-11-", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_names_class_limit_and_both_versions()
    {
        var terms = Clocks.Reported().Issue.Terms!;

        Assert.Equal(
            "class P3, 7 working days overall; district's rules version 0",
            IssueReasons.RuleOf(terms).English
        );
        Assert.Equal(
            "P3类，总时限7个工作日；区级规则第3版，本处规则第2版",
            IssueReasons.RuleOf(terms with { RuleVersion = 3, OwnerRuleVersion = 2 }).Chinese
        );
    }

    [Fact]
    public void Who_can_change_something_is_who_the_grain_lets_pass_and_nobody_else()
    {
        var unsure = Guid.CreateVersion7();
        foreach (var status in Enum.GetValues<IssueStatus>())
        {
            var story = Scenes.In(status);
            var can = WhoCan.Of(story.Issue, story.State.Profile, story.Law);
            foreach (var it in can)
            {
                var command = Scenes.Command(it.Row.Word);
                foreach (var held in Offices)
                {
                    var refused = story.Ask(new Actor(unsure, [held]), command).Rejection?.Code;
                    Assert.True(
                        it.Roles.Contains(held) == (refused != Rejections.PlaceNotYours.Code),
                        $"{status} {it.Row.Word} {held}: {refused}"
                    );
                }

                var theirs = story.Ask(new Actor(Town.Resident.Reference, []), command).Rejection?.Code;
                Assert.Equal(it.Reporter, theirs != Rejections.PlaceNotYours.Code);
            }

            Assert.DoesNotContain(can, it => it.Row.Word is "comment" or "note" or "follow" or "answer" or "takeOver");
        }
    }

    [Fact]
    public void While_its_clocks_stand_still_an_answer_changes_something_and_handling_is_not_possible()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));

        var words = WhoCan.Of(story.Issue, story.State.Profile, story.Law).Select(it => it.Row.Word).ToList();

        Assert.Contains("answer", words);
        Assert.Contains("resume", words);
        Assert.DoesNotContain("resolve", words);
        Assert.Empty(WhoCan.Of(story.Issue with { MovingTo = Town.Grid }, story.State.Profile, story.Law));
    }

    private static readonly HeldRole[] Offices =
    [
        new(Role.Resident, Town.Compound),
        new(Role.PropertyManager, Town.Compound),
        new(Role.GridHead, Town.Grid),
        new(Role.Community, Town.Community),
        new(Role.Subdistrict, Town.Subdistrict),
        new(Role.Department, Domain.Places.Place.Department("urban-lighting")),
        new(Role.DistrictCentre, Town.District),
    ];

    private static void IsSaid((string English, string Chinese) reason)
    {
        Assert.Matches(@"^[A-Z0-9].+\.$", reason.English);
        Assert.Matches(@"[\u4e00-\u9fff].*。$", reason.Chinese);
        Assert.DoesNotMatch(@"[0-9a-f]{64}|\{|\}", reason.English + reason.Chinese);
    }
}
