using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;
using static CivicGrains.Domain.Calendar.TimeLimit;
using static CivicGrains.Domain.Tests.Rules.OwnerRulesRefusalTests;

namespace CivicGrains.Domain.Tests.Rules;

/// <summary>Who publishes rules of an owner, on what they have seen, and with which words.</summary>
public sealed class OwnerRulesPublishingTests
{
    private static CategoryOverride Lamp => new("UTL-04");

    [Theory]
    [InlineData("compound", "CommunityDesk,SubdistrictDesk,Administrator")]
    [InlineData("grid", "CommunityDesk,SubdistrictDesk,Administrator")]
    [InlineData("project", "SubdistrictDesk,Administrator")]
    public void Only_those_above_who_cover_the_place_publish_its_rules(string where, string names)
    {
        var may = names.Split(',').Select(Scenes.Named).ToHashSet();
        var place =
            where is "compound" ? Town.Compound
            : where is "grid" ? Town.Grid
            : Town.Project;
        foreach (var actor in Town.Everybody)
        {
            Assert.True(WhoMay.PublishRules(actor, place) == may.Contains(actor), Scenes.NameOf(actor));
            var decision = Decide(where, Publish(Of(Lamp with { Cap = WorkingDays(3) })), actor);
            Assert.Equal(may.Contains(actor) ? null : "place.not-yours", decision.Rejection?.Code);
        }
    }

    [Theory]
    [InlineData(Role.PropertyManager)]
    [InlineData(Role.CompoundLead)]
    [InlineData(Role.Trustee)]
    public void Who_is_level_0_somewhere_does_not_set_its_clocks_whatever_else_they_are(Role role)
    {
        var both = new Actor(
            Guid.CreateVersion7(),
            [
                new HeldRole(Role.Community, Town.Community),
                new HeldRole(Role.Administrator, Town.District),
                new HeldRole(role, Town.Compound),
            ]
        );

        Assert.False(WhoMay.PublishRules(both, Town.Compound));
        Assert.True(WhoMay.PublishRules(both, Town.Grid));
    }

    [Fact]
    public void Without_a_reason_or_with_one_that_cannot_be_stored_nothing_is_published()
    {
        var story = AtCompound();
        var wanted = Of(Lamp with { Cap = WorkingDays(3) });

        story.IsRefused(Town.CommunityDesk, new PublishOwnerRules(wanted, 0, null), "field.missing");
        Assert.Equal("reason", Refused(" ", "text.empty"));
        Assert.Equal("reason", Refused("a\0b", "text.control-character"));
        Assert.Equal("reason", Refused(new string('长', 4_001), "text.too-long"));
        Assert.Null(story.State.Rules);

        string? Refused(string why, string code) =>
            story
                .IsRefused(Town.CommunityDesk, new PublishOwnerRules(wanted, 0, PrivateText.Of("reason", why)), code)
                .Field;
    }

    [Fact]
    public void Who_has_seen_another_version_is_refused()
    {
        var story = AtCompound();
        story.Does(Town.CommunityDesk, Publish(Of(Lamp with { Cap = WorkingDays(3) }), seen: 0));

        story.IsRefused(Town.SubdistrictDesk, Publish(RuleOverrides.None, seen: 0), "edit.outdated");
        story.IsRefused(Town.SubdistrictDesk, Publish(RuleOverrides.None, seen: 2), "edit.outdated");
        story.Does(Town.SubdistrictDesk, Publish(RuleOverrides.None, seen: 1));
    }

    [Fact]
    public void Neither_an_unregistered_place_nor_the_district_has_rules_of_this_kind()
    {
        var command = Publish(RuleOverrides.None);
        var nowhere = CompoundState.Decide(
            CompoundState.Initial(Town.Compound),
            command,
            Town.Administrator,
            Daily,
            Town.Morning
        );
        var district = CivicGrains.Domain.District.DistrictState.Decide(
            CivicGrains.Domain.District.DistrictState.Initial(Town.District),
            command,
            Town.Administrator,
            Daily,
            Town.Morning
        );

        Assert.Equal("owner.unknown", nowhere.Rejection?.Code);
        Assert.Equal("command.unknown", district.Rejection?.Code);
    }

    private static Decision Decide(string where, DomainCommand command, Actor actor) =>
        where switch
        {
            "compound" => CompoundState.Decide(Town.ACompound(), command, actor, Daily, Town.Morning),
            "grid" => GridState.Decide(Town.AGrid(), command, actor, Daily, Town.Morning),
            _ => ProjectState.Decide(Town.AProject(), command, actor, Daily, Town.Morning),
        };
}
