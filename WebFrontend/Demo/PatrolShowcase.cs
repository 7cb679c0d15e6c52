using CivicGrains.Domain.Grids;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>A few patrols of the grid of the first demo accounts, as commands of the demo people.</summary>
internal static class PatrolShowcase
{
    /// <summary>Patrols by the officer and the volunteer of a grid; the last found something that becomes an issue.</summary>
    /// <param name="issue">Number of that issue.</param>
    public static IEnumerable<(bool ByVolunteer, RecordPatrol Patrol)> Patrols(
        Place compound,
        string building,
        string issue
    ) =>
        [
            (
                false,
                new RecordPatrol(
                    PatrolPlace.Business,
                    PatrolItem.Gas,
                    PatrolResult.Pass,
                    Guid.CreateVersion7(),
                    Note: Of("沿街餐饮三户，软管完好（示例）")
                )
            ),
            (
                true,
                new RecordPatrol(
                    PatrolPlace.Building,
                    PatrolItem.LivingAlone,
                    PatrolResult.Pass,
                    Guid.CreateVersion7(),
                    Compound: compound,
                    Building: building,
                    Note: Of("上门看望，一切安好（示例）")
                )
            ),
            (
                false,
                new RecordPatrol(
                    PatrolPlace.Building,
                    PatrolItem.Fire,
                    PatrolResult.Rectified,
                    Guid.CreateVersion7(),
                    HazardLevel.General,
                    compound,
                    building,
                    Note: Of("楼梯口的纸箱已当场搬走（示例）")
                )
            ),
            (true, new RecordPatrol(PatrolPlace.Street, PatrolItem.Other, PatrolResult.Pass, Guid.CreateVersion7())),
            (
                false,
                new RecordPatrol(
                    PatrolPlace.Building,
                    PatrolItem.Guard,
                    PatrolResult.Hazard,
                    Guid.CreateVersion7(),
                    HazardLevel.General,
                    compound,
                    building,
                    IssueId: issue,
                    Note: Of("单元门禁失灵，门关不上（示例）", "description")
                )
            ),
        ];

    private static PrivateText Of(string text, string kind = "note") => PrivateText.Of(kind, text);
}
