namespace CivicGrains.Storage.EventLog;

/// <summary>Bounds of the writer of the log.</summary>
public sealed record EventLogOptions
{
    /// <summary>Most appends that wait in the lane of people's commands; past it they are refused.</summary>
    public int QueueCapacity { get; init; } = 4_096;

    /// <summary>Most appends that wait in the lane of deadlines.</summary>
    public int DeadlineCapacity { get; init; } = 4_096;

    /// <summary>Most appends of one batch.</summary>
    public int BatchMax { get; init; } = 500;

    /// <summary>
    /// Connections that write. With two, the next batch is gathered, sent and parsed while the one before it is
    /// written.
    /// </summary>
    public int Connections { get; init; } = 2;

    /// <summary>How many appends must wait before a further connection starts while another is writing.</summary>
    public int OverlapMin { get; init; } = 16;

    /// <summary>How long a batch may take before its outcome counts as unknown. With <see cref="SettleTimeout"/> it stays below the 30 s of a grain call.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an unknown outcome is looked into.</summary>
    public TimeSpan SettleTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
