using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicGrains.Storage.Seals;

/// <summary>
/// What is published of a day, so that nobody can change what happened up to its end without being found out: it covers
/// all streams, and the seal before it.
/// </summary>
/// <param name="Date">The day that has ended, in the town.</param>
/// <param name="Seq">The heads are those at this sequence number.</param>
/// <param name="Root">Merkle root over the heads.</param>
/// <param name="Previous">Hash of the seal before it; 32 zero bytes before the first.</param>
public sealed record Seal(DateOnly Date, long Seq, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Previous)
{
    private const int DateBytes = 10;

    /// <summary>What the first seal follows.</summary>
    public static ReadOnlyMemory<byte> Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256(0x02, date as yyyy-MM-dd in ASCII, seq (8 bytes, big-endian), root, previous).</summary>
    public byte[] Hash()
    {
        var buffer = new byte[1 + DateBytes + sizeof(long) + Root.Length + Previous.Length];
        buffer[0] = 2;
        Encoding.ASCII.GetBytes(Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), buffer.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(1 + DateBytes), Seq);
        Root.Span.CopyTo(buffer.AsSpan(1 + DateBytes + sizeof(long)));
        Previous.Span.CopyTo(buffer.AsSpan(buffer.Length - Previous.Length));
        return SHA256.HashData(buffer);
    }
}

/// <summary>Proof that a stream stood so at the end of a day.</summary>
/// <param name="Head">The stream's last event then.</param>
/// <param name="Steps">From its leaf to the seal's root.</param>
public sealed record SealProof(StreamHead Head, IReadOnlyList<ProofStep> Steps);
