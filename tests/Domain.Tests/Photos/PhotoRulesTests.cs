using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Photos;

public sealed class PhotoRulesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0g")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a081")]
    public void What_cannot_be_a_commitment_names_no_photo(string word)
    {
        var report = Town.ReportOf(Story.Lamp) with { Photos = [word] };

        Story.AtCompound().IsRefused(Town.Resident, report, "photo.unknown");
        var refused = Story
            .Acknowledged()
            .IsRefused(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), [word]), "photo.unknown");

        Assert.Equal("photos", refused.Field);
    }

    [Fact]
    public void A_sixth_photo_is_refused_and_so_is_one_that_stands_there_twice()
    {
        var six = Enumerable.Range(1, PhotoRules.PhotosMax + 1).Select(Photo).ToArray();

        IsRefusedEverywhere([.. six], "photo.too-many");
        IsRefusedEverywhere([Photo(1), Photo(2), Photo(1)], "photo.repeated");
        Story.AtCompound().Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Photos = [.. six[1..]] });
    }

    [Fact]
    public void Where_a_photo_is_a_duty_a_note_is_not_enough_and_a_photo_is()
    {
        var story = PhotoDuty();

        story.IsRefused(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []), "evidence.missing");
        var resolved = Assert.IsType<IssueResolved>(
            Assert.Single(story.Does(Town.PropertyManager, new Resolve(Story.Id, null, [Photo(1)])))
        );

        Assert.Equal([Photo(1)], resolved.Photos);
    }

    [Fact]
    public void Where_either_is_enough_a_photo_alone_is_too_also_for_who_handles_it_on_the_spot()
    {
        Story.Acknowledged().Does(Town.PropertyManager, new Resolve(Story.Id, null, [Photo(1)]));
        Story.Reported().Does(Town.GridHead, new SelfHandle(Story.Id, null, [Photo(1), Photo(2)]));
    }

    [Fact]
    public void A_note_beside_photos_is_still_looked_at()
    {
        var long4001 = Town.Text(new string('长', PrivateText.CharactersMax + 1));

        Story
            .Acknowledged()
            .IsRefused(Town.PropertyManager, new Resolve(Story.Id, long4001, [Photo(1)]), "text.too-long");
    }

    [Fact]
    public void A_report_without_photos_writes_the_same_event_as_before_there_were_any()
    {
        var reported = Story.AtCompound().Does(Town.Resident, Town.ReportOf(Story.Lamp))[0];
        var empty = Story.AtCompound().Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Photos = [] })[0];

        Assert.DoesNotContain("photos", EventJson.Write(reported), StringComparison.Ordinal);
        Assert.DoesNotContain("photos", EventJson.Write(empty), StringComparison.Ordinal);
    }

    internal static string Photo(int number) => Convert.ToHexStringLower([.. new byte[31], (byte)number]);

    private static void IsRefusedEverywhere(ImmutableArray<string> photos, string code)
    {
        var report = Town.ReportOf(Story.Lamp) with { Photos = photos };
        Assert.Equal("photos", Story.AtCompound().IsRefused(Town.Resident, report, code).Field);
        Story.Acknowledged().IsRefused(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), photos), code);
        Story.Reported().IsRefused(Town.GridHead, new SelfHandle(Story.Id, Town.Text(), photos), code);
    }

    private static Story<CompoundState> PhotoDuty()
    {
        var story = Story.AtCompound();
        story.Law = Story.LawWith(Story.Lamp, c => c with { Evidence = EvidenceDuty.Photo });
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        return story;
    }
}
