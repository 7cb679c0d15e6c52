using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Issues;
using Npgsql;

namespace CivicGrains.Storage.Grids;

/// <summary>The roll-call of one grid.</summary>
/// <param name="Expected">How many micro-grids are expected to answer; 1 for a grid as a whole.</param>
/// <param name="Confirmed">How many of them have; never more than are expected.</param>
/// <param name="Missing">Codes of those that have not; <see cref="RollCall.WholeGrid"/> is a grid as a whole.</param>
/// <param name="ClosedAt">Since when the grid waits for nobody; null while it waits.</param>
/// <param name="Answers">What was answered last, by code.</param>
public sealed record RollCallRow(
    Place Grid,
    int Number,
    bool Exercise,
    int Minutes,
    DateTimeOffset CalledAt,
    DateTimeOffset Deadline,
    int Expected,
    int Confirmed,
    int Late,
    ImmutableArray<string> Missing,
    ImmutableArray<string> NeedingHelp,
    DateTimeOffset? ClosedAt,
    RollClosing? Closing,
    long Seq,
    IReadOnlyDictionary<string, RollAnswer> Answers
)
{
    /// <summary>Codes of all that are expected, in their order.</summary>
    public IEnumerable<string> Codes => Missing.Concat(Answers.Keys).Order(StringComparer.Ordinal);
}

/// <summary>Emergency and newest roll-call of a community, with the sums of its grids.</summary>
/// <param name="EmergencyRuns">Whether it is in emergency mode.</param>
/// <param name="Reason">Commitment of what was written about the newest emergency; null for nothing.</param>
/// <param name="CallNumber">Number of the roll-call.</param>
/// <param name="StoppedAt">When whoever called it ended it; null when nobody did.</param>
/// <param name="Grids">How many grids are called.</param>
/// <param name="Reached">How many of them know of it.</param>
/// <param name="Expected">How many answers these expect.</param>
/// <param name="Confirmed">How many of the expected have answered.</param>
public sealed record CoverageRow(
    Place Community,
    bool EmergencyRuns,
    string? Reason,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    int CallNumber,
    bool Exercise,
    int Minutes,
    DateTimeOffset CalledAt,
    DateTimeOffset Deadline,
    DateTimeOffset? StoppedAt,
    int Grids,
    int Reached,
    int Expected,
    int Confirmed,
    int Late,
    int NeedingHelp,
    long Seq
)
{
    /// <summary>Whether the roll-call is under way at a moment.</summary>
    public bool RunsAt(DateTimeOffset at) => StoppedAt is null && at < Deadline;
}

/// <summary>Questions about emergencies and roll-calls.</summary>
public sealed class RollCallQueries(NpgsqlDataSource source)
{
    private static readonly string GridsSql = SqlText.Load("roll-call-grids");
    private static readonly string OfGridSql = SqlText.Load("roll-call-of-grid");
    private static readonly string OfCommunitySql = SqlText.Load("roll-call-of-community");
    private static readonly string CoverageSql = SqlText.Load("roll-call-coverage");

    /// <summary>The general and dedicated grids of a community, which have a roll to call.</summary>
    /// <param name="community">12-digit code.</param>
    public async Task<ImmutableArray<Place>> GetGridsAsync(
        string community,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(GridsSql);
        command.Parameters.Add(new() { Value = community });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var grids = ImmutableArray.CreateBuilder<Place>();
        while (await reader.ReadAsync(cancellationToken))
        {
            grids.Add(Place.Parse(reader.GetString(0)));
        }

        return grids.DrainToImmutable();
    }

    /// <summary>The newest roll-call of a grid; null when its roll was never called.</summary>
    public async Task<RollCallRow?> FindAsync(Place grid, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(OfGridSql);
        command.Parameters.Add(new() { Value = grid.ToString() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>How a roll-call stands in each grid of a community, those that wait or need help first.</summary>
    /// <param name="community">12-digit code.</param>
    public async Task<IReadOnlyList<RollCallRow>> GetGridsOfAsync(
        string community,
        int number,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(OfCommunitySql);
        command.Parameters.Add(new() { Value = community });
        command.Parameters.Add(new() { Value = number });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<RollCallRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    /// <summary>
    /// Communities in emergency mode, and those whose roll-call has not been over since long, in the order of their codes.
    /// </summary>
    /// <param name="office">A community, a subdistrict or the district.</param>
    /// <param name="over">Roll-calls that were over before are left out.</param>
    public async Task<IReadOnlyList<CoverageRow>> GetCoverageAsync(
        Place office,
        DateTimeOffset over,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(CoverageSql);
        Add(office.Kind is PlaceKind.Community ? office.Key : null);
        Add(office.Kind is PlaceKind.Subdistrict ? office.Key : null);
        command.Parameters.Add(new() { Value = over.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<CoverageRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(ReadCoverage(reader));
        }

        return rows;

        void Add(string? value) => command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = value });
    }

    private static RollCallRow Read(NpgsqlDataReader reader) =>
        new(
            Place.Parse(reader.GetString(0)),
            reader.GetInt32(1),
            reader.GetBoolean(2),
            reader.GetInt32(3),
            reader.GetFieldValue<DateTimeOffset>(4),
            reader.GetFieldValue<DateTimeOffset>(5),
            reader.GetInt32(6),
            reader.GetInt32(7),
            reader.GetInt32(8),
            [.. reader.GetFieldValue<string[]>(9)],
            [.. reader.GetFieldValue<string[]>(10)],
            Moment(reader, 11),
            reader.IsDBNull(12) ? null : IssueRowReader.Word<RollClosing>(reader.GetString(12)),
            reader.GetInt64(13),
            JsonSerializer.Deserialize<ImmutableSortedDictionary<string, RollAnswer>>(
                reader.GetString(14),
                JsonSerializerOptions.Web
            )!
        );

    private static CoverageRow ReadCoverage(NpgsqlDataReader reader) =>
        new(
            Place.Community(reader.GetString(0)),
            !reader.IsDBNull(1) && reader.IsDBNull(4),
            reader.IsDBNull(2) ? null : reader.GetString(2),
            Moment(reader, 3),
            Moment(reader, 4),
            reader.GetInt32(5),
            reader.GetBoolean(6),
            reader.GetInt32(7),
            reader.GetFieldValue<DateTimeOffset>(8),
            reader.GetFieldValue<DateTimeOffset>(9),
            Moment(reader, 10),
            reader.GetInt32(11),
            reader.GetInt32(12),
            reader.GetInt32(13),
            reader.GetInt32(14),
            reader.GetInt32(15),
            reader.GetInt32(16),
            reader.GetInt64(17)
        );

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
