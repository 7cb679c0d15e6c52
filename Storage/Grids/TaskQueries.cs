using System.Collections.Immutable;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Grids;

/// <summary>An issue that a grid has to handle now.</summary>
/// <param name="Owner">Where the issue lives.</param>
/// <param name="OfferedTo">Reference of who has it; null while nobody is there, and for tasks of before there was a rota.</param>
/// <param name="Invited">References of the volunteers who were invited to help.</param>
/// <param name="AcknowledgedAt">When it was acknowledged; null before.</param>
/// <param name="QuietUntil">Until when nobody is disturbed with it; null when it was not quiet.</param>
/// <param name="UnansweredAt">Since when the community knows that nobody answered; null while it does not.</param>
public sealed record TaskRow(
    Place Grid,
    string IssueId,
    Place Owner,
    string Category,
    int Level,
    DateTimeOffset DueAt,
    DateTimeOffset OfferedAt,
    long Seq,
    Guid? OfferedTo,
    ImmutableArray<Guid> Invited,
    DateTimeOffset? AcknowledgedAt,
    DateTimeOffset? QuietUntil,
    DateTimeOffset? UnansweredAt
);

/// <summary>Questions about the tasks of grids.</summary>
public sealed class TaskQueries(NpgsqlDataSource source)
{
    private static readonly string ListSql = SqlText.Load("task-list");
    private static readonly string UnansweredSql = SqlText.Load("task-unanswered");

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
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>What nobody acknowledged in the grids of an office, although everybody on duty was asked.</summary>
    /// <param name="office">A community, a subdistrict or the district; a department has no grids, so that the list is empty.</param>
    public async Task<IReadOnlyList<TaskRow>> GetUnansweredAsync(
        Place office,
        int max,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(UnansweredSql);
        command.Parameters.Add(new() { Value = $"grid/{office.Key}" });
        command.Parameters.Add(
            new() { Value = office.Kind is PlaceKind.Community ? $"grid/{office.Key}-%" : $"grid/{office.Key}%" }
        );
        command.Parameters.Add(new() { Value = max });
        return await ReadAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<TaskRow>> ReadAsync(
        NpgsqlCommand command,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tasks = new List<TaskRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tasks.Add(Read(reader));
        }

        return tasks;
    }

    private static TaskRow Read(NpgsqlDataReader reader)
    {
        DateTimeOffset? Moment(int column) =>
            reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

        return new TaskRow(
            Place.Parse(reader.GetString(0)),
            reader.GetString(1),
            Place.Parse(reader.GetString(2)),
            reader.GetString(3),
            reader.GetInt32(4),
            reader.GetFieldValue<DateTimeOffset>(5),
            reader.GetFieldValue<DateTimeOffset>(6),
            reader.GetInt64(7),
            reader.IsDBNull(8) ? null : reader.GetGuid(8),
            [.. reader.GetFieldValue<Guid[]>(9)],
            Moment(10),
            Moment(11),
            Moment(12)
        );
    }
}
