using CivicGrains.Domain.Common;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Rules;

/// <summary>What was published at a place, as the log has it.</summary>
public sealed class RulePublications(NpgsqlDataSource source)
{
    private static readonly string Sql = SqlText.Load("rule-publications");

    /// <summary>The newest events of one kind in a place's stream, newest first.</summary>
    /// <param name="before">Only of before this version of the stream; null for the end.</param>
    /// <param name="limit">Most of them.</param>
    public async Task<IReadOnlyList<LoggedEvent>> GetAsync<TEvent>(
        Place place,
        int? before,
        int limit,
        CancellationToken cancellationToken = default
    )
        where TEvent : DomainEvent
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = place.ToString() });
        command.Parameters.Add(new() { Value = EventCatalog.NameOf<TEvent>() });
        command.Parameters.Add(new() { Value = before ?? int.MaxValue });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<LoggedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(LogReader.Read(reader));
        }

        return events;
    }
}
