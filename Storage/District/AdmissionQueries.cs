using System.Collections.Immutable;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Issues;
using Npgsql;

namespace CivicGrains.Storage.District;

/// <summary>What a department may give the staff of grids to do, or asked for.</summary>
/// <param name="Title">What it is called; null when it was erased.</param>
/// <param name="Reason">Why it was asked for; null when it was erased.</param>
/// <param name="DecisionReason">Why it was decided so; null where nothing was said.</param>
/// <param name="EndReason">Why it was ended; null where nothing was said.</param>
public sealed record AdmissionRow(
    int Number,
    string Department,
    string? Title,
    string? Reason,
    ImmutableArray<string> Categories,
    ImmutableArray<Place> Area,
    DateOnly From,
    DateOnly Until,
    AdmissionState State,
    DateTimeOffset RequestedAt,
    DateTimeOffset? DecidedAt,
    string? DecisionReason,
    DateTimeOffset? EndedAt,
    string? EndReason
);

/// <summary>Which admissions somebody is shown.</summary>
/// <param name="Below">Only those of lower numbers.</param>
/// <param name="Today">What is over on this day is no longer public.</param>
/// <param name="All">Whether who looks decides them.</param>
/// <param name="Departments">Keys of the departments whose staff looks; empty for others.</param>
public sealed record AdmissionFilter(
    Place District,
    int Below,
    DateOnly Today,
    bool All,
    ImmutableArray<string> Departments,
    int Limit
);

/// <summary>Questions about admissions.</summary>
public sealed class AdmissionQueries(NpgsqlDataSource source)
{
    private static readonly string ListSql = SqlText.Load("admission-list");

    /// <summary>Admissions, the newest first.</summary>
    public async Task<IReadOnlyList<AdmissionRow>> ListAsync(
        AdmissionFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(ListSql);
        command.Parameters.Add(new() { Value = filter.District.Key });
        command.Parameters.Add(new() { Value = filter.Below });
        command.Parameters.Add(new() { Value = filter.Today });
        command.Parameters.Add(new() { Value = filter.All });
        command.Parameters.Add(new() { Value = filter.Departments.ToArray() });
        command.Parameters.Add(new() { Value = filter.Limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<AdmissionRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static AdmissionRow Read(NpgsqlDataReader reader)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        DateTimeOffset? Moment(int column) =>
            reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

        return new AdmissionRow(
            reader.GetInt32(0),
            reader.GetString(1),
            Text(2),
            Text(3),
            [.. reader.GetFieldValue<string[]>(4)],
            [.. reader.GetFieldValue<string[]>(5).Select(Place.Parse)],
            reader.GetFieldValue<DateOnly>(6),
            reader.GetFieldValue<DateOnly>(7),
            IssueRowReader.Word<AdmissionState>(reader.GetString(8)),
            reader.GetFieldValue<DateTimeOffset>(9),
            Moment(10),
            Text(11),
            Moment(12),
            Text(13)
        );
    }
}
