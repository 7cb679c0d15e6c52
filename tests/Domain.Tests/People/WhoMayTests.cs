using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.People;

public sealed class WhoMayTests
{
    private const string Staff =
        "PropertyManager Colleague GridHead MasterGridHead CommunityDesk SubdistrictDesk Lighting Centre";

    /// <summary>Category, who sees it with its texts.</summary>
    public static readonly TheoryData<string, string> Seen = new()
    {
        { "UTL-04", "Resident Neighbour Helper " + Staff },
        { "SVC-02", "Resident GridHead MasterGridHead CommunityDesk SubdistrictDesk Centre" },
        { "NBR-01", "Resident GridHead MasterGridHead CommunityDesk SubdistrictDesk Centre" },
        {
            "BLD-01",
            "Resident Neighbour Helper "
                + "PropertyManager Colleague GridHead MasterGridHead CommunityDesk SubdistrictDesk Housing Centre"
        },
    };

    /// <summary>Topic of a place, who may watch it.</summary>
    public static readonly TheoryData<string, string> Watched = new()
    {
        {
            "compound/510105007004-C012",
            "Resident Neighbour PropertyManager CompoundLead Trustee GridHead OtherGridHead MasterGridHead CommunityDesk SubdistrictDesk Lighting Housing Centre Colleague"
        },
        {
            "project/RNV-2026-510105007004-C012-01",
            "Resident Neighbour PropertyManager CompoundLead Trustee Contractor GridHead OtherGridHead MasterGridHead CommunityDesk SubdistrictDesk Lighting Housing Centre Colleague"
        },
        { "grid/510105007004-G03", "GridHead Helper MasterGridHead CommunityDesk SubdistrictDesk Centre" },
        { "grid/510105007004", "MasterGridHead CommunityDesk SubdistrictDesk Centre" },
        { "community/510105007004", "MasterGridHead CommunityDesk SubdistrictDesk Centre" },
        { "subdistrict/510105007", "SubdistrictDesk Centre" },
        { "subdistrict/510105008", "OtherSubdistrictDesk Centre" },
    };

    [Theory]
    [MemberData(nameof(Seen))]
    public void An_issue_is_seen_by_its_reporter_its_chain_and_unless_hidden_by_the_compound(
        string category,
        string people
    )
    {
        var story = Story.Reported(category);
        var scope = IssueScope.Of(story.Issue, story.State.Profile, story.Law);

        Assert.Equal(
            people.Split(' ').ToHashSet(),
            Town.Everybody.Where(a => WhoMay.SeeTexts(a, scope)).Select(Scenes.NameOf).ToHashSet()
        );
        Assert.Equal(
            people.Split(' ').ToHashSet(),
            Town.Everybody.Where(a => WhoMay.See(a, scope)).Select(Scenes.NameOf).ToHashSet()
        );
    }

    [Fact]
    public void A_hidden_issue_is_no_neighbours_business()
    {
        var story = Story.Reported("NBR-01");

        foreach (var actor in new[] { Town.Neighbour, Town.PropertyManager, Town.Housing, Town.Administrator })
        {
            story.IsRefused(actor, new Follow(Story.Id), "place.not-yours");
            story.IsRefused(actor, new Comment(Story.Id, Town.Text()), "place.not-yours");
        }
    }

    [Theory]
    [MemberData(nameof(Watched))]
    public void A_topic_is_watched_by_who_lives_there_and_who_covers_it(string topic, string people)
    {
        var place = Place.Parse(topic);
        Place[] grids = place.OfCompound() == Town.Compound ? [Town.Grid, Town.OtherGrid] : [];

        Assert.Equal(
            people.Split(' ').ToHashSet(),
            Town.Everybody.Where(a => WhoMay.Watch(a, place, grids)).Select(Scenes.NameOf).ToHashSet()
        );
    }

    [Fact]
    public void Hidden_issues_show_only_where_staff_alone_watch()
    {
        Assert.False(WhoMay.Shows(PlaceKind.Compound, Visibility.Chain));
        Assert.False(WhoMay.Shows(PlaceKind.Project, Visibility.Chain));
        Assert.False(WhoMay.Shows(PlaceKind.District, Visibility.Chain));
        Assert.True(WhoMay.Shows(PlaceKind.Grid, Visibility.Chain));
        Assert.True(WhoMay.Shows(PlaceKind.Compound, Visibility.Compound));
    }

    [Fact]
    public void A_resident_reports_at_the_own_compound_its_community_s_grids_and_its_project()
    {
        Assert.True(WhoMay.LivesAt(Town.Resident, Town.Compound));
        Assert.True(WhoMay.LivesAt(Town.Resident, Town.Project));
        Assert.True(WhoMay.LivesAt(Town.Resident, Town.Grid));
        Assert.False(WhoMay.LivesAt(Town.Stranger, Town.Compound));
        Assert.False(WhoMay.LivesAt(Town.Stranger, Town.Grid));
        Assert.False(WhoMay.LivesAt(Town.Stranger, Town.Project));
        Assert.False(WhoMay.LivesAt(Town.PropertyManager, Town.Compound));
    }
}
