using System.Text.Json;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Tests.Issues;
using static CivicGrains.Domain.Tests.Photos.PhotoRulesTests;

namespace CivicGrains.Domain.Tests.Photos;

public sealed class IssuePhotosTests
{
    [Fact]
    public void An_event_without_photos_gives_no_row()
    {
        var story = Story.Resolved();

        Assert.DoesNotContain(story.Rows, row => row.View == IssuePhotos.View);
    }

    [Fact]
    public void Each_photo_of_a_report_is_a_row_and_so_is_each_of_the_evidence()
    {
        var story = Story.AtCompound();
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Photos = [Photo(2), Photo(1)] });
        var before = RowsOf(story);
        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        story.Does(Town.PropertyManager, new Resolve(Story.Id, null, [Photo(3)]));
        var after = RowsOf(story);

        Assert.Equal([(Photo(2), "before", 0), (Photo(1), "before", 1)], before);
        Assert.Equal([(Photo(3), "after", 0)], after);
    }

    [Fact]
    public void An_issue_that_moves_takes_no_photo_from_the_stream_that_mentioned_it()
    {
        var story = Story.AtCompound();
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Photos = [Photo(1)] });

        story.Does(Town.CommunityDesk, new Relocate(Story.Id, Town.Grid, Town.Text()));

        Assert.Empty(RowsOf(story));
    }

    private static (string Photo, string Stage, int Place)[] RowsOf(Story<CompoundState> story) =>
        [
            .. story
                .Rows.Where(row => row.View == IssuePhotos.View)
                .Select(row =>
                {
                    using var json = JsonDocument.Parse(row.Json);
                    var it = json.RootElement;
                    Assert.Equal(Story.Id, it.GetProperty("issue_id").GetString());
                    Assert.Equal(story.Now, it.GetProperty("at").GetDateTimeOffset());
                    return (
                        it.GetProperty("commitment").GetString()!,
                        it.GetProperty("stage").GetString()!,
                        it.GetProperty("place").GetInt32()
                    );
                }),
        ];
}
