using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CivicGrains.Storage.Operations;

/// <summary>
/// What is measured of this platform itself: one source of spans and one meter, both of one name. Without a listener
/// neither costs anything. Instruments stand beside what they measure; <c>docs/metrics.md</c> lists them all.
/// </summary>
/// <remarks>
/// No label and no attribute holds a name, a text or anything else that a person has written, and labels take few values.
/// </remarks>
public static class Telemetry
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "CivicGrains";

    /// <summary>Our spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>
    /// Counters and histograms of the process. What is looked at when somebody asks belongs to a host and is made by its
    /// <see cref="IMeterFactory"/>.
    /// </summary>
    public static Meter Meter { get; } = new(Name);
}
