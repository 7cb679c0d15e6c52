using CivicGrains.Storage.EventLog;

namespace CivicGrains.Grains.Common;

/// <content>How an activation comes to its state, and how it leaves one behind for the next.</content>
public abstract partial class EventSourcedGrain<TState>
{
    private Snapshots<TState>? snapshots;

    /// <summary>
    /// Reads the stream. When the log cannot be reached the activation lives on without a state and tries again at
    /// each call: its callers get a clean refusal, not a failed activation.
    /// </summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Stream = this.GetGrainId().ToString();
        Place = Place.Parse(Stream);
        snapshots = services.Snapshots.Of<TState>(this.GetGrainId());
        try
        {
            await LoadAsync(cancellationToken);
            ArmTimer();
        }
        catch (LogUnavailableException e)
        {
            services.Logger.StreamNotRead(e, Stream);
        }
    }

    /// <summary>Leaves a snapshot, when it spares the next activation enough reading.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (committed is { } state)
        {
            await snapshots!.WriteLastAsync(state, version, headHash, cancellationToken);
        }
    }

    private async ValueTask<TState> LoadedAsync()
    {
        if (committed is null)
        {
            await LoadAsync(CancellationToken.None);
            ArmTimer();
        }

        return committed!;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await services.Laws.ReadyAsync(cancellationToken);
        if (
            await snapshots!.ReadAsync(cancellationToken) is not { } snapshot
            || !await FoldAsync(snapshot, cancellationToken)
        )
        {
            await FoldAsync(new Snapshot<TState>(TState.Initial(Place), 0, default), cancellationToken);
        }
    }

    /// <summary>
    /// Folds the events after a snapshot. The event at the snapshot's version is read along: if its hash is another
    /// (the log was restored, a file was mixed up), the snapshot does not belong to this stream's history.
    /// </summary>
    /// <returns>False when the snapshot is not of this history; then nothing was changed.</returns>
    private async Task<bool> FoldAsync(Snapshot<TState> from, CancellationToken cancellationToken)
    {
        var (state, read, hash) = from;
        var at = DateTimeOffset.MinValue;
        var proven = read == 0;
        await foreach (var it in services.Log.ReadStreamAsync(Stream, Math.Max(read - 1, 0), cancellationToken))
        {
            if (!proven)
            {
                if (it.Version != read || !it.Hash.Span.SequenceEqual(hash.Span))
                {
                    break;
                }

                proven = true;
                at = it.At;
                continue;
            }

            state = TState.Evolve(state, EventJson.Read(it.Type, it.Payload), it.Actor, it.At);
            (read, hash, at) = (it.Version, it.Hash, it.At);
        }

        if (!proven)
        {
            services.Logger.SnapshotOfOtherHistory(Stream);
            return false;
        }

        // Queries interleave: another call may have read the stream meanwhile, and a command may have added to it.
        if (committed is null)
        {
            (version, headHash, lastAt) = (read, hash, at);
            committed = state;
        }

        return true;
    }

    private void SnapshotWhenDue() => snapshots!.WriteWhenDue(committed!, version, headHash);
}
