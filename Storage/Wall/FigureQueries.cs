using System.Collections.Immutable;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Issues;
using Npgsql;

namespace CivicGrains.Storage.Wall;

/// <summary>Reads the figures that the projector keeps. What they cost does not grow with the number of issues.</summary>
public sealed class FigureQueries(NpgsqlDataSource source)
{
    /// <summary>The area of everything.</summary>
    public const string District = "district";

    private static readonly string ReadSql = SqlText.Load("figures-read");

    /// <summary>Figures of some areas, at one moment.</summary>
    /// <param name="now">Domain time: says what is overdue and which day it is in the town.</param>
    /// <param name="areas"><c>district</c>, <c>subdistrict/…</c> or <c>community/…</c>.</param>
    public async Task<AreaFigures> ReadAsync(
        DateTimeOffset now,
        IEnumerable<string> areas,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, ReadSql, within);
        command.Parameters.Add(new() { Value = FigureStore.Projector });
        command.Parameters.Add(new() { Value = areas.ToArray() });
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        command.Parameters.Add(new() { Value = Town.DateOf(now) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var seq = 0L;
        DateTimeOffset? uncountedSince = null;
        var byStatus = ImmutableArray.CreateBuilder<StatusFigure>();
        var ofDay = ImmutableArray.CreateBuilder<DayFigure>();
        while (await reader.ReadAsync(cancellationToken))
        {
            seq = reader.GetInt64(0);
            uncountedSince = await reader.IsDBNullAsync(8, cancellationToken)
                ? null
                : await reader.GetFieldValueAsync<DateTimeOffset>(8, cancellationToken);
            if (IssueRowReader.Text(reader, 1) is not { } area)
            {
                continue;
            }

            if (IssueRowReader.Text(reader, 2) is not { } status)
            {
                ofDay.Add(new DayFigure(area, reader.GetInt64(6), reader.GetInt64(7)));
                continue;
            }

            var level = reader.GetInt32(3);
            byStatus.Add(
                new StatusFigure(
                    area,
                    IssueRowReader.Word<IssueStatus>(status),
                    level < 0 ? null : level,
                    reader.GetInt64(4),
                    reader.GetInt64(5)
                )
            );
        }

        return new AreaFigures(seq, uncountedSince, byStatus.ToImmutable(), ofDay.ToImmutable());
    }
}
