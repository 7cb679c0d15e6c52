using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.Load.History;

/// <summary>
/// A compound that lives its past again: commands are decided, folded, viewed and appended just as its grain does it, but
/// at whatever time is told, so that the log is what the platform would have written.
/// </summary>
internal sealed class PastOwner(IEventLog log, Law law, Place place, Actor resident, Actor manager)
{
    private static readonly TimeSpan Next = TimeSpan.FromMilliseconds(10);

    private CompoundState _state = CompoundState.Initial(place);
    private ReadOnlyMemory<byte> _hash;
    private DateTimeOffset _lastAt;
    private string _newest = "";

    /// <summary>Number of its events.</summary>
    public int Version { get; private set; }

    public Place Place => place;

    /// <summary>Reads what was logged so far.</summary>
    public async Task LoadAsync()
    {
        (_state, Version, _hash) = (CompoundState.Initial(place), 0, default);
        await foreach (var it in log.ReadStreamAsync(place.ToString(), 0))
        {
            _state = CompoundState.Evolve(_state, EventJson.Read(it.Type, it.Payload), it.Actor, it.At);
            (Version, _hash, _lastAt) = (it.Version, it.Hash, it.At);
        }
    }

    /// <summary>
    /// Issues from their report to their archive, at even distances: reported, acknowledged, started, resolved and closed
    /// within minutes, archived when the time to reopen has passed.
    /// </summary>
    /// <param name="until">Up to when they are reported; ended they are by <paramref name="end"/>.</param>
    public async Task LiveAsync(
        int issues,
        DateTimeOffset from,
        DateTimeOffset until,
        DateTimeOffset end,
        Func<string> nextId
    )
    {
        var step = TimeSpan.FromSeconds(30);
        for (var i = 0; i < issues; i++)
        {
            var at = from + ((until - from) * i / issues);
            at = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
            await WakeAsync(at);
            var id = nextId();
            await ReportAsync(id, at);
            await DoAsync(new Acknowledge(id), manager, at + step);
            await DoAsync(new Start(id), manager, at + (2 * step));
            await DoAsync(
                new Resolve(id, PrivateText.Of("note", "灯泡和镇流器都已更换，现场已试灯。"), []),
                manager,
                at + (3 * step)
            );
            await DoAsync(new Close(id), resident, at + (4 * step));
        }

        await WakeAsync(end);
    }

    /// <summary>A report right after whatever was last, and not before a moment.</summary>
    public Task ReportOnAsync(string id, DateTimeOffset notBefore) =>
        ReportAsync(id, _lastAt >= notBefore ? _lastAt + Next : notBefore);

    /// <summary>The resident asks something about the newest issue.</summary>
    public Task CommentAsync() =>
        DoAsync(
            new Comment(_newest, PrivateText.Of("note", "有人来看过了吗？晚上孩子放学要走这里。")),
            resident,
            _lastAt + Next
        );

    private Task ReportAsync(string id, DateTimeOffset at)
    {
        _newest = id;
        return DoAsync(
            new Report(
                id,
                Load.Commands.SampleRows.Category,
                PrivateText.Of("description", Load.Commands.SampleRows.Description),
                "1栋"
            ),
            resident,
            at
        );
    }

    private Task DoAsync(IssueCommand command, Actor actor, DateTimeOffset at)
    {
        var decision = CompoundState.Decide(_state, command, actor, law, at);
        return decision.Rejection is { } refused
            ? throw new InvalidOperationException($"{refused.Code}: {refused.English}")
            : CommitAsync(Guid.CreateVersion7(), command, decision.Events, actor.Reference, at);
    }

    /// <summary>Whatever is due up to a moment, each at its own.</summary>
    private async Task WakeAsync(DateTimeOffset upTo)
    {
        while (_state.NextDueAt is { } due && due <= upTo)
        {
            // Never before the last event of the stream.
            var at = due > _lastAt ? due : _lastAt;
            await CommitAsync(
                CommandIds.From("due", place.ToString(), Version.ToString(CultureInfo.InvariantCulture)),
                null,
                CompoundState.Due(_state, law, at),
                Actor.Platform.Reference,
                at
            );
        }
    }

    private async Task CommitAsync(
        Guid id,
        IssueCommand? command,
        ImmutableArray<DomainEvent> happened,
        Guid actor,
        DateTimeOffset at
    )
    {
        var next = _state;
        foreach (var it in happened)
        {
            next = CompoundState.Evolve(next, it, actor, at);
        }

        var result = await log.AppendAsync(
            new AppendRequest
            {
                Stream = place.ToString(),
                ExpectedVersion = Version,
                HeadHash = _hash,
                CommandId = id,
                RequestHash = SHA256.HashData(id.ToByteArray()),
                Answer = command is null ? "{}" : CompoundState.Answer(next, command),
                Actor = actor,
                At = at,
                Events = happened,
                Texts = command?.Texts ?? [],
                Views = CompoundState.Views(_state, next, happened.AsSpan(), at),
                IsDeadline = command is null,
            }
        );
        if (result.Outcome is not AppendOutcome.Won)
        {
            throw new InvalidOperationException($"{place} is not alone: {result.Outcome}.");
        }

        (_state, Version, _hash, _lastAt) = (next, Version + happened.Length, result.HeadHash, at);
    }
}
