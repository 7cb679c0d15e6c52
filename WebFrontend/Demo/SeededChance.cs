namespace CivicGrains.WebFrontend.Demo;

/// <summary>
/// Chance that falls the same way every time: SplitMix64 (Steele, Lea, Flood 2014). The generator of the runtime may
/// change between versions, and with it the whole demo district; this one does not.
/// </summary>
internal sealed class SeededChance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A whole number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(((UInt128)Next() * (ulong)limit) >> 64);

    /// <summary>A whole number from the first to the last, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>A fraction from 0 to just below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with this probability.</summary>
    public bool Happens(double probability) => Fraction() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>One of the choices; a heavier one more often.</summary>
    public T Pick<T>(IReadOnlyList<(T Choice, double Weight)> choices)
    {
        var left = Fraction() * choices.Sum(c => c.Weight);
        foreach (var (choice, weight) in choices)
        {
            left -= weight;
            if (left < 0)
            {
                return choice;
            }
        }

        return choices[^1].Choice;
    }

    /// <summary>A span between two, more often near the shorter one.</summary>
    public TimeSpan Span(TimeSpan shortest, TimeSpan longest)
    {
        var fraction = Fraction();
        return shortest + ((longest - shortest) * fraction * fraction);
    }

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
