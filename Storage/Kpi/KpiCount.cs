using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Kpi;

/// <summary>
/// Counts the key figures, with the figures of the wall and under their cursor. They follow from events alone, so that
/// they are exact at whatever sequence number is asked for.
/// </summary>
internal static class KpiCount
{
    /// <summary>The tables that follow from the log; no view of any stream.</summary>
    public static readonly string[] Tables = ["kpi_days", "kpi_parts"];

    private static readonly string CountSql = SqlText.Load("kpi-count");
    private static readonly string TidySql = SqlText.Load("kpi-tidy");

    /// <summary>Counts a part of the log in the tables that come first in the search path.</summary>
    public static async Task CountAsync(
        NpgsqlConnection connection,
        long after,
        long upTo,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(CountSql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = upTo });
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
        {
            await using var tidy = new NpgsqlCommand(TidySql, connection);
            await tidy.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
