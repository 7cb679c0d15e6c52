using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace CivicGrains.WebFrontend.Live;

/// <summary>JSON that was written before and is sent as it is.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Null.</summary>
    public static RawJson Null { get; } = new("null"u8.ToArray());
}

/// <summary>Copies the bytes.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("It is only ever written.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}

/// <summary>
/// Something changed. The range (<paramref name="From"/>, <paramref name="Seq"/>] follows the last one of the topic on
/// this connection without hole or overlap.
/// </summary>
/// <param name="Kind">Name of the event, such as <c>issue.acknowledged</c>.</param>
/// <param name="View">The thing as it is now: maybe newer than <paramref name="Seq"/>, never older.</param>
internal sealed record Changed(string Topic, long From, long Seq, string Kind, RawJson View);

/// <summary>An event that was missed; as <see cref="Changed"/>.</summary>
internal sealed record MissedEvent(long From, long Seq, string Kind, RawJson View);

/// <summary>
/// The answer to <c>Watch</c>: where the topic stands, or what was missed since the cursor. When it is written to the
/// connection the subscription begins to send, so that no change overtakes it.
/// </summary>
internal sealed class WatchAnswer(Subscription subscription) : IJsonOnSerialized
{
    public required string Topic { get; init; }
    public required string Epoch { get; init; }
    public required long Seq { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawJson? Snapshot { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MissedEvent>? Events { get; init; }

    /// <inheritdoc/>
    public void OnSerialized() => subscription.Connection.Release(subscription);
}

/// <summary>What the server calls at the client.</summary>
internal static class LiveMessages
{
    private const string ChangedTarget = "Changed";
    private const string ResyncTarget = "Resync";

    /// <summary>One message for however many connections; it is serialized once.</summary>
    public static SerializedHubMessage Of(Changed changed) => new(new InvocationMessage(ChangedTarget, [changed]));

    /// <summary>Tells the client to watch the topic anew.</summary>
    public static SerializedHubMessage Resync(string topic) => new(new InvocationMessage(ResyncTarget, [topic]));
}
