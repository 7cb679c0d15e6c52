using System.Globalization;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Places;
using Npgsql;

namespace CivicGrains.Storage.Issues;

/// <summary>
/// Writes the <c>where</c> of a list. Only what narrows the list stands in it, so that PostgreSQL finds the index for
/// it; every value is a parameter.
/// </summary>
internal sealed class IssueConditions
{
    /// <summary>The statuses whose deadlines run, as the partial indexes name them.</summary>
    private const string Open = "i.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework')";

    private readonly NpgsqlParameterCollection parameters;
    private readonly List<string> conditions = [];

    public IssueConditions(NpgsqlParameterCollection parameters) => this.parameters = parameters;

    /// <summary>The conditions so far, all of which must hold.</summary>
    public override string ToString() => conditions.Count == 0 ? "true" : string.Join("\n  and ", conditions);

    /// <summary>Keeps what the asker may see. Nobody sees what no part of the audience lets in.</summary>
    public IssueConditions SeenBy(Audience audience)
    {
        if (audience.All || audience.StaffOf.Any(p => p.Kind is PlaceKind.District))
        {
            return this;
        }

        var ways = new List<string>();
        if (audience.Reference is { } reference)
        {
            var name = Parameter(reference);
            ways.Add($"i.reporter = {name}");
            ways.Add($"i.followers @> array[{name}] and i.followers <> '{{}}'");
        }

        if (audience.ResidentOf.Length > 0)
        {
            ways.Add($"i.visibility = 'compound' and i.owner = any ({Parameter(Names(audience.ResidentOf))})");
        }

        if (audience.StaffOf.Length > 0)
        {
            var places = Parameter(Names(audience.StaffOf));
            ways.Add($"i.owner = any ({places})");
            ways.Add($"i.handler_place = any ({places})");
            if (
                audience.StaffOf.Where(p => p.Kind is PlaceKind.Department).Select(p => p.Key).ToArray() is [_, ..] keys
            )
            {
                ways.Add($"i.whistled && {Parameter(keys)}");
            }

            AddCodes(ways, "community", audience.StaffOf.Where(p => p.Kind is PlaceKind.Community || p.IsMasterGrid));
            AddCodes(ways, "subdistrict", audience.StaffOf.Where(p => p.Kind is PlaceKind.Subdistrict));
        }

        conditions.Add(ways.Count == 0 ? "false" : $"({string.Join(" or ", ways)})");
        return this;
    }

    /// <summary>Keeps what a filter asks for, but for its words and its page.</summary>
    public IssueConditions Matching(IssueFilter filter)
    {
        if (filter.Place is { } place && place.Kind is not PlaceKind.District)
        {
            conditions.Add(At(place));
        }

        if (filter.OpenOnly)
        {
            conditions.Add(Open);
        }

        if (filter.IncidentsOnly)
        {
            conditions.Add("i.incident_at is not null");
        }

        if (filter.Statuses.Length > 0)
        {
            conditions.Add($"i.status = any ({Parameter(filter.Statuses.Select(s => s.Camel()).ToArray())})");
        }

        if (filter.AwaitsLevel is { } awaits)
        {
            var level = Parameter(awaits);
            conditions.Add(
                $"""
                not i.archived
                  and (i.request_level = {level} or i.whistle_levels @> array[{level}]
                    or coalesce(i.check_due_at, i.call_back_due_at) is not null
                      and {level} in (i.level, coalesce(i.level_above, i.level + 1)))
                """
            );
        }

        if (filter.WhistledTo is { } department)
        {
            conditions.Add(WhistledTo(department));
        }

        Add("i.overdue =", filter.Overdue);
        Add("i.category =", filter.Category);
        Add("i.reporter =", filter.Reporter);
        Add("i.handler_place =", filter.HandlerPlace?.ToString());
        Add("i.handler_role =", filter.HandlerRole?.Kebab());
        if (filter.ConcernedWith is { } reference)
        {
            var name = Parameter(reference);
            conditions.Add($"(i.reporter = {name} or i.followers @> array[{name}] and i.followers <> '{{}}')");
        }

        return this;
    }

    /// <summary>
    /// Keeps what has these words in its text. One character has no piece of two to look up: its texts are read.
    /// </summary>
    public IssueConditions Saying(string? query)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            return this;
        }

        var words = query.Trim();
        if (words.Contains('\0', StringComparison.Ordinal))
        {
            // No text has it, and PostgreSQL would refuse the parameter.
            conditions.Add("false");
            return this;
        }

        var name = Parameter(words);
        var pieces = words.EnumerateRunes().Skip(1).Any() ? $"and bigrams(c.body) @> bigrams({name})" : "";
        conditions.Add(
            $"""
            exists (
                select 1 from contents c
                where c.commitment = i.description and c.kind = 'description' {pieces}
                  and strpos(lower(c.body collate "C"), lower({name} collate "C")) > 0)
            """
        );
        return this;
    }

    /// <summary>Keeps what comes after the page before, newest first.</summary>
    public IssueConditions After(TimeCursor? cursor, string column)
    {
        if (cursor is { } last)
        {
            conditions.Add($"(i.{column}, i.id) < ({Parameter(last.At.ToUniversalTime())}, {Parameter(last.Id)})");
        }

        return this;
    }

    /// <summary>Adds a parameter; its name in the statement.</summary>
    public string Parameter(object value)
    {
        parameters.Add(new() { Value = value });
        return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}");
    }

    private static string[] Names(IEnumerable<Place> places) => places.Select(p => p.ToString()).ToArray();

    private string At(Place place) =>
        place.Kind switch
        {
            PlaceKind.Community => $"i.community = {Parameter(place.Key)}",
            PlaceKind.Subdistrict => $"i.subdistrict = {Parameter(place.Key)}",
            PlaceKind.Department => $"(i.handler_place = {Parameter(place.ToString())} or {WhistledTo(place.Key)})",
            _ => $"i.owner = {Parameter(place.ToString())}",
        };

    private string WhistledTo(string department) => $"i.whistled && array[{Parameter(department)}]";

    private void AddCodes(List<string> ways, string column, IEnumerable<Place> places)
    {
        var codes = places.Select(p => p.Key).ToArray();
        if (codes.Length > 0)
        {
            ways.Add($"i.{column} = any ({Parameter(codes)})");
        }
    }

    private void Add(string left, object? value)
    {
        if (value is not null)
        {
            conditions.Add($"{left} {Parameter(value)}");
        }
    }
}
