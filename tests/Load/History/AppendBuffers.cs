using System.Globalization;
using System.Text.RegularExpressions;
using CivicGrains.Load.Common;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Load.History;

/// <summary>
/// How many buffers of the server one append touches, as <c>EXPLAIN (ANALYZE, BUFFERS)</c> counts them: hit or read, by
/// the call of <c>append_batch</c> with all that it does. The server explains the very calls of the log's writer.
/// </summary>
internal static partial class AppendBuffers
{
    private const string Explaining =
        "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_analyze=on -c auto_explain.log_buffers=on -c auto_explain.log_timing=off";

    /// <summary>A connection's first calls read the catalogue as well.</summary>
    private const int WarmUp = 20;

    private const int Counted = 40;

    /// <summary>Appends reports one by one.</summary>
    /// <returns>Buffers of each.</returns>
    public static async Task<IReadOnlyList<double>> ReadAsync(BenchServer server, HistorySide side)
    {
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString(side.Database))
        {
            Options = Explaining,
        };
        await using var source = NpgsqlDataSource.Create(connection);
        var start = new FileInfo(server.LogFile).Length;
        await using (var log = new PostgresEventLog(source, options: new EventLogOptions { Connections = 1 }))
        {
            var owner = side.OwnerOf(0, log);
            await owner.LoadAsync();
            for (var i = 0; i < WarmUp + Counted; i++)
            {
                await owner.ReportOnAsync(side.NextId(), HistoryBenchmark.End);
            }
        }

        var found = Buffers()
            .Matches(await ReadFromAsync(server.LogFile, start))
            .Select(it => Number(it.Groups["hit"]) + Number(it.Groups["read"]))
            .TakeLast(Counted)
            .ToArray();
        return found.Length == Counted
            ? found
            : throw new InvalidOperationException($"The server explained {found.Length} appends.");
    }

    private static double Number(Group group) =>
        group.Success ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    private static async Task<string> ReadFromAsync(string file, long start)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(start, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(
        @"Function Scan on append_batch[^\n]*\n\s+Buffers: shared(?: hit=(?<hit>\d+))?(?: read=(?<read>\d+))?",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Buffers();
}
