using CivicGrains.Grains.People;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Rules;

namespace CivicGrains.Grains.Common;

/// <summary>What every grain of a silo shares.</summary>
public sealed class GrainServices(
    IEventLog log,
    DomainClock clock,
    IActors actors,
    LawKeeper laws,
    SnapshotStore snapshots,
    DueLine dueLine,
    ILogger<GrainServices> logger
)
{
    public IEventLog Log => log;

    /// <summary>Domain time; Orleans' own time stays the machine's.</summary>
    public DomainClock Clock => clock;

    public IActors Actors => actors;

    public LawKeeper Laws => laws;

    public SnapshotStore Snapshots => snapshots;

    /// <summary>Where the grains whose deadline has come wait for their turn.</summary>
    public DueLine DueLine => dueLine;

    public ILogger Logger => logger;
}
