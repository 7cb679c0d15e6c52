namespace CivicGrains.Load.Common;

/// <summary>How long the pages' client waits before it tries again: <c>WebFrontend/Client/src/live/backoff.ts</c>.</summary>
internal static class ClientPauses
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The pause after so many failures in a row.</summary>
    /// <param name="chance">From 0 to 1: not all clients at once.</param>
    public static TimeSpan After(int failures, double chance)
    {
        var full = First * Math.Pow(2, Math.Min(failures, 20));
        return (full < Longest ? full : Longest) * (0.5 + (chance / 2));
    }
}
