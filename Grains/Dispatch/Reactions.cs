using System.Collections.Frozen;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.Grains.Dispatch;

/// <summary>What the platform does at one place because of an event at another.</summary>
/// <param name="Name">With the event's sequence number it names the command, so that it happens once.</param>
/// <param name="Refused">Code of the refusal it follows from; null when it follows from the event itself.</param>
public sealed record Reaction(string Name, Place Target, DomainCommand Command, string? Refused = null)
{
    /// <summary>The id of the command: the same however often the event is read.</summary>
    public Guid CommandId(long seq) =>
        CommandIds.From("reaction", seq.ToString(System.Globalization.CultureInfo.InvariantCulture), Name);
}

/// <summary>
/// Which reactions follow from an event: a pure function of the event alone. An event has at most one reaction of
/// each name.
/// </summary>
public static class Reactions
{
    private static readonly FrozenSet<string> TypesThatMay = EventCatalog
        .All.Where(it =>
            it.Value.IsAssignableTo(typeof(IGivesStep))
            || it.Value.IsAssignableTo(typeof(IEndsStep))
            || it.Value == typeof(IssueAlarmed)
            || it.Value == typeof(IssueAcknowledged)
            || it.Value == typeof(IssueGathered)
            || RollCallReactions.MayFollow(it.Value)
            || it.Value == typeof(PatrolRecorded)
        )
        .Select(it => it.Key)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The reactions to a logged event; payloads of events that have none are not read.</summary>
    public static ImmutableArray<Reaction> Of(LoggedEvent it) =>
        TypesThatMay.Contains(it.Type)
            ? Of(Place.Parse(it.Stream), it.Type, EventJson.Read(it.Type, it.Payload), it.Actor)
            : [];

    /// <summary>The reactions to an event of an owner.</summary>
    /// <param name="type">Name of the event, which tells a grid why its task ended.</param>
    /// <param name="actor">Who did it, which tells a grid who has a task that was acknowledged.</param>
    public static ImmutableArray<Reaction> Of(Place owner, string type, DomainEvent happened, Guid actor)
    {
        var reactions = ImmutableArray.CreateBuilder<Reaction>();
        AddOfStep(reactions, owner, type, happened);
        switch (happened)
        {
            case IssueSentAway it:
                reactions.Add(new Reaction("take-over", it.To, new TakeOver(it.IssueId, owner, it.Carried)));
                break;
            case IssueAlarmed it:
                // One grid stands at level 1, so that the name of the reaction is the only one of its event.
                foreach (var told in it.Told.Where(told => told.Place.Kind is PlaceKind.Grid).Take(1))
                {
                    reactions.Add(new Reaction("alarm-grid", told.Place, new AlarmGrid(it.IssueId, owner)));
                }

                break;
            case IssueAcknowledged { Handler.Place: { Kind: PlaceKind.Grid } has } it:
                reactions.Add(new Reaction("acknowledge-task", has, new AcknowledgeTask(it.IssueId, actor)));
                break;
            case IssueGathered it:
                reactions.AddRange(
                    it.Issues.Select(part => new Reaction($"link/{part.Id}", part.Owner, new Link(part.Id, it.IssueId)))
                );
                break;
            case PatrolRecorded { Issue: { } issue } it:
                reactions.Add(OfHazard(owner, it, issue));
                break;
            case IssueTakenOver it:
                reactions.Add(new Reaction("confirm-handed-over", it.From, new ConfirmHandedOver(it.IssueId, owner)));
                break;
        }

        RollCallReactions.Add(reactions, owner, happened);
        return reactions.ToImmutable();
    }

    /// <summary>A grid whose turn an issue is gets a task; one whose turn it was loses it.</summary>
    private static void AddOfStep(
        ImmutableArray<Reaction>.Builder reactions,
        Place owner,
        string type,
        DomainEvent happened
    )
    {
        var given = happened as IGivesStep;
        var now = given?.Step?.Handler.Place;
        if (happened is IEndsStep { Before.Place: { Kind: PlaceKind.Grid } before } ended && before != now)
        {
            reactions.Add(new Reaction("end-task", before, new EndTask(ended.IssueId, type)));
        }

        if (now is { Kind: PlaceKind.Grid } grid && StillOpen(happened))
        {
            var step = given!.Step!;
            reactions.Add(
                new Reaction(
                    "offer-task",
                    grid,
                    new OfferTask(
                        given.IssueId,
                        owner,
                        given.Category,
                        step.Level,
                        step.DueAt,
                        step.OfferOn,
                        Acknowledged: !ToBeAcknowledged(happened),
                        RunsOn: happened is IssueExtended or IssueResumed or IssueRecounted or IssueIncidentDeclared
                    )
                )
            );
        }
    }

    /// <summary>
    /// What follows when a reaction is refused. As a rule nothing: what was wished for is not so any more. Only an
    /// issue that nobody takes must go back to where it came from, and a hazard that its compound does not take is an
    /// issue of the grid whose patrol found it.
    /// </summary>
    public static Reaction? OfRefusal(Reaction refused, Rejection why) => OfRefusal(refused, why.Code);

    /// <summary>
    /// The reaction to a logged event that has this name and target, as it was when it was parked; null when the event
    /// has none such.
    /// </summary>
    /// <param name="refusedCode">Code of the refusal it follows from; null when it follows from the event itself.</param>
    public static Reaction? Find(LoggedEvent it, string name, string target, string? refusedCode) =>
        Of(it)
            .Select(reaction => refusedCode is null ? reaction : OfRefusal(reaction, refusedCode))
            .OfType<Reaction>()
            .FirstOrDefault(reaction => reaction.Name == name && reaction.Target.ToString() == target);

    private static Reaction OfHazard(Place grid, PatrolRecorded it, string issue) =>
        new(
            "file-hazard",
            it.Compound ?? grid,
            new FileHazard(issue, grid, it.Person, it.Category!, it.Building, it.Note!, it.Photos ?? [])
        );

    private static Reaction? OfRefusal(Reaction refused, string code) =>
        refused.Command switch
        {
            TakeOver it => new Reaction(
                "return-to-sender",
                it.From,
                new ReturnToSender(it.IssueId, refused.Target, it.Carried, code),
                code
            ),
            FileHazard it when refused.Target != it.Grid => new Reaction(
                "file-hazard-at-grid",
                it.Grid,
                it with
                {
                    Building = null,
                },
                code
            ),
            _ => null,
        };

    /// <summary>What is to be done again, and what came back to who worked on it, waits for nobody to acknowledge it.</summary>
    private static bool ToBeAcknowledged(DomainEvent happened) =>
        happened switch
        {
            IssueReworkOrdered => false,
            IssueMoveRefused it => it.Carried.Status is IssueStatus.Dispatched,
            _ => true,
        };

    /// <summary>An issue that moves after it was resolved takes its step along, but nobody has to work on it.</summary>
    private static bool StillOpen(DomainEvent happened) =>
        happened switch
        {
            IssueTakenOver it => it.Carried.IsOpen,
            IssueMoveRefused it => it.Carried.IsOpen,
            _ => true,
        };
}
