using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CivicGrains.Storage.EventLog;

/// <summary>
/// The hash that chains the events of a stream. The layout stands in <c>docs/verify.md</c> byte for byte, with a test
/// vector, so that anyone can recompute it from an export; it never changes.
/// </summary>
public static class EventHash
{
    /// <summary>Bytes of every hash here (SHA-256).</summary>
    public const int Bytes = SHA256.HashSizeInBytes;

    private const int StackBytesMax = 512;
    private const uint NullLength = uint.MaxValue;

    // Unpaired surrogates are an error: two different texts must never give the same bytes.
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>What the hash of a stream's first event is chained to: 32 zero bytes.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[Bytes];

    /// <summary>The hash of an event.</summary>
    /// <param name="previous">Hash of the event before it in its stream; empty or <see cref="Genesis"/> before the first.</param>
    /// <param name="microseconds">Time of the event since 1970-01-01T00:00Z.</param>
    /// <param name="actorCommitment">See <see cref="CommitActor"/>.</param>
    /// <param name="payloadHash">SHA-256 of the payload as UTF-8.</param>
    public static byte[] Of(
        ReadOnlySpan<byte> previous,
        string stream,
        int version,
        string? subject,
        string type,
        Guid commandId,
        long microseconds,
        ReadOnlySpan<byte> actorCommitment,
        ReadOnlySpan<byte> payloadHash
    )
    {
        var most = (3 * Bytes) + (3 * sizeof(uint)) + 16 + (2 * sizeof(long));
        most += Utf8.GetMaxByteCount(stream.Length) + Utf8.GetMaxByteCount(type.Length);
        most += Utf8.GetMaxByteCount(subject?.Length ?? 0);
        byte[]? rented = null;
        Span<byte> buffer =
            most <= StackBytesMax ? stackalloc byte[StackBytesMax] : rented = ArrayPool<byte>.Shared.Rent(most);
        var at = 0;
        Put(buffer, ref at, previous.IsEmpty ? Genesis.Span : previous);
        Put(buffer, ref at, stream);
        Put(buffer, ref at, version);
        Put(buffer, ref at, subject);
        Put(buffer, ref at, type);
        commandId.TryWriteBytes(buffer[at..], bigEndian: true, out var written);
        at += written;
        Put(buffer, ref at, microseconds);
        Put(buffer, ref at, actorCommitment);
        Put(buffer, ref at, payloadHash);
        var hash = SHA256.HashData(buffer[..at]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    /// <summary>
    /// What stands for the actor in hash and export: it differs from event to event, so that an export does not link
    /// one person's acts.
    /// </summary>
    public static byte[] CommitActor(Guid reference, string stream, int version)
    {
        var most = 16 + sizeof(uint) + Utf8.GetMaxByteCount(stream.Length) + sizeof(long);
        var buffer = most <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[most];
        reference.TryWriteBytes(buffer, bigEndian: true, out var at);
        Put(buffer, ref at, stream);
        Put(buffer, ref at, version);
        return SHA256.HashData(buffer[..at]);
    }

    /// <summary>The hash that an event of the log should have.</summary>
    /// <param name="previous">Hash of the event before it in its stream; empty before the first.</param>
    public static byte[] Of(ReadOnlySpan<byte> previous, LoggedEvent logged) =>
        Of(
            previous,
            logged.Stream,
            logged.Version,
            logged.Subject,
            logged.Type,
            logged.CommandId,
            MicrosecondsOf(logged.At),
            CommitActor(logged.Actor, logged.Stream, logged.Version),
            SHA256.HashData(Utf8.GetBytes(logged.Payload))
        );

    /// <summary>Whole microseconds since 1970-01-01T00:00Z.</summary>
    internal static long MicrosecondsOf(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static void Put(Span<byte> buffer, ref int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[at..]);
        at += bytes.Length;
    }

    private static void Put(Span<byte> buffer, ref int at, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer[at..], number);
        at += sizeof(long);
    }

    private static void Put(Span<byte> buffer, ref int at, string? text)
    {
        var length = text is null ? 0 : Utf8.GetBytes(text, buffer[(at + sizeof(uint))..]);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[at..], text is null ? NullLength : (uint)length);
        at += sizeof(uint) + length;
    }
}
