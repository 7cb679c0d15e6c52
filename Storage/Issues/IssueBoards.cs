using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Issues;

/// <summary>
/// Reads for live screens: whole issues with their texts, whoever asks. Who may see which of them is decided by the
/// caller, who often serves many askers from one read.
/// </summary>
public sealed class IssueBoards(NpgsqlDataSource source)
{
    private static readonly string WithTextsSql = SqlText.Load("issue-with-texts");
    private static readonly string ByIdsSql = $"{WithTextsSql} where i.id = any ($1)";
    private static readonly string CountSql = SqlText.Load("issue-count-by-status");
    private static readonly string ToDoSql = $"{WithTextsSql} {SqlText.Load("issue-to-do")}";

    /// <summary>When is due what has no deadline: after everything that has one.</summary>
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string ConcernedSql = SqlText.Load("issue-concerned");

    /// <summary>Issues by their ids, newest state; unknown ones are missing.</summary>
    public async Task<IReadOnlyDictionary<string, IssueWithTexts>> GetAsync(
        string[] ids,
        CancellationToken cancellationToken = default
    )
    {
        var found = new Dictionary<string, IssueWithTexts>(ids.Length, StringComparer.Ordinal);
        if (ids.Length == 0)
        {
            return found;
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(ByIdsSql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        // Asked for every batch of the log: planned once per connection.
        await command.PrepareAsync(cancellationToken);
        foreach (var issue in await ReadAsync(command, cancellationToken))
        {
            found.Add(issue.Row.Id, issue);
        }

        return found;
    }

    /// <summary>One issue; null for an unknown id.</summary>
    public async Task<IssueWithTexts?> FindAsync(
        string id,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, $"{WithTextsSql} where i.id = $1", within);
        command.Parameters.Add(new() { Value = id });
        return (await ReadAsync(command, cancellationToken)).FirstOrDefault();
    }

    /// <summary>
    /// The issues of a scope that changed last, archived ones left out: up to <paramref name="max"/> of those that the
    /// compound may see and as many of those that only their chain may see, so that neither crowds out the other.
    /// </summary>
    public async Task<ImmutableArray<IssueWithTexts>> GetNewestAsync(
        IssueBoard scope,
        int max,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, "", within);
        var which = Where(scope, command.Parameters);
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {WithTextsSql}
            where i.id in (
              (select i.id from issues i where {which} and i.visibility = 'compound' and not i.archived
               order by i.updated_at desc, i.id desc limit {max})
              union all
              (select i.id from issues i where {which} and i.visibility <> 'compound' and not i.archived
               order by i.updated_at desc, i.id desc limit {max})
            )
            """
        );
        return [.. await ReadAsync(command, cancellationToken)];
    }

    /// <summary>
    /// A page of what a grid has to do: its open issues and tasks, the most urgent first. What has waited longest is
    /// never crowded out by what changed last.
    /// </summary>
    /// <param name="after">The last item of the page before; null at the beginning.</param>
    /// <param name="limit">Items of a page, at least 1.</param>
    public async Task<Page<IssueWithTexts>> GetToDoAsync(
        Place grid,
        TimeCursor? after,
        int limit,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, ToDoSql, within);
        command.Parameters.Add(new() { Value = grid.ToString() });
        command.Parameters.Add(new() { Value = Never });
        command.Parameters.Add(new() { Value = (after?.At ?? DateTimeOffset.UnixEpoch).ToUniversalTime() });
        command.Parameters.Add(new() { Value = after?.Id ?? "" });
        // One more than is shown tells whether there is a next page.
        command.Parameters.Add(new() { Value = limit + 1 });
        var issues = await ReadAsync(command, cancellationToken);
        if (issues.Count <= limit)
        {
            return new Page<IssueWithTexts>(issues, null);
        }

        var last = issues[limit - 1].Row;
        return new Page<IssueWithTexts>(issues[..limit], new TimeCursor(last.DueAt ?? Never, last.Id).ToString());
    }

    /// <summary>How many issues of a scope stand how.</summary>
    /// <param name="now">Domain time.</param>
    public async Task<ImmutableArray<IssueCount>> CountAsync(
        IssueBoard scope,
        DateTimeOffset now,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, "", within);
        command.Parameters.Add(new() { Value = now.ToUniversalTime() });
        var which = Where(scope, command.Parameters);
        command.CommandText = $"{CountSql} where {which} and not i.archived group by 1, 2, 3";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = ImmutableArray.CreateBuilder<IssueCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(
                new IssueCount(
                    IssueRowReader.Word<Visibility>(reader.GetString(0)),
                    IssueRowReader.Word<IssueStatus>(reader.GetString(1)),
                    reader.GetBoolean(2),
                    reader.GetInt64(3)
                )
            );
        }

        return counts.ToImmutable();
    }

    /// <summary>Which of these issues an account reported or follows.</summary>
    public async Task<IReadOnlySet<string>> GetConcernedAsync(
        Guid reference,
        string[] ids,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(ConcernedSql);
        command.Parameters.Add(new() { Value = ids });
        command.Parameters.Add(new() { Value = reference });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var concerned = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            concerned.Add(reader.GetString(0));
        }

        return concerned;
    }

    private static async Task<List<IssueWithTexts>> ReadAsync(
        NpgsqlCommand command,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var issues = new List<IssueWithTexts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            issues.Add(
                new IssueWithTexts(
                    IssueRowReader.Read(reader),
                    IssueRowReader.Text(reader, IssueRowReader.Columns),
                    IssueRowReader.Text(reader, IssueRowReader.Columns + 1),
                    PhotosOf(reader, IssueRowReader.Columns + 2)
                )
            );
        }

        return issues;
    }

    /// <summary>From stages and commitments, separated by a space.</summary>
    private static ImmutableArray<IssuePhoto> PhotosOf(NpgsqlDataReader reader, int column) =>
        [
            .. reader
                .GetFieldValue<string[]>(column)
                .Select(words => words.Split(' '))
                .Select(words => new IssuePhoto(words[1], IssueRowReader.Word<PhotoStage>(words[0]))),
        ];

    private static string Where(IssueBoard scope, NpgsqlParameterCollection parameters)
    {
        string Parameter(object value)
        {
            parameters.Add(new() { Value = value });
            return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}");
        }

        switch (scope)
        {
            case IssueBoard.District:
                return "true";
            case IssueBoard.At { Place: { Kind: PlaceKind.Community } place }:
                return $"i.community = {Parameter(place.Key)}";
            case IssueBoard.At { Place: { Kind: PlaceKind.Subdistrict } place }:
                return $"i.subdistrict = {Parameter(place.Key)}";
            case IssueBoard.At it:
                return $"i.owner = {Parameter(it.Place.ToString())}";
            case IssueBoard.OfGrid it:
                var grid = Parameter(it.Grid.ToString());
                return $"(i.owner = {grid} or i.id in (select t.issue_id from tasks t where t.grid = {grid} and t.ended_at is null))";
            case IssueBoard.ConcerningAccount it:
                var reference = Parameter(it.Reference);
                return $"(i.reporter = {reference} or i.followers @> array[{reference}] and i.followers <> '{{}}')";
            default:
                throw new UnreachableException($"Say which issues a {scope.GetType().Name} has.");
        }
    }
}
