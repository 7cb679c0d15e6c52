using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Grids;

/// <summary>An issue that a grid has to handle now.</summary>
/// <param name="Owner">Where the issue lives.</param>
public sealed record TaskRow(
    Place Grid,
    string IssueId,
    Place Owner,
    string Category,
    int Level,
    DateTimeOffset DueAt,
    DateTimeOffset OfferedAt,
    long Seq
);

/// <summary>Questions about the tasks of grids.</summary>
public sealed class TaskQueries(NpgsqlDataSource source)
{
    private static readonly string ListSql = SqlText.Load("task-list");

    /// <summary>What a grid has to do now, the most urgent first.</summary>
    public async Task<IReadOnlyList<TaskRow>> GetOpenAsync(
        Place grid,
        int max,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, ListSql, within);
        command.Parameters.Add(new() { Value = grid.ToString() });
        command.Parameters.Add(new() { Value = max });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tasks = new List<TaskRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tasks.Add(
                new TaskRow(
                    grid,
                    reader.GetString(0),
                    Place.Parse(reader.GetString(1)),
                    reader.GetString(2),
                    reader.GetInt32(3),
                    await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken),
                    await reader.GetFieldValueAsync<DateTimeOffset>(5, cancellationToken),
                    reader.GetInt64(6)
                )
            );
        }

        return tasks;
    }
}
