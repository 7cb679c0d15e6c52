using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CivicGrains.Storage.Seals;

/// <summary>The last event of a stream: what a leaf of the tree stands for.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Hash">Its hash (32 bytes), which covers the whole stream before it.</param>
public sealed record StreamHead(string Stream, int Version, ReadOnlyMemory<byte> Hash);

/// <summary>One step from a leaf to the root: what the running hash is joined with.</summary>
/// <param name="OnLeft">Whether it stands to the left of the running hash.</param>
public sealed record ProofStep(bool OnLeft, ReadOnlyMemory<byte> Hash);

/// <summary>
/// The tree over the heads of all streams. Its layout stands in <c>docs/verify.md</c> byte for byte and never changes.
/// </summary>
/// <remarks>
/// Leaves and nodes are hashed with different first bytes, so that a node cannot be passed off as a leaf; a node
/// without a neighbour moves up as it is, so that no leaf is counted twice.
/// </remarks>
public static class Merkle
{
    /// <summary>Root of a tree without leaves: SHA-256 of nothing.</summary>
    public static ReadOnlyMemory<byte> EmptyRoot { get; } = SHA256.HashData(ReadOnlySpan<byte>.Empty);

    /// <summary>SHA-256(0x00, length of the name in UTF-8 (4 bytes, big-endian), name, version (8 bytes), hash).</summary>
    public static byte[] Leaf(StreamHead head)
    {
        var name = Encoding.UTF8.GetBytes(head.Stream);
        var buffer = new byte[1 + sizeof(uint) + name.Length + sizeof(long) + head.Hash.Length];
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(1), (uint)name.Length);
        name.CopyTo(buffer.AsSpan(1 + sizeof(uint)));
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(1 + sizeof(uint) + name.Length), head.Version);
        head.Hash.Span.CopyTo(buffer.AsSpan(buffer.Length - head.Hash.Length));
        return SHA256.HashData(buffer);
    }

    /// <summary>SHA-256(0x01, left, right).</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        SHA256.HashData([1, .. left, .. right]);

    /// <summary>The root over heads, in the order of their streams' names, bytewise.</summary>
    public static ReadOnlyMemory<byte> Root(IEnumerable<StreamHead> heads)
    {
        var row = Leaves(Ordered(heads));
        while (row.Length > 1)
        {
            row = Up(row);
        }

        return row.Length == 0 ? EmptyRoot : row[0];
    }

    /// <summary>The way from one stream's leaf to the root; null when the stream is not among the heads.</summary>
    public static ImmutableArray<ProofStep>? Prove(IEnumerable<StreamHead> heads, string stream)
    {
        var ordered = Ordered(heads);
        var at = Array.FindIndex(ordered, h => h.Stream == stream);
        if (at < 0)
        {
            return null;
        }

        var steps = ImmutableArray.CreateBuilder<ProofStep>();
        for (var row = Leaves(ordered); row.Length > 1; row = Up(row), at /= 2)
        {
            var neighbour = at ^ 1;
            if (neighbour < row.Length)
            {
                steps.Add(new ProofStep(neighbour < at, row[neighbour]));
            }
        }

        return steps.ToImmutable();
    }

    /// <summary>Whether a head is under a root.</summary>
    public static bool Verify(StreamHead head, IEnumerable<ProofStep> proof, ReadOnlySpan<byte> root)
    {
        var running = Leaf(head);
        foreach (var step in proof)
        {
            running = step.OnLeft ? Node(step.Hash.Span, running) : Node(running, step.Hash.Span);
        }

        return root.SequenceEqual(running);
    }

    private static StreamHead[] Ordered(IEnumerable<StreamHead> heads) =>
        // Names of streams are ASCII, so that the order of their characters is that of their bytes.
        [.. heads.OrderBy(h => h.Stream, StringComparer.Ordinal)];

    private static byte[][] Leaves(StreamHead[] ordered) => [.. ordered.Select(Leaf)];

    private static byte[][] Up(byte[][] row) =>
        [.. row.Chunk(2).Select(pair => pair.Length == 2 ? Node(pair[0], pair[1]) : pair[0])];
}
