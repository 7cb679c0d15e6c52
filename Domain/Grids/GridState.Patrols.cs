using System.Globalization;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Grids;

/// <content>
/// Patrols: checked, found, put right on the spot. What is still wrong becomes an issue, whose number the patrol names
/// from the first; the platform files it where it belongs.
/// </content>
public sealed partial record GridState
{
    private const string PatrolView = "patrols";

    /// <summary>Number of the last patrol; 0 before any.</summary>
    public int LastPatrol { get; init; }

    private static Decision DecidePatrol(GridState state, RecordPatrol command, Actor actor, Law law)
    {
        if (!WhoMay.Patrol(actor, state.Place, state.Roster.Find(actor.Reference)))
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        var own = state.Roster.Find(actor.Reference)!;
        var microGrid = own.MicroGrid ?? command.MicroGrid;
        if (
            (
                CheckWhere(state, command, own)
                ?? CheckWithResult(command)
                ?? PhotoRules.Check(command.Photos)
                ?? (command.Note is { } note ? TextRules.Check(note.Body, "note") : null)
            ) is
            { } refused
        )
        {
            return refused;
        }

        var visibility = PatrolItems.IsHidden(command.Item) ? Visibility.Chain : Visibility.Compound;
        string? category = null;
        if (command.Result is PatrolResult.Hazard)
        {
            category = command.Category ?? PatrolItems.CategoryOf(command.Item);
            if (CheckCategory(state, command, category, law) is { } unfit)
            {
                return unfit;
            }

            if (VisibilityAt(category!, command.Compound ?? state.Place, law) is Visibility.Chain)
            {
                visibility = Visibility.Chain;
            }
        }
        else if (command.Result is PatrolResult.Rectified && CheckRectified(state, command, law) is { } unproven)
        {
            return unproven;
        }

        return new PatrolRecorded(
            state.LastPatrol + 1,
            command.Blind,
            actor.Reference,
            microGrid,
            command.PlaceType,
            command.Item,
            command.Result,
            command.Level,
            command.Compound,
            command.Building,
            visibility,
            command.Note?.Commitment,
            command.Photos.IsDefaultOrEmpty ? null : command.Photos,
            category,
            category is null ? null : command.IssueId
        );
    }

    /// <summary>A volunteer looks after a micro-grid; a compound lies in the community of the grid.</summary>
    private static Rejection? CheckWhere(GridState state, RecordPatrol command, GridMember own) =>
        command.MicroGrid is { } code && FindMicroGrid(state.Roster, code) is null
            ? Rejections.MicroGridUnknown.With("microGrid", code)
        : own.MicroGrid is { } theirs && command.MicroGrid is { } named && named != theirs
            ? Rejections.PatrolMicroGridNotYours.With("microGrid", theirs)
        : command.Compound is { } compound
        && (compound.Kind is not PlaceKind.Compound || compound.CommunityCode != state.Place.CommunityCode)
            ? Rejections.PatrolCompoundElsewhere.With("compound", compound)
        : command.Building is null ? null
        : command.Compound is null ? Rejections.FieldMissing.With("compound", "compound")
        : TextRules.Check(command.Building, "building");

    /// <summary>What goes with what was found, and what does not.</summary>
    private static Rejection? CheckWithResult(RecordPatrol command) =>
        command.Result switch
        {
            PatrolResult.Pass when command.Level is not null => Rejections.PatrolLevelWithoutHazard.Now("hazardLevel"),
            not PatrolResult.Pass when command.Level is null => Rejections.FieldMissing.With(
                "hazardLevel",
                "hazardLevel"
            ),
            not PatrolResult.Hazard when command.Category is not null => Rejections.PatrolCategoryWithoutHazard.Now(
                "category"
            ),
            PatrolResult.Hazard when command.Note is null => Rejections.FieldMissing.With("note", "note"),
            _ => null,
        };

    /// <summary>What is hidden as a patrol is hidden as an issue.</summary>
    private static Rejection? CheckCategory(GridState state, RecordPatrol command, string? category, Law law) =>
        category is null ? Rejections.FieldMissing.With("category", "category")
        : !law.Categories.ContainsKey(category) ? Rejections.CategoryUnknown.With("category", category)
        : PatrolItems.IsHidden(command.Item)
        && VisibilityAt(category, command.Compound ?? state.Place, law) is not Visibility.Chain
            ? Rejections.PatrolCategoryUnfit.With("category", category)
        : command.IssueId is null ? Rejections.FieldMissing.With(null, "issueId")
        : null;

    private static Visibility VisibilityAt(string category, Place owner, Law law) =>
        law.Categories[IssueLifecycle.CategoryAt(category, owner.Kind)].Visibility;

    /// <summary>Put right on the spot is proven as the category of the item has it, by the rules of the grid.</summary>
    private static Rejection? CheckRectified(GridState state, RecordPatrol command, Law law)
    {
        var duty =
            PatrolItems.CategoryOf(command.Item) is { } code && law.Categories.TryGetValue(code, out var category)
                ? EffectiveRules.CategoryOf(category, state.Profile, law).Evidence
                : EvidenceDuty.PhotoOrNote;
        return IssueLifecycle.CheckEvidence(duty, command.Note, command.Photos);
    }

    private static string PatrolAnswer(GridState state, RecordPatrol command) =>
        command.Result is PatrolResult.Hazard
            ? string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"number":{{state.LastPatrol}},"issue":"{{command.IssueId}}"}"""
            )
            : string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{state.LastPatrol}}}""");

    private static ViewRow PatrolRow(Place grid, PatrolRecorded it, DateTimeOffset at)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("grid", grid.ToString());
        json.WriteNumber("number", it.Number);
        json.WriteString("community", grid.CommunityCode);
        json.WriteString("subdistrict", grid.SubdistrictCode);
        json.WriteString("person", it.Person);
        json.WriteString("micro_grid", it.MicroGrid);
        json.WriteString("place_type", it.PlaceType.Camel());
        json.WriteString("item", it.Item.Camel());
        json.WriteString("result", it.Result.Camel());
        json.WriteString("hazard_level", it.Level?.Camel());
        json.WriteString("compound", it.Compound?.ToString());
        json.WriteString("building", it.Building);
        json.WriteBoolean("hidden", it.Visibility is Visibility.Chain);
        json.WriteString("note", it.Note);
        json.WriteStartArray("photos");
        foreach (var photo in it.Photos ?? [])
        {
            json.WriteStringValue(photo);
        }

        json.WriteEndArray();
        json.WriteString("category", it.Category);
        json.WriteString("issue_id", it.Issue);
        json.WriteString("at", at);
        json.WriteString("day", TownTime.DateOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        return new ViewRow(PatrolView, Encoding.UTF8.GetString(scratch.Written()));
    }
}
