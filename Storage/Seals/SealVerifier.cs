using Npgsql;

namespace CivicGrains.Storage.Seals;

/// <summary>What is wrong with a seal.</summary>
/// <param name="Problem">One sentence.</param>
public sealed record SealFault(DateOnly Date, string Problem);

/// <summary>Recomputes every seal from the log as it stands now, and the chain from seal to seal.</summary>
public sealed class SealVerifier(NpgsqlDataSource source)
{
    /// <summary>All faults; empty when every seal still holds.</summary>
    /// <param name="progress">Told how many seals of how many are done.</param>
    public async Task<IReadOnlyList<SealFault>> VerifyAsync(
        IProgress<(int Done, int Total)>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var seals = await SealReader.ReadAllAsync(connection, cancellationToken);
        var faults = new List<SealFault>();
        var previous = Seal.Genesis;
        for (var n = 0; n < seals.Count; n++)
        {
            var (seal, stored) = seals[n];
            if (!seal.Previous.Span.SequenceEqual(previous.Span))
            {
                faults.Add(new SealFault(seal.Date, "It does not follow the seal before it."));
            }

            if (!seal.Hash().AsSpan().SequenceEqual(stored))
            {
                faults.Add(new SealFault(seal.Date, "Its hash is not that of its date, seq, root and previous seal."));
            }

            var heads = await SealReader.ReadHeadsAsync(connection, seal.Seq, cancellationToken);
            if (!Merkle.Root(heads).Span.SequenceEqual(seal.Root.Span))
            {
                faults.Add(new SealFault(seal.Date, "The log up to its seq is not what was sealed."));
            }

            previous = stored;
            progress?.Report((n + 1, seals.Count));
        }

        return faults;
    }
}
