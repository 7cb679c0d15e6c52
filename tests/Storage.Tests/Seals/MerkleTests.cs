using System.Security.Cryptography;
using System.Text;
using CivicGrains.Storage.Seals;
using CsCheck;

namespace CivicGrains.Storage.Tests.Seals;

public sealed class MerkleTests
{
    private static readonly Gen<StreamHead[]> Heads = Gen.Int[1, 60]
        .SelectMany(count =>
            Gen.Select(
                Gen.Shuffle(Enumerable.Range(1, count).Select(n => $"compound/510105007004-C{n:000}").ToArray()),
                Gen.Int[1, 1_000_000].Array[count],
                (streams, versions) =>
                    streams
                        .Zip(
                            versions,
                            (s, v) => new StreamHead(s, v, SHA256.HashData(Encoding.UTF8.GetBytes($"{s}{v}")))
                        )
                        .ToArray()
            )
        );

    [Fact]
    public void A_stream_that_is_not_there_cannot_be_proved() =>
        Assert.Null(Merkle.Prove([Head("grid/510105007004", 1)], "grid/510105007005"));

    [Fact]
    public void No_proof_verifies_another_head_or_another_root() =>
        Gen.Select(Heads, Gen.Int[0, 59], Gen.Int[0, 31])
            .Sample(
                (heads, which, bit) =>
                {
                    var root = Merkle.Root(heads);
                    var head = heads[which % heads.Length];
                    var proof = Merkle.Prove(heads, head.Stream)!.Value;
                    var otherHash = head.Hash.ToArray();
                    otherHash[bit] ^= 1;
                    var otherRoot = root.ToArray();
                    otherRoot[bit] ^= 1;
                    return !Merkle.Verify(head with { Version = head.Version + 1 }, proof, root.Span)
                        && !Merkle.Verify(head with { Stream = head.Stream + "0" }, proof, root.Span)
                        && !Merkle.Verify(head with { Hash = otherHash }, proof, root.Span)
                        && !Merkle.Verify(head, proof, otherRoot);
                }
            );

    [Fact]
    public void A_proof_with_a_changed_step_does_not_verify() =>
        Heads
            .Where(heads => heads.Length > 1)
            .Sample(heads =>
            {
                var root = Merkle.Root(heads);
                var proof = Merkle.Prove(heads, heads[0].Stream)!.Value;
                return Enumerable
                    .Range(0, proof.Length)
                    .All(n =>
                        !Merkle.Verify(
                            heads[0],
                            proof.SetItem(n, proof[n] with { OnLeft = !proof[n].OnLeft }),
                            root.Span
                        ) && !Merkle.Verify(heads[0], proof.RemoveAt(n), root.Span)
                    );
            });

    [Fact]
    public void Every_head_is_proved_in_as_few_steps_as_the_tree_is_high() =>
        Heads.Sample(heads =>
        {
            var root = Merkle.Root(heads);
            var height = (int)Math.Ceiling(Math.Log2(heads.Length));
            return heads.All(head =>
                Merkle.Prove(heads, head.Stream) is { } proof
                && proof.Length <= height
                && Merkle.Verify(head, proof, root.Span)
            );
        });

    [Fact]
    public void The_root_does_not_depend_on_the_order_the_heads_come_in() =>
        Heads.Sample(heads => Merkle.Root(heads).Span.SequenceEqual(Merkle.Root(heads.Reverse()).Span));

    [Fact]
    public void The_tree_is_laid_out_as_it_is_published()
    {
        // The vectors of docs/verify.md, computed by another program.
        StreamHead[] heads = [Head("a", 1), Head("b", 2), Head("c", 3)];
        var (a, b, c) = (Merkle.Leaf(heads[0]), Merkle.Leaf(heads[1]), Merkle.Leaf(heads[2]));
        Assert.Equal("d529ff4dedf20ed983167d48482fdedca9259433c79f0f0d97e2f6a00e765e6b", Convert.ToHexStringLower(a));
        Assert.Equal(Merkle.Node(Merkle.Node(a, b), c), Merkle.Root(heads).ToArray());
        Assert.Equal(
            "3ca22604084a3f7e27c500285cdd07f7a661a458fb1ccd42d80a8f4ec247f375",
            Convert.ToHexStringLower(Merkle.Root(heads).Span)
        );
        Assert.Equal(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            Convert.ToHexStringLower(Merkle.Root([]).Span)
        );
        var seal = new Seal(new DateOnly(2026, 11, 24), 42, Merkle.Root(heads), Seal.Genesis);
        Assert.Equal(
            "ef4b2410da28501a782ab634874b475522a2a1fc069c9eb88f56e62eb6ba760d",
            Convert.ToHexStringLower(seal.Hash())
        );
    }

    private static StreamHead Head(string stream, int version) => new(stream, version, new byte[32]);
}
