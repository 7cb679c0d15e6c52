namespace CivicGrains.Domain.Common;

/// <summary>
/// Something that happened. Logged for ever: add cases and optional fields, never rename or remove one. Events carry
/// results (level, handler, deadline), so that folding them needs no rule, no clock and no other stream; and they
/// carry no name, phone, dwelling or free text: those lie beside the log and are referenced by a commitment.
/// </summary>
/// <remarks>Who did it, when and in which stream stand in the envelope of the log, not here.</remarks>
public abstract record DomainEvent
{
    /// <summary>The issue this event is about; null when it is about the owner of the stream itself.</summary>
    [JsonIgnore]
    public virtual string? Subject => null;
}

/// <summary>The name of an event in the log, such as <c>issue.reported</c>. It stands for ever.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name) : Attribute
{
    /// <summary>The wire name.</summary>
    public string Name { get; } = name;
}

/// <summary>A wish: what someone wants to happen at an owner. The answer is events or a refusal.</summary>
[GenerateSerializer, Immutable, Alias("command")]
public abstract record DomainCommand
{
    /// <summary>Texts that travel with the command and are stored beside the log when it is accepted.</summary>
    public virtual ImmutableArray<PrivateText> Texts => [];
}

/// <summary>A reaction of the platform to what somebody did, which the log holds as theirs.</summary>
public interface IInTheNameOf
{
    /// <summary>Reference of the account.</summary>
    Guid Person { get; }
}

/// <summary>
/// A text or other content that never enters an event. The event holds only <see cref="Commitment"/>, which is
/// HMAC-SHA-256(salt, UTF-8 of the body): without the salt, which is erased with the body, a short text cannot be
/// guessed from it.
/// </summary>
/// <param name="Commitment">Lower-case hex, 64 characters.</param>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Kind">What it is: <c>description</c>, <c>location</c>, <c>note</c> or <c>reason</c>.</param>
/// <param name="Body">The text, at most 4,000 characters.</param>
[GenerateSerializer, Immutable, Alias("private-text")]
public sealed record PrivateText(string Commitment, ImmutableArray<byte> Salt, string Kind, string Body)
{
    /// <summary>Number of random bytes that salt a commitment.</summary>
    public const int SaltBytes = 16;

    /// <summary>Most characters (UTF-16 units) a text may have.</summary>
    public const int CharactersMax = 4_000;

    /// <summary>Names the text without telling it: whatever prints a command must not print what people wrote.</summary>
    public override string ToString() => $"{Kind} {Commitment}";

    /// <summary>Commits to a text with a fresh random salt.</summary>
    public static PrivateText Of(string kind, string body)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PrivateText(Commit(salt, body), [.. salt], kind, body);
    }

    /// <summary>The commitment of a text under a salt.</summary>
    public static string Commit(ReadOnlySpan<byte> salt, string body) => Commit(salt, Encoding.UTF8.GetBytes(body));

    /// <summary>The commitment of other content, such as a photo, under a salt.</summary>
    public static string Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(salt, content));
}

/// <summary>A row of the read model that one append changes: a pure function of state and events.</summary>
/// <param name="View">Name of the view: its table is <c>{View}</c>, its upsert <c>view_{View}_upsert</c>.</param>
/// <param name="Json">The row as one JSON object in the table's column names; <c>seq</c> and <c>stream</c> are stamped by the log.</param>
public sealed record ViewRow(string View, string Json);
