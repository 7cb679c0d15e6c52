using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Places;
using Npgsql;

namespace CivicGrains.Storage.Grids;

/// <summary>Questions about who belongs to a grid.</summary>
public sealed class RosterQueries(NpgsqlDataSource source)
{
    /// <summary>
    /// Who belongs to a grid, and the sequence number that is true at; null when nobody has registered it. One that was
    /// registered before there were rosters has the heads it was registered with.
    /// </summary>
    public async Task<(GridRoster Roster, long Seq)?> FindAsync(
        Place grid,
        CancellationToken cancellationToken = default
    )
    {
        const string sql =
            "select r.roster, coalesce(r.seq, o.seq), o.heads from owners o left join rosters r on r.grid = o.place where o.place = $1";
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = grid.ToString() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var roster = await reader.IsDBNullAsync(0, cancellationToken)
            ? GridRoster.OfHeads(await reader.GetFieldValueAsync<Guid[]>(2, cancellationToken))
            : GridRoster.Read(reader.GetString(0));
        return (roster, reader.GetInt64(1));
    }
}
