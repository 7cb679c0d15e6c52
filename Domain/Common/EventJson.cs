using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Common;

/// <summary>
/// Events as the log holds them: the payload is one JSON object without the event's name, camelCase, nothing written
/// for null, enumerations as words, Chinese readable. The same event always gives the same bytes, because the hash of
/// the log covers them. Fields that an older event lacks are read as null, empty or their default; fields that this
/// version does not know are passed over.
/// </summary>
public static class EventJson
{
    /// <summary>The payload of an event.</summary>
    public static string Write(DomainEvent happened) => Encoding.UTF8.GetString(Fill(happened));

    /// <summary>The payload of an event in UTF-8.</summary>
    public static byte[] WriteUtf8(DomainEvent happened) => Fill(happened).ToArray();

    /// <summary>The event of a payload.</summary>
    /// <param name="name">Its name in the log, such as <c>issue.reported</c>.</param>
    /// <exception cref="JsonException">No event has this name, or the payload is not one of it.</exception>
    public static DomainEvent Read(string name, string payload) =>
        EntryOf(name).Read(OldNames.Renamed(payload)) ?? throw new JsonException($"The payload of a {name} is null.");

    /// <inheritdoc cref="Read(string, string)"/>
    public static DomainEvent Read(string name, ReadOnlySpan<byte> payload) =>
        (
            OldNames.AreIn(payload)
                ? EntryOf(name).Read(OldNames.Renamed(Encoding.UTF8.GetString(payload)))
                : EntryOf(name).Read(payload)
        ) ?? throw new JsonException($"The payload of a {name} is null.");

    private static ReadOnlySpan<byte> Fill(DomainEvent happened)
    {
        var json = JsonScratch.Rent();
        EventCatalog.EntryOf(happened).Write(json.Writer, happened);
        return json.Written();
    }

    private static EventCatalog.Entry EntryOf(string name) =>
        EventCatalog.EntryOf(name) ?? throw new JsonException($"No event has the name '{name}'.");
}

/// <summary>
/// One JSON writer and its buffer per thread. Rented, filled and read within one synchronous call; never kept.
/// </summary>
/// <remarks>
/// The relaxed encoder stands in the writer, not in the serializer's options: with an encoder there, the generated
/// fast path of the serializer would not be taken.
/// </remarks>
internal sealed class JsonScratch
{
    private const int BytesToKeep = 64 * 1024;

    [ThreadStatic]
    private static JsonScratch? mine;

    private ArrayBufferWriter<byte> buffer = new(1024);

    private JsonScratch() =>
        Writer = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true }
        );

    public Utf8JsonWriter Writer { get; }

    public static JsonScratch Rent()
    {
        var scratch = mine ??= new JsonScratch();
        scratch.Clear();
        return scratch;
    }

    public ReadOnlySpan<byte> Written()
    {
        Writer.Flush();
        return buffer.WrittenSpan;
    }

    private void Clear()
    {
        if (buffer.Capacity > BytesToKeep)
        {
            buffer = new ArrayBufferWriter<byte>(1024);
        }
        else
        {
            buffer.ResetWrittenCount();
        }

        Writer.Reset(buffer);
    }
}

/// <summary>Generated readers and writers of every event.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CompoundRegistered))]
[JsonSerializable(typeof(GridRegistered))]
[JsonSerializable(typeof(TaskOffered))]
[JsonSerializable(typeof(TaskEnded))]
[JsonSerializable(typeof(GridAlarmed))]
[JsonSerializable(typeof(TaskAcknowledged))]
[JsonSerializable(typeof(TaskUnanswered))]
[JsonSerializable(typeof(MicroGridSet))]
[JsonSerializable(typeof(MicroGridRemoved))]
[JsonSerializable(typeof(MemberAdded))]
[JsonSerializable(typeof(MemberChanged))]
[JsonSerializable(typeof(MemberRemoved))]
[JsonSerializable(typeof(ShiftPlanned))]
[JsonSerializable(typeof(ShiftCancelled))]
[JsonSerializable(typeof(LeaveTaken))]
[JsonSerializable(typeof(LeaveEnded))]
[JsonSerializable(typeof(EmergencyStarted))]
[JsonSerializable(typeof(EmergencyEnded))]
[JsonSerializable(typeof(RollCallOrdered))]
[JsonSerializable(typeof(RollCallJoined))]
[JsonSerializable(typeof(RollCallStopped))]
[JsonSerializable(typeof(RollCalled))]
[JsonSerializable(typeof(RollConfirmed))]
[JsonSerializable(typeof(RollClosed))]
[JsonSerializable(typeof(PatrolRecorded))]
[JsonSerializable(typeof(ProjectRegistered))]
[JsonSerializable(typeof(RulesPublished))]
[JsonSerializable(typeof(CalendarYearPublished))]
[JsonSerializable(typeof(AdmissionRequested))]
[JsonSerializable(typeof(AdmissionDecided))]
[JsonSerializable(typeof(AdmissionEnded))]
[JsonSerializable(typeof(OwnerRulesPublished))]
[JsonSerializable(typeof(IssueReported))]
[JsonSerializable(typeof(IssueAccepted))]
[JsonSerializable(typeof(IssueRejected))]
[JsonSerializable(typeof(IssueDispatched))]
[JsonSerializable(typeof(IssueAcknowledged))]
[JsonSerializable(typeof(IssueStarted))]
[JsonSerializable(typeof(IssueResolved))]
[JsonSerializable(typeof(IssueVerified))]
[JsonSerializable(typeof(IssueReworkOrdered))]
[JsonSerializable(typeof(IssueEscalated))]
[JsonSerializable(typeof(IssueMarkedOverdue))]
[JsonSerializable(typeof(IssueClosed))]
[JsonSerializable(typeof(IssueRated))]
[JsonSerializable(typeof(IssueReopened))]
[JsonSerializable(typeof(IssueCommented))]
[JsonSerializable(typeof(IssueNoted))]
[JsonSerializable(typeof(IssueAnswered))]
[JsonSerializable(typeof(IssueFollowed))]
[JsonSerializable(typeof(IssueWithdrawn))]
[JsonSerializable(typeof(IssueSentAway))]
[JsonSerializable(typeof(IssueTakenOver))]
[JsonSerializable(typeof(IssueHandedOver))]
[JsonSerializable(typeof(IssueMoveRefused))]
[JsonSerializable(typeof(IssueArchived))]
[JsonSerializable(typeof(IssueAlarmed))]
[JsonSerializable(typeof(IssueWarned))]
[JsonSerializable(typeof(IssueRequested))]
[JsonSerializable(typeof(IssueRequestRefused))]
[JsonSerializable(typeof(IssueRequestGranted))]
[JsonSerializable(typeof(IssueExtended))]
[JsonSerializable(typeof(IssueSuspended))]
[JsonSerializable(typeof(IssueResumed))]
[JsonSerializable(typeof(IssueSupervised))]
[JsonSerializable(typeof(IssueRecounted))]
[JsonSerializable(typeof(IssueCheckMissed))]
[JsonSerializable(typeof(IssueCalledBack))]
[JsonSerializable(typeof(IssueCallBackMissed))]
[JsonSerializable(typeof(IssueVoided))]
[JsonSerializable(typeof(IssueJoined))]
[JsonSerializable(typeof(IssueLeft))]
[JsonSerializable(typeof(IssueMerged))]
[JsonSerializable(typeof(IssueDuplicateAdded))]
[JsonSerializable(typeof(IssueSplit))]
[JsonSerializable(typeof(IssueDuplicateRemoved))]
[JsonSerializable(typeof(IssueIncidentDeclared))]
[JsonSerializable(typeof(IssueWhistleDrafted))]
[JsonSerializable(typeof(IssueWhistleDecided))]
[JsonSerializable(typeof(IssueWhistleBlown))]
[JsonSerializable(typeof(IssueWhistleReported))]
[JsonSerializable(typeof(IssueWhistleObjected))]
[JsonSerializable(typeof(IssueWhistleMissed))]
[JsonSerializable(typeof(IssueWhistleRated))]
[JsonSerializable(typeof(IssueWhistleEnded))]
[JsonSerializable(typeof(IssueGathered))]
[JsonSerializable(typeof(IssueLinked))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
