namespace CivicGrains.Chaos;

/// <summary>Something that dies.</summary>
/// <param name="Name">What is said of it.</param>
/// <param name="IsSilo">Whether grains die with it.</param>
internal sealed record Fault(string Name, Func<Town, Random, int> VictimOf, bool IsSilo = false)
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("a silo", (town, chance) => Any(town, "silo", chance), IsSilo: true),
        new("a web process", (town, chance) => Any(town, "web", chance)),
        new("the database server", (town, _) => town.PostgresPid),
    ];

    private static int Any(Town town, string role, Random chance)
    {
        var all = town.Processes().Where(process => process.Role == role).ToArray();
        return all[chance.Next(all.Length)].Pid;
    }
}
