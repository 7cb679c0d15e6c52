using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>A community that calls its roll, and a grid of it with two micro-grids and a volunteer for the first.</summary>
internal static class Rolls
{
    public static readonly ImmutableArray<Place> Grids = [Town.Grid, Town.OtherGrid];
    public static readonly ConfirmRoll Well = new(null, RollState.AllWell);

    public static Story<GridState> AMasterGrid() =>
        new(
            GridState.Evolve(
                GridState.Initial(Town.MasterGrid),
                new GridRegistered("草堂路社区总网格", 4_000, [Town.MasterGridHead.Reference], true),
                Town.Administrator.Reference,
                Town.Morning
            )
        );

    /// <summary>Not called yet.</summary>
    public static Story<GridState> AGrid()
    {
        var story = Duty.AGrid();
        story.Does(Town.CommunityDesk, new SetMicroGrid("M02", "3栋", 40));
        return story;
    }

    /// <summary>Called a moment ago, with half an hour to answer.</summary>
    public static Story<GridState> ACalledGrid()
    {
        var story = AGrid();
        story.Calls();
        return story;
    }

    public static void Calls(this Story<GridState> story, int number = 1) =>
        story.Does(Actor.Platform, story.Call(number));

    public static CallRoll Call(this Story<GridState> story, int number) =>
        new(number, false, RollCall.MinutesDefault, story.Now.AddMinutes(RollCall.MinutesDefault));

    public static ConfirmRoll WellAt(string microGrid) => new(microGrid, RollState.AllWell);

    public static PrivateText Words(string text = "三楼老人需要送药") => PrivateText.Of("note", text);
}
