using System.Collections.Immutable;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Issues;
using Npgsql;

namespace CivicGrains.Storage.Grids;

/// <summary>Somebody of a grid has looked after something.</summary>
/// <param name="Number">Counts the patrols of the grid from 1.</param>
/// <param name="Person">Reference of who looked.</param>
/// <param name="Hidden">Whether it is for the chain alone.</param>
/// <param name="Note">What was written; null for nothing, and when it was erased.</param>
/// <param name="Photos">Commitments.</param>
/// <param name="Issue">Number of the issue it led to; null for none.</param>
public sealed record PatrolRow(
    int Number,
    Guid Person,
    string? MicroGrid,
    PatrolPlace PlaceType,
    PatrolItem Item,
    PatrolResult Result,
    HazardLevel? Level,
    Place? Compound,
    string? Building,
    bool Hidden,
    string? Note,
    ImmutableArray<string> Photos,
    string? Issue,
    DateTimeOffset At
);

/// <summary>How many patrols a grid made.</summary>
/// <param name="Found">Something was wrong.</param>
/// <param name="Rectified">It was put right on the spot.</param>
/// <param name="Issues">It became an issue.</param>
public sealed record PatrolCount(Place Grid, long Checked, long Found, long Rectified, long Issues);

/// <summary>Which patrols of a grid somebody is shown.</summary>
/// <param name="From">First day of the town.</param>
/// <param name="To">Last day.</param>
/// <param name="Below">Only those of lower numbers.</param>
/// <param name="Hidden">Whether who looks belongs to the chain.</param>
/// <param name="Me">Reference of who looks: their own they see.</param>
public sealed record PatrolFilter(Place Grid, DateOnly From, DateOnly To, int Below, bool Hidden, Guid Me, int Limit);

/// <summary>Questions about patrols.</summary>
public sealed class PatrolQueries(NpgsqlDataSource source)
{
    private static readonly string ListSql = SqlText.Load("patrol-list");
    private static readonly string CountsSql = SqlText.Load("patrol-counts");

    /// <summary>Patrols of a grid, the newest first.</summary>
    public async Task<IReadOnlyList<PatrolRow>> ListAsync(
        PatrolFilter filter,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(ListSql);
        command.Parameters.Add(new() { Value = filter.Grid.ToString() });
        command.Parameters.Add(new() { Value = filter.From });
        command.Parameters.Add(new() { Value = filter.To });
        command.Parameters.Add(new() { Value = filter.Below });
        command.Parameters.Add(new() { Value = filter.Hidden });
        command.Parameters.Add(new() { Value = filter.Me });
        command.Parameters.Add(new() { Value = filter.Limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<PatrolRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    /// <summary>One patrol, as somebody sees it; null when there is none for these eyes.</summary>
    /// <inheritdoc cref="PatrolFilter"/>
    public async Task<PatrolRow?> FindAsync(
        Place grid,
        int number,
        bool hidden,
        Guid me,
        CancellationToken cancellationToken = default
    )
    {
        var rows = await ListAsync(
            new PatrolFilter(grid, DateOnly.MinValue, DateOnly.MaxValue, number + 1, hidden, me, 1),
            cancellationToken
        );
        return rows is [var row] && row.Number == number ? row : null;
    }

    /// <summary>How many patrols each grid of an area made; grids that made none are missing.</summary>
    /// <param name="area">A community, a subdistrict or the district.</param>
    public async Task<IReadOnlyList<PatrolCount>> CountAsync(
        Place area,
        DateOnly from,
        DateOnly to,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(CountsSql);
        command.Parameters.Add(new() { Value = area.CommunityCode ?? "%" });
        command.Parameters.Add(new() { Value = area.SubdistrictCode ?? $"{area.DistrictCode}%" });
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<PatrolCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(
                new PatrolCount(
                    Place.Parse(reader.GetString(0)),
                    reader.GetInt64(1),
                    reader.GetInt64(2),
                    reader.GetInt64(3),
                    reader.GetInt64(4)
                )
            );
        }

        return counts;
    }

    private static PatrolRow Read(NpgsqlDataReader reader)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        return new PatrolRow(
            reader.GetInt32(0),
            reader.GetGuid(1),
            Text(2),
            IssueRowReader.Word<PatrolPlace>(reader.GetString(3)),
            IssueRowReader.Word<PatrolItem>(reader.GetString(4)),
            IssueRowReader.Word<PatrolResult>(reader.GetString(5)),
            Text(6) is { } level ? IssueRowReader.Word<HazardLevel>(level) : null,
            Text(7) is { } compound ? Place.Parse(compound) : null,
            Text(8),
            reader.GetBoolean(9),
            Text(10),
            [.. reader.GetFieldValue<string[]>(11)],
            Text(12),
            reader.GetFieldValue<DateTimeOffset>(13)
        );
    }
}
