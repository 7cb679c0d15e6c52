using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Places;

/// <summary>A registered place that owns issues.</summary>
/// <param name="Mode">Property mode of a compound.</param>
/// <param name="Buildings">Of a compound; empty for other kinds.</param>
/// <param name="Heads">References of a grid's heads.</param>
/// <param name="Synthetic">Whether it is demo data.</param>
/// <param name="Rules">What it has otherwise than the district; null where it never published any.</param>
public sealed record OwnerRow(
    Place Place,
    string Name,
    string? Community,
    string? Subdistrict,
    PropertyMode? Mode,
    int? Households,
    Place? HomeGrid,
    ImmutableArray<Building> Buildings,
    ImmutableArray<Guid> Heads,
    bool Synthetic,
    long Seq,
    OwnerRules? Rules = null
);

/// <summary>Which owners a list shows; what is left out does not narrow it.</summary>
public sealed record OwnerFilter
{
    /// <summary>Most items of a page.</summary>
    public const int PageMax = 500;

    public PlaceKind? Kind { get; init; }

    /// <summary>12-digit code.</summary>
    public string? Community { get; init; }

    /// <summary>9-digit code.</summary>
    public string? Subdistrict { get; init; }

    /// <summary>Part of the name.</summary>
    public string? Query { get; init; }

    /// <summary>The last place of the page before.</summary>
    public string? After { get; init; }

    /// <summary>Items of a page, 1 to <see cref="PageMax"/>.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>Questions about the places that own issues.</summary>
public sealed class OwnerQueries(NpgsqlDataSource source)
{
    private static readonly string SelectSql = SqlText.Load("owner-select");
    private static readonly string ListSql = SqlText.Load("owner-list");
    private static readonly string WithinSql = SqlText.Load("owner-within");

    /// <summary>One place; null when nobody has registered it.</summary>
    public async Task<OwnerRow?> FindAsync(
        Place place,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, $"{SelectSql} where o.place = $1", within);
        command.Parameters.Add(new() { Value = place.ToString() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    /// <summary>A page of places in the order of their keys, which is by community.</summary>
    public async Task<Page<OwnerRow>> ListAsync(OwnerFilter filter, CancellationToken cancellationToken = default)
    {
        var limit = Math.Clamp(filter.Limit, 1, OwnerFilter.PageMax);
        await using var command = source.CreateCommand($"{SelectSql} {ListSql}");
        Add(filter.Kind?.Kebab());
        Add(filter.Community);
        Add(filter.Subdistrict);
        Add(string.IsNullOrWhiteSpace(filter.Query) ? null : filter.Query.Trim());
        Add(filter.After);
        // One more than is shown tells whether there is a next page.
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<OwnerRow>(limit);
        while (rows.Count < limit && await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Read(reader));
        }

        var more = rows.Count == limit && await reader.ReadAsync(cancellationToken);
        return new Page<OwnerRow>(rows, more ? rows[^1].Place.ToString() : null);

        void Add(string? value) =>
            // A name with a zero character is no name; PostgreSQL would refuse the parameter.
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = value?.Replace('\0', '\u0001') });
    }

    /// <summary>The owners that hang together with a compound (its projects) or a grid (what it looks after).</summary>
    public async Task<ImmutableArray<Place>> GetWithinAsync(Place place, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(WithinSql);
        command.Parameters.Add(new() { Value = place.Kind is PlaceKind.Compound ? place.Key : "" });
        command.Parameters.Add(new() { Value = place.Kind is PlaceKind.Grid ? place.ToString() : "" });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var within = ImmutableArray.CreateBuilder<Place>();
        while (await reader.ReadAsync(cancellationToken))
        {
            within.Add(Place.Parse(reader.GetString(0)));
        }

        return within.ToImmutable();
    }

    /// <summary>Codes of the subdistricts in which any place is registered, in order.</summary>
    public async Task<ImmutableArray<string>> GetSubdistrictsAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "select distinct subdistrict from owners where subdistrict is not null order by subdistrict"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var codes = ImmutableArray.CreateBuilder<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            codes.Add(reader.GetString(0));
        }

        return codes.ToImmutable();
    }

    /// <summary>The names of places; those that nobody has registered are missing.</summary>
    public async Task<IReadOnlyDictionary<Place, string>> GetNamesAsync(
        IEnumerable<Place> places,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand("select place, name from owners where place = any ($1)");
        command.Parameters.Add(new() { Value = places.Select(place => place.ToString()).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new Dictionary<Place, string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(Place.Parse(reader.GetString(0)), reader.GetString(1));
        }

        return names;
    }

    /// <summary>How many places of a kind are registered.</summary>
    public async Task<long> CountAsync(PlaceKind kind, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("select count(*) from owners where kind = $1");
        command.Parameters.Add(new() { Value = kind.Kebab() });
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private static OwnerRow Read(NpgsqlDataReader reader)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        return new OwnerRow(
            Place.Parse(reader.GetString(0)),
            reader.GetString(1),
            Text(2),
            Text(3),
            EnumWords.TryParseWord<PropertyMode>(Text(4), out var mode) ? mode : null,
            reader.IsDBNull(5) ? null : reader.GetInt32(5),
            Text(6) is { } grid ? Place.Parse(grid) : null,
            Text(7) is { } buildings
                ? JsonSerializer.Deserialize<ImmutableArray<Building>>(buildings, JsonSerializerOptions.Web)
                : [],
            [.. reader.GetFieldValue<Guid[]>(8)],
            reader.GetBoolean(9),
            reader.GetInt64(10),
            Text(11) is { } rules ? OwnerRules.Read(rules) : null
        );
    }
}
