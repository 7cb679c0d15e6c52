using System.Globalization;

namespace CivicGrains.Load.Common;

/// <summary>What a benchmark found, as rows of a table.</summary>
internal sealed class Findings(string name)
{
    private readonly List<string> _lines = [];

    public string Name { get; } = name;

    /// <summary>Whether every ratio that has a mark reached it.</summary>
    public bool Reached { get; private set; } = true;

    /// <summary>Whether nothing happened that must not, however fast it was.</summary>
    public bool Faultless { get; private set; } = true;

    public void Say(string line) => _lines.Add(line + "\n");

    public void Figure(string what, string figure) => _lines.Add($"| {what} | {figure} | | |");

    public void Beside(string what, Ratio ratio) => _lines.Add($"| {what} | {ratio} | | |");

    public void AtLeast(string what, Ratio ratio, double mark) => Judge(what, ratio, "≥", mark, ratio.Median >= mark);

    public void AtMost(string what, Ratio ratio, double mark) => Judge(what, ratio, "≤", mark, ratio.Median <= mark);

    /// <summary>The worst of all rounds is judged.</summary>
    public void NeverMore(string what, Ratio ratio, double mark) => Judge(what, ratio, "≤", mark, ratio.Most <= mark);

    /// <summary>Something that must not happen.</summary>
    public void None(string what, int count)
    {
        Reached &= count == 0;
        Faultless &= count == 0;
        _lines.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| **{what}** | {count} | 0 | {(count == 0 ? "reached" : "not reached")} |"
            )
        );
    }

    public override string ToString() =>
        $"### {Name}\n\n{string.Concat(_lines.TakeWhile(l => l[0] != '|'))}\n| what | median (spread over rounds) | to reach | |\n| --- | --- | --- | --- |\n"
        + string.Join('\n', _lines.SkipWhile(l => l[0] != '|'))
        + "\n";

    private void Judge(string what, Ratio ratio, string sign, double mark, bool reached)
    {
        Reached &= reached;
        _lines.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| **{what}** | {ratio} | {sign} {mark} | {(reached ? "reached" : "not reached")} |"
            )
        );
    }
}
