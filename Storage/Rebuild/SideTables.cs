using System.Globalization;
using System.Text;
using System.Text.Json;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Wall;
using Npgsql;
using NpgsqlTypes;

namespace CivicGrains.Storage.Rebuild;

/// <summary>
/// The tables of a rebuild, in a schema of their own. The views' own upserts write them: these name their tables without
/// a schema, and here this schema comes first. The figures are counted from the rows written here, as the projector
/// counts them from the live ones.
/// </summary>
internal sealed class SideTables
{
    /// <summary>Rows that go into one upsert.</summary>
    private const int RowsMax = 2_000;

    private const string HereFirst = "set search_path = rebuild, public";

    private static readonly string ViewsSql = SqlText.Load("rebuild-views");
    private static readonly string TableSql = SqlText.Load("rebuild-table");
    private static readonly string IndexesSql = SqlText.Load("rebuild-indexes");
    private static readonly string CompareSql = SqlText.Load("rebuild-compare");

    private readonly NpgsqlConnection connection;
    private readonly SortedDictionary<string, string[]> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<(string View, string Key), StampedRow> waiting = [];
    private long counted;

    public SideTables(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Makes an empty table for every view.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync("create schema rebuild", cancellationToken);
        await using (var command = Command(ViewsSql))
        {
            command.Parameters.Add(new() { Value = FigureStore.Tables });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                keys.Add(reader.GetString(0), await reader.GetFieldValueAsync<string[]>(1, cancellationToken));
            }
        }

        await RunMadeStatementsAsync(TableSql, cancellationToken);
    }

    /// <summary>Removes what is there of a rebuild.</summary>
    public Task DropAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("drop schema if exists rebuild cascade", cancellationToken);

    /// <summary>How many rows wait to be written.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Takes a row in the place of an older one of the same key.</summary>
    public void Put(StampedRow row)
    {
        if (!keys.TryGetValue(row.Row.View, out var key))
        {
            throw new InvalidOperationException($"There is no view {row.Row.View}.");
        }

        using var json = JsonDocument.Parse(row.Row.Json);
        var values = key.Select(column => json.RootElement.GetProperty(column).GetRawText());
        waiting[(row.Row.View, string.Join(' ', values))] = row;
    }

    /// <summary>Writes the rows that wait, through the upserts of their views.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(HereFirst, cancellationToken);
        foreach (var view in waiting.Values.GroupBy(r => r.Row.View, StringComparer.Ordinal))
        {
            foreach (var chunk in view.Chunk(RowsMax))
            {
                await using var command = Command($"select {Quote($"view_{view.Key}_upsert")}($1)");
                command.Parameters.Add(new() { Value = Json(chunk), NpgsqlDbType = NpgsqlDbType.Jsonb });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        waiting.Clear();
        await ExecuteAsync("reset search_path", cancellationToken);
    }

    /// <summary>Counts the figures of what is written, which must stand at this sequence number.</summary>
    public async Task CountFiguresAsync(long upTo, CancellationToken cancellationToken)
    {
        await ExecuteAsync(HereFirst, cancellationToken);
        await FigureStore.CountAsync(connection, counted, upTo, cancellationToken);
        counted = upTo;
        await ExecuteAsync("reset search_path", cancellationToken);
    }

    /// <summary>Makes the tables as quick to read as the live ones.</summary>
    public async Task IndexAsync(CancellationToken cancellationToken)
    {
        await RunMadeStatementsAsync(IndexesSql, cancellationToken);
        foreach (var name in keys.Keys)
        {
            await ExecuteAsync($"analyze rebuild.{Quote(name)}", cancellationToken);
        }
    }

    /// <summary>Where the live tables, as this connection sees them, are not as these.</summary>
    /// <param name="max">Most that are named of one view.</param>
    public async Task<IReadOnlyList<RebuildDifference>> CompareAsync(int max, CancellationToken cancellationToken)
    {
        var differences = new List<RebuildDifference>();
        foreach (var (name, key) in keys)
        {
            var sql = CompareSql
                .Replace("{view}", Quote(name), StringComparison.Ordinal)
                .Replace("{key}", string.Join(", ", key.Select(Quote)), StringComparison.Ordinal);
            await using var command = Command(sql);
            command.Parameters.Add(new() { Value = key });
            command.Parameters.Add(new() { Value = max });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                differences.Add(
                    new RebuildDifference(name, reader.GetString(0), Text(reader, 1), Text(reader, 2), Text(reader, 3))
                );
            }
        }

        return differences;
    }

    /// <summary>Puts these tables in the place of the live ones.</summary>
    public async Task SwapAsync(CancellationToken cancellationToken)
    {
        foreach (var name in keys.Keys)
        {
            await ExecuteAsync($"drop table public.{Quote(name)}", cancellationToken);
            await ExecuteAsync($"alter table rebuild.{Quote(name)} set schema public", cancellationToken);
        }

        await ExecuteAsync("drop schema rebuild", cancellationToken);
        await FigureStore.SetAsync(connection, counted, cancellationToken);
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Json(IEnumerable<StampedRow> rows)
    {
        var json = new StringBuilder("[");
        foreach (var (row, stream, seq) in rows)
        {
            json.Append(json.Length > 1 ? "," : "")
                .Append(row.Json, 0, row.Json.Length - 1)
                .Append(CultureInfo.InvariantCulture, $",\"stream\":\"{stream}\",\"seq\":{seq}}}");
        }

        return json.Append(']').ToString();
    }

    private async Task RunMadeStatementsAsync(string sql, CancellationToken cancellationToken)
    {
        foreach (var name in keys.Keys)
        {
            var statements = new List<string>();
            await using (var command = Command(sql))
            {
                command.Parameters.Add(new() { Value = $"public.{Quote(name)}" });
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                {
                    statements.Add(reader.GetString(0));
                }
            }

            foreach (var statement in statements)
            {
                await ExecuteAsync(statement, cancellationToken);
            }
        }
    }

    private NpgsqlCommand Command(string sql) => new(sql, connection) { CommandTimeout = 0 };

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
