using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace CivicGrains.Chaos;

/// <summary>Holds what callers were told against the log.</summary>
internal sealed class LogCheck(NpgsqlDataSource source)
{
    /// <summary>Later than this after its moment, a deadline counts as missed: a dead silo, a lease, a sweep.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(75);

    /// <summary>Acknowledged commands are there once, refused ones are not.</summary>
    public async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyCollection<Call> calls)
    {
        var stored = await ReadCommandsAsync();
        var events = await ReadEventsOfCommandsAsync();
        var violations = new List<string>();
        foreach (var call in calls)
        {
            var isStored = stored.Contains(call.CommandId);
            var (count, streams, versions) = events.GetValueOrDefault(call.CommandId);
            var fault = call.Outcome switch
            {
                CallOutcome.Acknowledged when !isStored => "was acknowledged and is not in the log",
                CallOutcome.Refused when isStored => "was refused and is in the log",
                _ when streams > 1 => $"is in {streams} streams",
                _ when count > 0 && versions != count => $"has {count} events that do not follow one another",
                _ when call.Outcome is CallOutcome.Refused && count > 0 => "was refused and has events",
                _ => null,
            };
            if (fault is not null)
            {
                violations.Add($"{call} {fault}.");
            }
        }

        return violations;
    }

    /// <summary>Every report that is in the log was asked for, and every number that was given out is there once.</summary>
    public async Task<IReadOnlyList<string>> CompareReportsAsync(IReadOnlyCollection<Call> calls, long since)
    {
        var asked = calls
            .Where(call => call is { Outcome: CallOutcome.Acknowledged, Route: "/api/issues" })
            .Select(call => JsonDocument.Parse(call.Answer).RootElement.GetProperty("id").GetString()!)
            .ToList();
        var violations = asked
            .GroupBy(id => id, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"The number {group.Key} was given out {group.Count()} times.")
            .ToList();
        var logged = new List<string>();
        await ReadAsync(
            "select subject from events where type = 'issue.reported' and seq > $1",
            reader => logged.Add(reader.GetString(0)),
            since
        );
        violations.AddRange(logged.Except(asked).Select(id => $"Issue {id} is in the log and nobody was told."));
        violations.AddRange(asked.Except(logged).Select(id => $"Issue {id} was acknowledged and is not in the log."));
        violations.AddRange(
            logged
                .GroupBy(id => id, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .Select(group => $"Issue {group.Key} was reported {group.Count()} times.")
        );
        return violations;
    }

    /// <summary>An issue that nobody handles climbs one level at a time, each once, and soon after its deadline.</summary>
    /// <param name="now">Time of the town.</param>
    public async Task<(IReadOnlyList<string> Violations, int Escalations, TimeSpan Latest)> CompareDeadlinesAsync(
        long since,
        DateTimeOffset now
    )
    {
        var violations = new List<string>();
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        var due = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var escalations = 0;
        var latest = TimeSpan.Zero;
        await ReadAsync(
            """
            select subject, type, at, payload from events
            where subject in (select subject from events where type = 'issue.reported' and seq > $1)
              and (type in ('issue.accepted', 'issue.escalated', 'issue.overdue', 'issue.resolved', 'issue.withdrawn',
                            'issue.dispatched', 'issue.rework-ordered', 'issue.reopened', 'issue.closed'))
            order by seq
            """,
            reader =>
            {
                var (issue, type, at) = (
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetFieldValue<DateTimeOffset>(2)
                );
                using var payload = JsonDocument.Parse(reader.GetString(3));
                if (type is "issue.escalated")
                {
                    escalations++;
                    var level = payload.RootElement.GetProperty("step").GetProperty("level").GetInt32();
                    if (level <= levels.GetValueOrDefault(issue, -1))
                    {
                        violations.Add($"{issue} climbed to level {level} twice, the second time at {at:O}.");
                    }

                    levels[issue] = level;
                    if (due.TryGetValue(issue, out var moment) && at - moment is var late && late > latest)
                    {
                        latest = late;
                    }
                }

                if (payload.RootElement.TryGetProperty("step", out var step) && step.ValueKind is JsonValueKind.Object)
                {
                    levels.TryAdd(issue, step.GetProperty("level").GetInt32());
                    due[issue] = step.GetProperty("dueAt").GetDateTimeOffset();
                }
                else
                {
                    due.Remove(issue);
                }
            },
            since
        );
        if (latest > LateMax)
        {
            violations.Add(
                string.Create(CultureInfo.InvariantCulture, $"A deadline was met {latest.TotalSeconds:F1} s late.")
            );
        }

        violations.AddRange(
            due.Where(it => now - it.Value > LateMax)
                .Select(it => $"{it.Key} was due at {it.Value:O} and nothing came.")
        );
        return (violations, escalations, latest);
    }

    /// <summary>The last event of the log.</summary>
    public async Task<long> ReadSeqAsync()
    {
        var seq = 0L;
        await ReadAsync("select coalesce(max(seq), 0) from events", reader => seq = reader.GetInt64(0));
        return seq;
    }

    /// <summary>The number each issue's row is true at; that rows are what the log says is proved by <c>rebuild</c>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadIssuesAsync()
    {
        var issues = new Dictionary<string, long>(StringComparer.Ordinal);
        await ReadAsync("select id, seq from issues", reader => issues.Add(reader.GetString(0), reader.GetInt64(1)));
        return issues;
    }

    /// <summary>Reactions that were given up.</summary>
    public async Task<IReadOnlyList<string>> ReadDeadLettersAsync()
    {
        var letters = new List<string>();
        await ReadAsync(
            "select reaction, seq, target, error from dead_letters",
            reader =>
                letters.Add(
                    $"{reader.GetString(0)} to {reader.GetInt64(1)} at {reader.GetString(2)}: {reader.GetString(3)}"
                )
        );
        return letters;
    }

    private async Task<HashSet<Guid>> ReadCommandsAsync()
    {
        var ids = new HashSet<Guid>();
        await ReadAsync("select command_id from commands", reader => ids.Add(reader.GetGuid(0)));
        return ids;
    }

    private async Task<Dictionary<Guid, (long Count, long Streams, long Versions)>> ReadEventsOfCommandsAsync()
    {
        var events = new Dictionary<Guid, (long, long, long)>();
        await ReadAsync(
            """
            select command_id, count(*), count(distinct stream), max(version) - min(version) + 1
            from events group by command_id
            """,
            reader => events.Add(reader.GetGuid(0), (reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3)))
        );
        return events;
    }

    private async Task ReadAsync(string sql, Action<NpgsqlDataReader> take, params object[] parameters)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            take(reader);
        }
    }
}
