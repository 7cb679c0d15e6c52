using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.EventLog;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicGrains.Storage.Rules;

/// <summary>Reads the past of an owner and of the district's law, to live it again.</summary>
public sealed class PastReader(NpgsqlDataSource source, IEventLog log, IOptions<DistrictOptions> district)
{
    private static readonly string Sql = SqlText.Load("past-of-owner");

    /// <summary>What happened to an owner itself, ever, and to its issues from a moment on, append by append.</summary>
    /// <param name="eventsMax">Most events that are read.</param>
    /// <returns>The appends in order; null when there is more than that.</returns>
    public async Task<IReadOnlyList<PastAppend>?> ReadAsync(
        Place owner,
        DateTimeOffset from,
        int eventsMax,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = owner.ToString() });
        command.Parameters.Add(new() { Value = from.ToUniversalTime() });
        command.Parameters.Add(new() { Value = eventsMax + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var appends = new List<PastAppend>();
        var happened = ImmutableArray.CreateBuilder<DomainEvent>();
        LoggedEvent? first = null;
        var events = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (++events > eventsMax)
            {
                return null;
            }

            var it = LogReader.Read(reader);
            if (first is not null && first.CommandId != it.CommandId)
            {
                Close(first);
                first = null;
            }

            first ??= it;
            // What a newer version of the platform has written is passed over.
            if (EventCatalog.Knows(it.Type))
            {
                happened.Add(EventJson.Read(it.Type, it.Payload));
            }
        }

        if (first is not null)
        {
            Close(first);
        }

        return appends;

        void Close(LoggedEvent begin)
        {
            if (happened.Count > 0)
            {
                appends.Add(new PastAppend(new LogMoment(begin.At, begin.Seq), begin.Actor, happened.ToImmutable()));
                happened.Clear();
            }
        }
    }

    /// <summary>The district's law over time.</summary>
    public async Task<ImmutableArray<PastLaw>> ReadLawsAsync(CancellationToken cancellationToken = default)
    {
        var place = Place.District(district.Value.Code);
        var state = DistrictState.Initial(place);
        var laws = ImmutableArray.CreateBuilder<PastLaw>();
        laws.Add(new PastLaw(new LogMoment(DateTimeOffset.MinValue, -1), state.Law));
        await foreach (var it in log.ReadStreamAsync(place.ToString(), 0, cancellationToken))
        {
            if (EventCatalog.Knows(it.Type))
            {
                state = DistrictState.Evolve(state, EventJson.Read(it.Type, it.Payload), it.Actor, it.At);
                laws.Add(new PastLaw(new LogMoment(it.At, it.Seq), state.Law));
            }
        }

        return laws.ToImmutable();
    }
}
