using System.Text.Json;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class IssueViewTests
{
    [Fact]
    public void A_row_has_the_columns_of_the_read_model_and_no_text()
    {
        var story = Story.AtCompound();
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Building = "2栋" });

        var row = Row(story);

        Assert.Equal("issues", story.Rows[0].View);
        Assert.Equal("compound/510105007004-C012", row.GetProperty("owner").GetString());
        Assert.Equal("510105007004", row.GetProperty("community").GetString());
        Assert.Equal("510105007", row.GetProperty("subdistrict").GetString());
        Assert.Equal("P3", row.GetProperty("urgency").GetString());
        Assert.Equal("property-manager", row.GetProperty("handler_role").GetString());
        Assert.Equal(0, row.GetProperty("level").GetInt32());
        Assert.Equal("2栋", row.GetProperty("building").GetString());
        Assert.Equal(Town.Resident.Reference, row.GetProperty("reporter").GetGuid());
        Assert.Equal(64, row.GetProperty("description").GetString()!.Length);
        Assert.Equal(Town.Morning.AddDays(2), row.GetProperty("due_at").GetDateTimeOffset());
        Assert.False(row.GetProperty("archived").GetBoolean());
    }

    [Fact]
    public void An_archived_issue_writes_its_last_row_although_the_state_has_forgotten_it()
    {
        var story = Story.Closed();
        story.Waits();

        var row = Row(story);

        Assert.True(row.GetProperty("archived").GetBoolean());
        Assert.Equal("closed", row.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, row.GetProperty("next_due_at").ValueKind);
        Assert.Equal(story.Now, row.GetProperty("updated_at").GetDateTimeOffset());
    }

    [Fact]
    public void Closed_and_archived_in_one_append_give_one_row()
    {
        var before = Story.Resolved().State;
        Domain.Common.DomainEvent[] happened =
        [
            new IssueClosed(Story.Id, false, Town.Morning.AddDays(10)),
            new IssueArchived(Story.Id),
        ];
        var after = happened.Aggregate(before, (s, e) => CompoundState.Evolve(s, e, default, Town.Morning));

        var row = Assert.Single(CompoundState.Views(before, after, happened, Town.Morning));

        Assert.Contains("\"status\":\"closed\"", row.Json, StringComparison.Ordinal);
        Assert.Contains("\"archived\":true", row.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answer_to_a_command_says_how_the_issue_stands()
    {
        var reported = Story.Reported();
        var resolved = Story.Resolved();

        Assert.Equal(
            """{"id":"QY20261124-000123","status":"dispatched","level":0,"dueAt":"2026-11-26T01:00:00+00:00"}""",
            CompoundState.Answer(reported.State, new Acknowledge(Story.Id))
        );
        Assert.Equal(
            """{"id":"QY20261124-000123","status":"resolved","level":0,"dueAt":null}""",
            CompoundState.Answer(resolved.State, new Acknowledge(Story.Id))
        );
        Assert.Equal("{}", CompoundState.Answer(resolved.State, new ConfirmHandedOver("QY1", Town.Grid)));
    }

    [Fact]
    public void Any_stream_is_folded_without_knowing_its_type()
    {
        var story = Story.Closed();
        var folder = StreamKinds.Find(Town.Compound.Kind)!;
        var state = (object)Town.ACompound();
        foreach (var (happened, actor, at) in story.Log)
        {
            state = folder.Evolve(state, happened, actor, at);
        }

        Assert.Equal(story.Issue, ((CompoundState)state).Issues[Story.Id]);
        Assert.Null(StreamKinds.Find(Town.Community.Kind));
    }

    private static JsonElement Row(Story<CompoundState> story) =>
        JsonDocument.Parse(Assert.Single(story.Rows).Json).RootElement;
}
