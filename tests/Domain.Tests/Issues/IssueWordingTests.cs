using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class IssueWordingTests
{
    [Fact]
    public void Every_command_status_role_and_level_has_words_in_both_languages()
    {
        var words = IssueCommandTable
            .Rows.Select(row => IssueWording.Command(row.Word))
            .Concat(Enum.GetValues<IssueStatus>().Select(s => (IssueWording.English(s), IssueWording.Chinese(s))))
            .Concat(Enum.GetValues<Role>().Select(r => (IssueWording.English(r), IssueWording.Chinese(r))))
            .Concat(Enumerable.Range(0, IssueLevels.Last + 1).Select(IssueWording.Level));

        Assert.All(words, it => AssertWords(it.Item1, it.Item2));
    }

    [Fact]
    public void Every_event_of_an_issue_has_words_in_both_languages()
    {
        var names = EventCatalog.All.Keys.Where(name => name.StartsWith("issue.", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(names);
        Assert.All(
            names,
            name => AssertWords(IssueWording.Happening(name).English, IssueWording.Happening(name).Chinese)
        );
    }

    private static void AssertWords(string english, string chinese)
    {
        Assert.Matches("^[A-Za-z]", english);
        Assert.Matches(@"^\p{IsCJKUnifiedIdeographs}", chinese);
    }
}
