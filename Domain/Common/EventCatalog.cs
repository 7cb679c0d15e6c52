using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CivicGrains.Domain.Common;

/// <summary>
/// Every event there is, by its name in the log. A name stands for ever; a new event is added here and gets a golden
/// example in the tests, which read every example back.
/// </summary>
public static class EventCatalog
{
    private static readonly Entry[] Entries =
    [
        Of(EventJsonContext.Default.CompoundRegistered),
        Of(EventJsonContext.Default.GridRegistered),
        Of(EventJsonContext.Default.TaskOffered),
        Of(EventJsonContext.Default.TaskEnded),
        Of(EventJsonContext.Default.GridAlarmed),
        Of(EventJsonContext.Default.TaskAcknowledged),
        Of(EventJsonContext.Default.TaskUnanswered),
        Of(EventJsonContext.Default.MicroGridSet),
        Of(EventJsonContext.Default.MicroGridRemoved),
        Of(EventJsonContext.Default.MemberAdded),
        Of(EventJsonContext.Default.MemberChanged),
        Of(EventJsonContext.Default.MemberRemoved),
        Of(EventJsonContext.Default.ShiftPlanned),
        Of(EventJsonContext.Default.ShiftCancelled),
        Of(EventJsonContext.Default.LeaveTaken),
        Of(EventJsonContext.Default.LeaveEnded),
        Of(EventJsonContext.Default.EmergencyStarted),
        Of(EventJsonContext.Default.EmergencyEnded),
        Of(EventJsonContext.Default.RollCallOrdered),
        Of(EventJsonContext.Default.RollCallJoined),
        Of(EventJsonContext.Default.RollCallStopped),
        Of(EventJsonContext.Default.RollCalled),
        Of(EventJsonContext.Default.RollConfirmed),
        Of(EventJsonContext.Default.RollClosed),
        Of(EventJsonContext.Default.PatrolRecorded),
        Of(EventJsonContext.Default.ProjectRegistered),
        Of(EventJsonContext.Default.RulesPublished),
        Of(EventJsonContext.Default.CalendarYearPublished),
        Of(EventJsonContext.Default.AdmissionRequested),
        Of(EventJsonContext.Default.AdmissionDecided),
        Of(EventJsonContext.Default.AdmissionEnded),
        Of(EventJsonContext.Default.OwnerRulesPublished),
        Of(EventJsonContext.Default.IssueReported),
        Of(EventJsonContext.Default.IssueAccepted),
        Of(EventJsonContext.Default.IssueRejected),
        Of(EventJsonContext.Default.IssueDispatched),
        Of(EventJsonContext.Default.IssueAcknowledged),
        Of(EventJsonContext.Default.IssueStarted),
        Of(EventJsonContext.Default.IssueResolved),
        Of(EventJsonContext.Default.IssueVerified),
        Of(EventJsonContext.Default.IssueReworkOrdered),
        Of(EventJsonContext.Default.IssueEscalated),
        Of(EventJsonContext.Default.IssueMarkedOverdue),
        Of(EventJsonContext.Default.IssueClosed),
        Of(EventJsonContext.Default.IssueRated),
        Of(EventJsonContext.Default.IssueReopened),
        Of(EventJsonContext.Default.IssueCommented),
        Of(EventJsonContext.Default.IssueNoted),
        Of(EventJsonContext.Default.IssueAnswered),
        Of(EventJsonContext.Default.IssueFollowed),
        Of(EventJsonContext.Default.IssueWithdrawn),
        Of(EventJsonContext.Default.IssueSentAway),
        Of(EventJsonContext.Default.IssueTakenOver),
        Of(EventJsonContext.Default.IssueHandedOver),
        Of(EventJsonContext.Default.IssueMoveRefused),
        Of(EventJsonContext.Default.IssueArchived),
        Of(EventJsonContext.Default.IssueAlarmed),
        Of(EventJsonContext.Default.IssueWarned),
        Of(EventJsonContext.Default.IssueRequested),
        Of(EventJsonContext.Default.IssueRequestRefused),
        Of(EventJsonContext.Default.IssueRequestGranted),
        Of(EventJsonContext.Default.IssueExtended),
        Of(EventJsonContext.Default.IssueSuspended),
        Of(EventJsonContext.Default.IssueResumed),
        Of(EventJsonContext.Default.IssueSupervised),
        Of(EventJsonContext.Default.IssueRecounted),
        Of(EventJsonContext.Default.IssueCheckMissed),
        Of(EventJsonContext.Default.IssueCalledBack),
        Of(EventJsonContext.Default.IssueCallBackMissed),
        Of(EventJsonContext.Default.IssueVoided),
        Of(EventJsonContext.Default.IssueJoined),
        Of(EventJsonContext.Default.IssueLeft),
        Of(EventJsonContext.Default.IssueMerged),
        Of(EventJsonContext.Default.IssueDuplicateAdded),
        Of(EventJsonContext.Default.IssueSplit),
        Of(EventJsonContext.Default.IssueDuplicateRemoved),
        Of(EventJsonContext.Default.IssueIncidentDeclared),
        Of(EventJsonContext.Default.IssueWhistleDrafted),
        Of(EventJsonContext.Default.IssueWhistleDecided),
        Of(EventJsonContext.Default.IssueWhistleBlown),
        Of(EventJsonContext.Default.IssueWhistleReported),
        Of(EventJsonContext.Default.IssueWhistleObjected),
        Of(EventJsonContext.Default.IssueWhistleMissed),
        Of(EventJsonContext.Default.IssueWhistleRated),
        Of(EventJsonContext.Default.IssueWhistleEnded),
        Of(EventJsonContext.Default.IssueGathered),
        Of(EventJsonContext.Default.IssueLinked),
    ];

    private static readonly FrozenDictionary<Type, Entry> ByType = Entries.ToFrozenDictionary(e => e.Type);

    private static readonly FrozenDictionary<string, Entry> ByName = Entries.ToFrozenDictionary(
        e => e.Name,
        StringComparer.Ordinal
    );

    /// <summary>Name and type of every event.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } =
        Entries.ToFrozenDictionary(e => e.Name, e => e.Type, StringComparer.Ordinal);

    /// <summary>The name of an event in the log.</summary>
    public static string NameOf(DomainEvent happened) => ByType[happened.GetType()].Name;

    /// <summary>The name in the log of a type of event.</summary>
    public static string NameOf<T>()
        where T : DomainEvent => ByType[typeof(T)].Name;

    /// <summary>Whether the log may hold an event of this name.</summary>
    public static bool Knows(string name) => ByName.ContainsKey(name);

    internal static Entry EntryOf(DomainEvent happened) => ByType[happened.GetType()];

    internal static Entry? EntryOf(string name) => ByName.GetValueOrDefault(name);

    private static Entry<T> Of<T>(JsonTypeInfo<T> json)
        where T : DomainEvent => new(json);

    internal abstract class Entry(Type type)
    {
        public Type Type { get; } = type;

        public string Name { get; } = type.GetCustomAttribute<EventNameAttribute>()!.Name;

        public abstract void Write(Utf8JsonWriter writer, DomainEvent happened);

        public abstract DomainEvent? Read(string payload);

        public abstract DomainEvent? Read(ReadOnlySpan<byte> payload);
    }

    private sealed class Entry<T>(JsonTypeInfo<T> json) : Entry(typeof(T))
        where T : DomainEvent
    {
        public override void Write(Utf8JsonWriter writer, DomainEvent happened) =>
            JsonSerializer.Serialize(writer, (T)happened, json);

        public override DomainEvent? Read(string payload) => JsonSerializer.Deserialize(payload, json);

        public override DomainEvent? Read(ReadOnlySpan<byte> payload) => JsonSerializer.Deserialize(payload, json);
    }
}
