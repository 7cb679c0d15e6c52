using CivicGrains.Storage.EventLog;

namespace CivicGrains.Storage.Clock;

/// <summary>Statements of the clock.</summary>
internal static class ClockSql
{
    public static readonly string Open = SqlText.Load("clock-open");
    public static readonly string Read = SqlText.Load("clock-read");
    public static readonly string SetSpeed = SqlText.Load("clock-set-speed");
    public static readonly string Drive = SqlText.Load("clock-drive");
    public static readonly string Release = SqlText.Load("clock-release");
}
