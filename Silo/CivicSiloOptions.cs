namespace CivicGrains.Silo;

/// <summary>How a silo takes its place in the cluster.</summary>
public sealed class CivicSiloOptions
{
    /// <summary>The service: names the stored snapshots, so it never changes.</summary>
    public const string ServiceId = "civic-grains";

    /// <summary>
    /// The cluster: one per launch. Silos of the same launch share it; after a crash a new one is used, so that
    /// nobody waits for silos that are no more. The default is a fresh one: a cluster of one process.
    /// </summary>
    public string ClusterId { get; set; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Port for other silos on the loopback address; 0, the default, takes a free one.</summary>
    public int SiloPort { get; set; }

    /// <summary>
    /// Port on the loopback address at which a silo process answers health and metrics; 0, the default, takes a free one.
    /// </summary>
    public int WebPort { get; set; }

    /// <summary>Port for clients on the loopback address; 0, the default, takes a free one. Never public.</summary>
    public int GatewayPort { get; set; }
}
