using CivicGrains.Domain.Places;
using CivicGrains.WebFrontend.Live;

namespace CivicGrains.WebFrontend.Tests.Live;

/// <summary>Which topics an event belongs to is a function of stream, subject and type alone.</summary>
public sealed class TopicNameTests
{
    [Theory]
    [InlineData(
        "compound/510105007004-C001",
        "QY20261124-000001",
        "issue.reported",
        "compound/510105007004-C001 issue/QY20261124-000001 community/510105007004 subdistrict/510105007 district"
    )]
    [InlineData(
        "project/RNV-2026-510105007004-C001-01",
        "QY20261124-000001",
        "issue.resolved",
        "project/RNV-2026-510105007004-C001-01 issue/QY20261124-000001 community/510105007004 subdistrict/510105007 district"
    )]
    [InlineData("grid/510105007004-G01", "QY20261124-000001", "grid.task-offered", "grid/510105007004-G01")]
    [InlineData(
        "grid/510105007004-G01",
        "QY20261124-000001",
        "grid.task-unanswered",
        "grid/510105007004-G01 community/510105007004"
    )]
    [InlineData("grid/510105007004-G01", null, "grid.leave-taken", "grid/510105007004-G01")]
    [InlineData(
        "grid/510105007004-G01",
        null,
        "grid.roll-confirmed",
        "grid/510105007004-G01 community/510105007004 subdistrict/510105007 district"
    )]
    [InlineData(
        "grid/510105007004",
        null,
        "grid.emergency-started",
        "grid/510105007004 community/510105007004 subdistrict/510105007 district"
    )]
    [InlineData("compound/510105007004-C001", null, "compound.registered", "compound/510105007004-C001")]
    [InlineData("district/510105", null, "district.rules-published", "district/510105")]
    public void An_event_has_its_topics(string stream, string? subject, string type, string topics)
    {
        var it = new LiveEvent(1, stream, Place.Parse(stream), subject, type);
        var keys = new List<string>();

        Topic.AddKeysOf(it, keys);

        Assert.Equal(topics.Split(' '), keys);
        Assert.All(
            keys.Select(key => Topic.Parse(key, Guid.Empty)).OfType<Topic>(),
            topic => Assert.True(topic.MayHold(it), topic.Name)
        );
    }

    [Fact]
    public void The_own_topics_of_two_people_are_two_topics_of_one_name()
    {
        var one = Topic.Parse("me", Guid.Parse("00000000-0000-0000-0000-000000000001"))!;
        var other = Topic.Parse("me", Guid.Parse("00000000-0000-0000-0000-000000000002"))!;

        Assert.Equal(one.Name, other.Name);
        Assert.NotEqual(one.Key, other.Key);
    }
}
