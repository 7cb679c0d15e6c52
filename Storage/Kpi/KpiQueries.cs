using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Wall;
using Npgsql;

namespace CivicGrains.Storage.Kpi;

/// <summary>Reads the key figures that the projector keeps: a row for each day, however many issues there are.</summary>
public sealed class KpiQueries(NpgsqlDataSource source)
{
    private static readonly string ReadSql = SqlText.Load("kpi-read");

    /// <summary>Key figures of a place.</summary>
    /// <param name="place">An owner, a community, a subdistrict or the district.</param>
    /// <param name="from">First day of the town on which issues were reported.</param>
    /// <param name="to">Last of these days.</param>
    /// <param name="now">Domain time: says which responses still have time.</param>
    public async Task<KpiFigures> ReadAsync(
        Place place,
        DateOnly from,
        DateOnly to,
        DateTimeOffset now,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(ReadSql);
        command.Parameters.Add(new() { Value = FigureStore.Projector });
        command.Parameters.Add(
            new() { Value = place.Kind is PlaceKind.District ? FigureQueries.District : place.ToString() }
        );
        command.Parameters.Add(new() { Value = from });
        command.Parameters.Add(new() { Value = to });
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var n = 0;
        return new KpiFigures(
            Seq: Next(),
            Reported: Next(),
            Rejected: Next(),
            Withdrawn: Next(),
            Voided: Next(),
            Merged: Next(),
            Accepted: Next(),
            Responded: Next(),
            RespondedLate: Next(),
            Resolved: Next(),
            OnTime: Next(),
            Late: Next(),
            Closed: Next(),
            InCompound: Next(),
            Answered: Next(),
            Solved: Next(),
            Rated: Next(),
            Satisfied: Next(),
            Returns: Next(),
            Transfers: Next(),
            Extensions: Next(),
            Suspensions: Next(),
            Escalations: Next(),
            Supervisions: Next(),
            Reopenings: Next(),
            Whistles: Next(),
            Took: TimeSpan.FromSeconds(Next()),
            Waiting: Next()
        );

        long Next() => reader.GetInt64(n++);
    }
}
