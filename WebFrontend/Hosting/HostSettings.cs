using System.Net;
using CivicGrains.WebFrontend.Demo;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>How the host was asked to run.</summary>
internal sealed record HostSettings
{
    /// <summary>Port of the web; 0 takes a free one. The default is 5080.</summary>
    public int Port { get; init; } = 5080;

    /// <summary>Folder of everything that is kept. The default is <c>.data</c>.</summary>
    public string DataFolder { get; init; } = ".data";

    /// <summary>Address to listen at. The default is this machine alone.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Whether it runs in environment <c>Demo</c>, with a synthetic district; else in <c>Production</c>.</summary>
    public bool IsDemo { get; init; } = true;

    /// <summary>Connection string of an existing PostgreSQL; null = a private one in the data folder.</summary>
    public string? Connection { get; init; }

    /// <summary>Seconds in the town per real second; null = as it was.</summary>
    public double? Speed { get; init; }

    /// <summary>Whether every time limit is divided, so that a day of deadlines passes in a minute.</summary>
    public bool HasDemoBudgets { get; init; }

    /// <summary>Silo processes of <c>up</c>. The default is 2: one may die.</summary>
    public int Silos { get; init; } = 2;

    /// <summary>Web processes of <c>up</c>. The default is 2: one may die.</summary>
    public int Webs { get; init; } = 2;

    /// <summary>The cluster whose grains a web process asks; null for a host that has its own.</summary>
    public string? ClusterId { get; init; }

    /// <summary>Port on the loopback address at which a web process alone answers, besides the one it shares.</summary>
    public int? OwnPort { get; init; }

    /// <summary>How large the demo district is; tests take a small one.</summary>
    public DemoScale DemoScale { get; init; } = DemoScale.Full;

    /// <summary>Name of the environment.</summary>
    public string EnvironmentName => IsDemo ? Environments.Demo : Environments.Production;

    /// <summary>The names of environments.</summary>
    public static class Environments
    {
        public const string Demo = "Demo";
        public const string Production = "Production";
    }
}

/// <summary>The host does not start, and the person who started it can do something about it.</summary>
internal sealed class HostRefusedException(string english, string chinese, Exception? cause = null)
    : Exception($"{english}{Environment.NewLine}{chinese}", cause);
