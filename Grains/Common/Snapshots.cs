using System.Text.Json;
using CivicGrains.Domain.Issues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace CivicGrains.Grains.Common;

/// <summary>When snapshots are written.</summary>
public sealed class SnapshotOptions
{
    /// <summary>Name of the grain storage they go through.</summary>
    public const string StorageName = "snapshots";

    /// <value>
    /// Events after which an active grain writes one. The default is 500: a snapshot holds all open issues, so that it
    /// costs the server more than the next activation saves by it, if it is written often.
    /// </value>
    public int EveryEvents { get; set; } = 500;

    /// <value>Events after which one is written when a grain is deactivated; fewer are read again as quickly. The default is 10.</value>
    public int AtDeactivationAfterEvents { get; set; } = 10;
}

/// <summary>A folded state and the event it was folded up to.</summary>
/// <param name="Hash">Hash of the event at <paramref name="Version"/>; empty at version 0.</param>
internal sealed record Snapshot<TState>(TState State, int Version, ReadOnlyMemory<byte> Hash);

/// <summary>A snapshot as it is stored.</summary>
/// <param name="Schema">Of the state: another than the present one is not read.</param>
/// <param name="Bytes">The state as JSON in UTF-8.</param>
[GenerateSerializer, Immutable, Alias("snapshot")]
public sealed record SnapshotEnvelope(int Schema, int Version, byte[] Hash, byte[] Bytes)
{
    /// <summary>Before any was written; the storage wants to make one by itself.</summary>
    public SnapshotEnvelope()
        : this(0, 0, [], []) { }
}

/// <summary>Where grains leave their snapshots.</summary>
public sealed class SnapshotStore(
    [FromKeyedServices(SnapshotOptions.StorageName)] IGrainStorage storage,
    IOptions<SnapshotOptions> options,
    ILogger<SnapshotStore> logger
)
{
    internal Snapshots<TState> Of<TState>(GrainId grain)
        where TState : class, IStreamState<TState> => new(storage, grain, options.Value, logger);
}

/// <summary>
/// The snapshots of one activation. They are only ever a short cut: a failure is logged and never seen by a caller.
/// </summary>
internal sealed class Snapshots<TState>(IGrainStorage storage, GrainId grain, SnapshotOptions options, ILogger logger)
    where TState : class, IStreamState<TState>
{
    /// <summary>The class of a grain is no part of the storage's key, so the name of the state tells the kinds apart.</summary>
    private readonly string name = $"{grain.Type}-snapshot";

    /// <summary>What the storage knows it by. Its bytes are held only while they are read or written: they are as large as the state.</summary>
    private readonly GrainState<SnapshotEnvelope> stored = new(new SnapshotEnvelope());
    private Task writing = Task.CompletedTask;
    private int writtenVersion;

    /// <summary>The stored snapshot, if there is one of the present schema.</summary>
    public async Task<Snapshot<TState>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.ReadStateAsync(name, grain, stored, cancellationToken);
            if (stored is not { RecordExists: true, State: { } it } || it.Schema != TState.Schema)
            {
                return null;
            }

            var state = JsonSerializer.Deserialize(it.Bytes, TState.Json)!;
            writtenVersion = it.Version;
            return new Snapshot<TState>(state, it.Version, it.Hash);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.SnapshotNotRead(e, grain);
            return null;
        }
        finally
        {
            stored.State = new SnapshotEnvelope();
        }
    }

    /// <summary>Writes one in the background when enough happened since the last.</summary>
    public void WriteWhenDue(TState state, int version, ReadOnlyMemory<byte> hash)
    {
        if (version - writtenVersion >= options.EveryEvents && writing.IsCompleted)
        {
            // Never faults: the method logs what goes wrong. Deactivation waits for it.
            writing = WriteAsync(state, version, hash, CancellationToken.None);
        }
    }

    /// <summary>Writes the last one of an activation.</summary>
    public async Task WriteLastAsync(
        TState state,
        int version,
        ReadOnlyMemory<byte> hash,
        CancellationToken cancellationToken
    )
    {
        await writing;
        if (version - writtenVersion >= options.AtDeactivationAfterEvents)
        {
            await WriteAsync(state, version, hash, cancellationToken);
        }
    }

    private async Task WriteAsync(
        TState state,
        int version,
        ReadOnlyMemory<byte> hash,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // The state is immutable: it is written down beside the grain's turns, not in one.
            var bytes = await Task.Run(
                () => JsonSerializer.SerializeToUtf8Bytes(state, TState.Json),
                cancellationToken
            );
            stored.State = new SnapshotEnvelope(TState.Schema, version, hash.ToArray(), bytes);
            await storage.WriteStateAsync(name, grain, stored, cancellationToken);
            writtenVersion = version;
        }
        catch (InconsistentStateException)
        {
            await ReadTagAsync(cancellationToken);
        }
        catch (Exception e)
        {
            logger.SnapshotNotWritten(e, grain);
        }
        finally
        {
            stored.State = new SnapshotEnvelope();
        }
    }

    /// <summary>Another activation wrote: take its tag, so that the next write succeeds.</summary>
    private async Task ReadTagAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.ReadStateAsync(name, grain, stored, cancellationToken);
            writtenVersion = Math.Max(writtenVersion, stored.State?.Version ?? 0);
        }
        catch (Exception e)
        {
            logger.SnapshotNotReadAgain(e, grain);
        }
    }
}
