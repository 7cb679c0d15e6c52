namespace CivicGrains.WebFrontend.Http;

/// <summary>
/// Reads by key for many askers at once: one read is on its way at a time, and who asks meanwhile shares the next. So
/// nobody gets what was read before they asked, a lone asker waits for nobody, and thousands cost a few reads.
/// </summary>
/// <param name="readAsync">Reads the values of some keys; those that are not there are missing.</param>
/// <param name="keysMax">Most keys of one read.</param>
internal sealed class SharedReads<TKey, TValue>(
    Func<IReadOnlyCollection<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> readAsync,
    int keysMax
)
    where TKey : notnull
{
    private static readonly Task<IReadOnlyDictionary<TKey, TValue>> Nothing = Task.FromResult<
        IReadOnlyDictionary<TKey, TValue>
    >(new Dictionary<TKey, TValue>());

    private readonly Lock _gate = new();
    private readonly Queue<Batch> _waiting = new();
    private Batch? _open;
    private bool _isReading;

    /// <summary>The value of a key, by a read that begins after this call; the default where there is none.</summary>
    public async Task<TValue?> ReadAsync(TKey key, CancellationToken cancellationToken)
    {
        var found = await ReadAsync([key], cancellationToken);
        return found.GetValueOrDefault(key);
    }

    /// <summary>The values of some keys, by one read that begins after this call, and maybe those of others.</summary>
    public Task<IReadOnlyDictionary<TKey, TValue>> ReadAsync(
        IReadOnlyCollection<TKey> keys,
        CancellationToken cancellationToken
    )
    {
        if (keys.Count == 0)
        {
            return Nothing;
        }

        Batch mine;
        lock (_gate)
        {
            if (_open is null || _open.Keys.Count + keys.Count > keysMax)
            {
                _open = new Batch();
                _waiting.Enqueue(_open);
            }

            mine = _open;
            mine.Keys.UnionWith(keys);
            if (!_isReading)
            {
                _isReading = true;
                // Nobody awaits it: each asker awaits the answer of a batch, and it ends when none waits any more.
                _ = Task.Run(ReadOnAsync, CancellationToken.None);
            }
        }

        return mine.Read.Task.WaitAsync(cancellationToken);
    }

    private async Task ReadOnAsync()
    {
        while (TakeNext() is { } next)
        {
            try
            {
                next.Read.SetResult(await readAsync(next.Keys));
            }
            catch (Exception e)
            {
                next.Read.SetException(e);
                // Its askers may have left.
                _ = next.Read.Task.Exception;
            }
        }
    }

    private Batch? TakeNext()
    {
        lock (_gate)
        {
            _isReading = _waiting.TryDequeue(out var next);
            if (next == _open)
            {
                _open = null;
            }

            return next;
        }
    }

    private sealed class Batch
    {
        public HashSet<TKey> Keys { get; } = [];

        public TaskCompletionSource<IReadOnlyDictionary<TKey, TValue>> Read { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
