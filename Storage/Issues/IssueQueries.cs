using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Issues;

/// <summary>
/// Questions about issues. All can be asked within a <see cref="ReadSnapshot"/>; their answers then hold at one
/// sequence number.
/// </summary>
public sealed class IssueQueries(NpgsqlDataSource source)
{
    private static readonly string SelectSql = SqlText.Load("issue-select");
    private static readonly string CountSql = SqlText.Load("issue-count");
    private static readonly string DueOwnersSql = SqlText.Load("issue-due-owners");
    private static readonly string RecountOwnersSql = SqlText.Load("issue-recount-owners");

    /// <summary>Most reports of a surge that are gathered by one command.</summary>
    private const int GatheredAtOnceMax = 200;

    private static readonly string AreaSurgesSql = SqlText.Load("issue-area-surges");
    private static readonly string TimelineSql = SqlText.Load("issue-timeline");

    /// <summary>Reads that see one and the same moment.</summary>
    public Task<ReadSnapshot> TakeSnapshotAsync(CancellationToken cancellationToken = default) =>
        ReadSnapshot.TakeAsync(source, cancellationToken);

    /// <summary>The number of the newest event of the log; what is read afterwards is at least as new.</summary>
    public async Task<long> GetEndAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("select coalesce(max(seq), 0) from events");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Where an issue lives; null for an unknown id.</summary>
    public async Task<Place?> FindOwnerAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("select owner from issues where id = $1");
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync(cancellationToken) is string owner ? Place.Parse(owner) : null;
    }

    /// <summary>One issue, whoever asks; null for an unknown id.</summary>
    public async Task<IssueRow?> FindAsync(
        string id,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, $"{SelectSql} where i.id = $1", within);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? IssueRowReader.Read(reader) : null;
    }

    /// <summary>A page of the issues that match a filter and that the asker may see, newest first.</summary>
    public async Task<Page<IssueRow>> ListAsync(
        IssueFilter filter,
        Audience audience,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        var limit = Math.Clamp(filter.Limit, 1, IssueFilter.PageMax);
        var column = filter.Order is IssueOrder.Updated ? "updated_at" : "reported_at";
        await using var command = ReadSnapshot.Command(source, "", within);
        var conditions = new IssueConditions(command.Parameters)
            .SeenBy(audience)
            .Matching(filter)
            .Saying(filter.Query)
            .After(filter.After, column);
        // One more than is shown tells whether there is a next page.
        command.CommandText = $"""
            {SelectSql}
            where {conditions}
            order by i.{column} desc, i.id desc
            limit {conditions.Parameter(limit + 1)}
            """;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<IssueRow>(limit);
        while (rows.Count < limit && await reader.ReadAsync(cancellationToken))
        {
            rows.Add(IssueRowReader.Read(reader));
        }

        var more = rows.Count == limit && await reader.ReadAsync(cancellationToken);
        return new Page<IssueRow>(rows, more ? CursorOf(rows[^1], filter.Order).ToString() : null);
    }

    /// <summary>How many open issues match a filter and may be seen by the asker.</summary>
    public async Task<IssueFigures> CountAsync(
        IssueFilter filter,
        Audience audience,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, "", within);
        var conditions = new IssueConditions(command.Parameters)
            .SeenBy(audience)
            .Matching(filter with { OpenOnly = true })
            .Saying(filter.Query);
        command.CommandText = $"{CountSql} where {conditions}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new IssueFigures(reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Texts by their commitments; erased ones are missing.</summary>
    public async Task<IReadOnlyDictionary<string, StoredText>> GetTextsAsync(
        IEnumerable<string> commitments,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        const string sql = "select commitment, kind, body from contents where commitment = any ($1)";
        await using var command = ReadSnapshot.Command(source, sql, within);
        command.Parameters.Add(new() { Value = commitments.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var texts = new Dictionary<string, StoredText>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var text = new StoredText(reader.GetString(0), reader.GetString(1), reader.GetString(2));
            texts.Add(text.Commitment, text);
        }

        return texts;
    }

    /// <summary>The photos that issues mention, in the order in which they did.</summary>
    public async Task<ILookup<string, IssuePhoto>> GetPhotosAsync(
        IEnumerable<string> issueIds,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        const string sql =
            "select issue_id, stage, commitment from issue_photos where issue_id = any ($1) order by seq, place";
        await using var command = ReadSnapshot.Command(source, sql, within);
        command.Parameters.Add(new() { Value = issueIds.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var photos = new List<(string IssueId, IssuePhoto Photo)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var stage = IssueRowReader.Word<PhotoStage>(reader.GetString(1));
            photos.Add((reader.GetString(0), new IssuePhoto(reader.GetString(2), stage)));
        }

        return photos.ToLookup(it => it.IssueId, it => it.Photo, StringComparer.Ordinal);
    }

    /// <summary>Everything that happened to an issue, in every owner it lived in, in order.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> GetTimelineAsync(
        string id,
        ReadSnapshot? within = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = ReadSnapshot.Command(source, TimelineSql, within);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<LoggedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(LogReader.Read(reader));
        }

        return events;
    }

    /// <summary>Owners of issues whose deadlines were counted by a working calendar of before this version.</summary>
    /// <param name="max">Most owners of one answer.</param>
    public async Task<IReadOnlyList<Place>> GetOwnersToRecountAsync(
        int calendarVersion,
        int max,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(RecountOwnersSql);
        command.Parameters.Add(new() { Value = calendarVersion });
        command.Parameters.Add(new() { Value = max });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var owners = new List<Place>();
        while (await reader.ReadAsync(cancellationToken))
        {
            owners.Add(Place.Parse(reader.GetString(0)));
        }

        return owners;
    }

    /// <summary>Where many report the same in a community, at more than one place.</summary>
    /// <param name="since">Reports since then count.</param>
    /// <param name="people">So many of them are many.</param>
    public async Task<IReadOnlyList<AreaSurge>> GetAreaSurgesAsync(
        DateTimeOffset since,
        int people,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(AreaSurgesSql);
        command.Parameters.Add(new() { Value = since.ToUniversalTime() });
        command.Parameters.Add(new() { Value = people });
        command.Parameters.Add(new() { Value = GatheredAtOnceMax });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var surges = new List<AreaSurge>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var ids = await reader.GetFieldValueAsync<string[]>(2, cancellationToken);
            var owners = await reader.GetFieldValueAsync<string[]>(3, cancellationToken);
            surges.Add(
                new AreaSurge(
                    reader.GetString(0),
                    reader.GetString(1),
                    [.. ids.Zip(owners, (id, owner) => new GatheredIssue(id, Place.Parse(owner)))]
                )
            );
        }

        return surges;
    }

    /// <summary>Owners with something due up to an instant, the most urgent first.</summary>
    public async Task<IReadOnlyList<DueOwner>> GetDueOwnersAsync(
        DateTimeOffset until,
        int max,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(DueOwnersSql);
        command.Parameters.Add(new() { Value = until.ToUniversalTime() });
        command.Parameters.Add(new() { Value = max });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var owners = new List<DueOwner>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var due = await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken);
            owners.Add(new DueOwner(Place.Parse(reader.GetString(0)), due));
        }

        return owners;
    }

    /// <summary>The next instant at which anything anywhere happens by itself; null when nothing does.</summary>
    public async Task<DateTimeOffset?> GetNextDueAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            select least(
              (select min(next_due_at) from issues),
              (select min(next_due_at) from tasks),
              (select min(next_due_at) from roll_calls))
            """
        );
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime next ? new DateTimeOffset(next) : null;
    }

    private static TimeCursor CursorOf(IssueRow row, IssueOrder order) =>
        new(order is IssueOrder.Updated ? row.UpdatedAt : row.ReportedAt, row.Id);
}
