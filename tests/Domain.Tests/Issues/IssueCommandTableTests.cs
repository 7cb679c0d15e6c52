using System.Text;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Testing;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class IssueCommandTableTests
{
    private const string Chain =
        "PropertyManager Colleague GridHead MasterGridHead CommunityDesk SubdistrictDesk Lighting Centre";

    /// <summary>Word, statuses in which it is possible, who may do it (at level 0 of a professionally managed compound).</summary>
    public static readonly TheoryData<string, string, string> Table = new()
    {
        { "accept", "submitted", "PropertyManager Colleague GridHead MasterGridHead CommunityDesk" },
        { "reject", "submitted", "PropertyManager Colleague GridHead MasterGridHead CommunityDesk" },
        {
            "dispatch",
            "dispatched acknowledged inProgress",
            "PropertyManager Colleague GridHead MasterGridHead CommunityDesk Centre"
        },
        { "acknowledge", "dispatched", "PropertyManager Colleague" },
        { "start", "acknowledged", "PropertyManager Colleague" },
        { "resolve", "acknowledged inProgress rework", "PropertyManager Colleague" },
        { "selfHandle", "submitted dispatched", "GridHead MasterGridHead" },
        { "verify", "resolved", "PropertyManager Colleague GridHead MasterGridHead CommunityDesk" },
        { "notSolved", "resolved verified", "Resident" },
        { "close", "resolved verified", "Resident" },
        { "rate", "resolved verified closed", "Resident Neighbour" },
        { "reopen", "resolved closed", "Resident" },
        { "comment", "submitted dispatched acknowledged inProgress rework", "Resident Helper " + Chain },
        { "note", "submitted dispatched acknowledged inProgress rework", Chain },
        { "answer", "submitted dispatched acknowledged inProgress rework", "Resident" },
        { "escalate", "dispatched acknowledged inProgress rework", "PropertyManager Colleague" },
        {
            "relocate",
            "submitted dispatched acknowledged inProgress rework",
            "PropertyManager Colleague GridHead MasterGridHead CommunityDesk"
        },
        {
            "follow",
            "submitted dispatched acknowledged inProgress rework resolved verified closed rejected withdrawn voided merged",
            "Resident Neighbour Helper " + Chain
        },
        { "join", "submitted dispatched acknowledged inProgress rework", "Resident Neighbour" },
        {
            "leave",
            "submitted dispatched acknowledged inProgress rework resolved verified closed rejected withdrawn voided merged",
            "Resident Neighbour Helper " + Chain
        },
        { "merge", "submitted dispatched acknowledged inProgress rework", Chain },
        { "split", "merged", "Resident " + Chain },
        { "withdraw", "submitted dispatched acknowledged inProgress rework", "Resident" },
        { "return", "dispatched acknowledged", "PropertyManager Colleague" },
        { "extend", "dispatched acknowledged inProgress rework", "PropertyManager Colleague" },
        { "suspend", "dispatched acknowledged inProgress rework", "PropertyManager Colleague" },
        { "decide", "dispatched acknowledged inProgress rework", "GridHead MasterGridHead CommunityDesk" },
        {
            "resume",
            "dispatched acknowledged inProgress rework",
            "PropertyManager Colleague GridHead MasterGridHead CommunityDesk"
        },
        {
            "supervise",
            "dispatched acknowledged inProgress rework",
            "GridHead MasterGridHead CommunityDesk SubdistrictDesk Lighting Centre"
        },
        { "void", "submitted dispatched acknowledged inProgress rework", "SubdistrictDesk Centre" },
        {
            "whistle",
            "dispatched acknowledged inProgress rework",
            "GridHead MasterGridHead CommunityDesk SubdistrictDesk"
        },
        { "decideWhistle", "dispatched acknowledged inProgress rework", "SubdistrictDesk" },
        { "reportToWhistle", "dispatched acknowledged inProgress rework", "Housing" },
        { "objectWhistle", "dispatched acknowledged inProgress rework", "Housing" },
        {
            "rateWhistle",
            "dispatched acknowledged inProgress rework resolved verified closed withdrawn voided merged",
            "SubdistrictDesk"
        },
        { "callBack", "resolved verified closed", "PropertyManager Colleague GridHead MasterGridHead CommunityDesk" },
    };

    [Fact]
    public void Every_command_has_a_row_and_every_row_of_a_person_is_tested()
    {
        var commands = typeof(IssueCommand)
            .Assembly.GetTypes()
            .Where(t => t.IsAssignableTo(typeof(IssueCommand)) && !t.IsAbstract);
        Assert.Equal(commands.ToHashSet(), IssueCommandTable.Rows.Select(r => r.Command).ToHashSet());

        var tested = Table.Select(row => row.Data.Item1).Append("report");
        Assert.Equal(
            IssueCommandTable.Rows.Where(r => r.Who is not Who.Platform).Select(r => r.Word).ToHashSet(),
            tested.ToHashSet()
        );
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_command_is_refused_in_every_other_status_with_what_is_possible_instead(
        string word,
        string statuses,
        string people
    )
    {
        foreach (var status in Enum.GetValues<IssueStatus>())
        {
            var story = Scenes.For(word, status);
            Assert.Equal(status, story.Issue.Status);
            var before = story.State;

            // The last of them never resolved it himself, so that he may check it.
            var refused = story.Ask(Scenes.Named(people.Split(' ')[^1]), Scenes.Command(word)).Rejection;

            if (statuses.Split(' ').Contains(status.Camel(), StringComparer.Ordinal))
            {
                Assert.Null(refused);
            }
            else
            {
                // Nothing can be asked for in that status, so that nobody is to decide it; no department is called in.
                if (word is "decide" or "reportToWhistle" or "objectWhistle" && refused?.Code == "place.not-yours")
                {
                    continue;
                }

                Assert.Equal("issue.wrong-state", refused?.Code);
                Assert.Contains(status.Camel(), refused!.English, StringComparison.Ordinal);
                Assert.Contains("follow", refused.English, StringComparison.Ordinal);
                Assert.Contains("关注", refused.Chinese, StringComparison.Ordinal);
                Assert.Same(before, story.State);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Everybody_else_is_refused(string word, string statuses, string people)
    {
        foreach (var status in statuses.Split(' '))
        {
            Assert.True(EnumWords.TryParseWord<IssueStatus>(status, out var from));
            var story = Scenes.For(word, from);
            var may = Town
                .Everybody.Where(a => story.Ask(a, Scenes.Command(word)).Rejection?.Code is not "place.not-yours")
                .Select(Scenes.NameOf);

            Assert.Equal(
                people.Split(' ').Order(StringComparer.Ordinal),
                may.Order(StringComparer.Ordinal),
                StringComparer.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("takeOver")]
    [InlineData("confirmHandedOver")]
    [InlineData("returnToSender")]
    [InlineData("link")]
    public void What_the_platform_does_nobody_else_does(string word)
    {
        var story = Story.Reported();

        foreach (var person in Town.Everybody.Where(a => a != Actor.Platform))
        {
            story.IsRefused(person, Scenes.Command(word), "command.platform-only");
        }

        Assert.Null(story.Ask(Actor.Platform, Scenes.Command(word)).Rejection);
    }

    [Fact]
    public void A_command_leads_to_the_events_of_its_row()
    {
        foreach (var row in IssueCommandTable.Rows.Where(r => r.Who is not Who.Platform && !r.From.IsEmpty))
        {
            foreach (var status in row.From)
            {
                var story = Scenes.For(row.Word, status);
                foreach (var actor in Town.Everybody)
                {
                    Assert.All(
                        story.Ask(actor, Scenes.Command(row.Word)).Events,
                        e => Assert.Contains(e.GetType(), row.Events)
                    );
                }
            }
        }
    }

    /// <summary>A text that no event mentions would lie beside the log for nobody.</summary>
    [Fact]
    public void Whatever_is_written_with_a_command_is_mentioned_by_what_follows_from_it()
    {
        foreach (var row in IssueCommandTable.Rows.Where(r => r.Who is not Who.Platform && !r.From.IsEmpty))
        {
            foreach (var status in row.From)
            {
                var story = Scenes.For(row.Word, status);
                var command = Scenes.Command(row.Word);
                foreach (var actor in Town.Everybody)
                {
                    var events = story.Ask(actor, command).Events;
                    var mentioned = string.Concat(events.Select(EventJson.Write));
                    Assert.All(
                        events.IsEmpty ? [] : command.Texts.AsEnumerable(),
                        text => Assert.Contains(text.Commitment, mentioned, StringComparison.Ordinal)
                    );
                }
            }
        }
    }

    [Fact]
    public void The_page_of_commands_is_up_to_date()
    {
        var page = new StringBuilder(
            """
            # Commands of an issue

            Generated from `Domain/Issues/IssueCommandTable.cs`, from which the deciders take their checks; a test compares.
            A command in another status is refused with `issue.wrong-state`, by somebody else with `place.not-yours`; while the
            clocks stand still, what is not marked with ⏸ is refused with `issue.suspended`.

            | command | from | to | who | events |
            | --- | --- | --- | --- | --- |

            """
        );
        foreach (var row in IssueCommandTable.Rows)
        {
            var from = row.From.IsEmpty ? "-" : string.Join(", ", row.From.Select(s => s.Camel()));
            var who = string.Join(
                ", ",
                Enum.GetValues<Who>().Where(w => w is not Who.None && row.Who.HasFlag(w)).Select(Words)
            );
            var events = string.Join(", ", row.Events.Select(NameOf));
            page.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| {row.Word}{(row.WhileSuspended ? " ⏸" : "")} | {from} | {row.To} | {who} | {events} |\n"
            );
        }

        Golden.Matches("docs/issue-commands.md", page.ToString());
    }

    private static string NameOf(Type type) => $"`{EventCatalog.All.Single(e => e.Value == type).Key}`";

    private static string Words(Who who) =>
        who switch
        {
            Who.Reporting => "resident of the place; staff covering it on behalf of somebody",
            Who.Reporter => "reporter",
            Who.Rater => "reporter, or any resident of the compound where the category says so",
            Who.Handler => "staff of the level that has it",
            Who.LevelOrAbove => "staff of the level that has it or the next above",
            Who.GridOfficer => "head of its grid",
            Who.Chain => "staff of its chain",
            Who.Watcher => "whoever may see it",
            Who.Platform => "the platform",
            Who.Decider => "staff of the level that decides what is asked",
            Who.Superior => "staff of any level above; at the last level its own",
            Who.Arbiter => "staff of the district centre",
            Who.Helper => "volunteer of its grid, where it is not hidden",
            Who.Coordinator => "staff of the subdistrict or the district centre",
            Who.Affected => "resident of the place who may read it",
            Who.Whistler => "staff of its grid, community or subdistrict",
            Who.Whistled => "staff of a department that is called in",
            Who.Subdistrict => "staff of the subdistrict",
            _ => throw new ArgumentOutOfRangeException(nameof(who)),
        };
}
