using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>A lamp that nobody mends, on its way up.</summary>
public static class Climbs
{
    public static Story<CompoundState> To(int level)
    {
        var story = Story.Reported();
        for (var below = 0; below < level; below++)
        {
            story.Does(StaffOf(below), new Escalate(Story.Id, Town.Text()));
        }

        Assert.Equal(level, story.Issue.Step!.Level);
        return story;
    }

    public static Actor StaffOf(int level) =>
        level switch
        {
            0 => Town.PropertyManager,
            1 => Town.GridHead,
            2 => Town.SubdistrictDesk,
            3 => Town.Lighting,
            _ => Town.Centre,
        };
}
