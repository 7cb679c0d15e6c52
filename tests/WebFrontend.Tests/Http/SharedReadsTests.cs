using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Tests.Http;

public sealed class SharedReadsTests : IDisposable
{
    private readonly List<TaskCompletionSource<IReadOnlyDictionary<string, int>>> _answers = [];
    private readonly List<string[]> _asked = [];
    private readonly SemaphoreSlim _began = new(0);
    private readonly SharedReads<string, int> _reads;

    public SharedReadsTests() => _reads = new SharedReads<string, int>(ReadAsync, keysMax: 3);

    [Fact]
    public async Task Who_asks_alone_is_read_for_at_once()
    {
        var asking = _reads.ReadAsync("a", CancellationToken.None);
        await AnswerAsync(("a", 1));

        Assert.Equal(1, await asking);
        Assert.Equal(["a"], Assert.Single(_asked));
    }

    [Fact]
    public async Task Nobody_gets_what_was_read_before_they_asked()
    {
        var first = _reads.ReadAsync("a", CancellationToken.None);
        await _began.WaitAsync();
        var second = _reads.ReadAsync("a", CancellationToken.None);
        _began.Release();

        await AnswerAsync(("a", 1));
        await AnswerAsync(("a", 2));

        Assert.Equal(1, await first);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Who_asks_while_a_read_is_on_its_way_shares_the_next()
    {
        var first = _reads.ReadAsync("a", CancellationToken.None);
        await _began.WaitAsync();
        var others = Task.WhenAll(
            _reads.ReadAsync("b", CancellationToken.None),
            _reads.ReadAsync("b", CancellationToken.None),
            _reads.ReadAsync("missing", CancellationToken.None)
        );
        _began.Release();

        await AnswerAsync(("a", 1));
        await AnswerAsync(("b", 2));

        Assert.Equal(1, await first);
        var shared = await others;
        Assert.Equal([2, 2, 0], shared);
        Assert.Equal(2, _asked.Count);
        Assert.Equal(["b", "missing"], _asked[1].Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Too_many_keys_are_read_in_turn()
    {
        var first = _reads.ReadAsync("a", CancellationToken.None);
        await _began.WaitAsync();
        var two = _reads.ReadAsync(["b", "c"], CancellationToken.None);
        var more = _reads.ReadAsync(["d", "e"], CancellationToken.None);
        _began.Release();

        await AnswerAsync(("a", 1));
        await AnswerAsync(("b", 2), ("c", 3));
        await AnswerAsync(("d", 4));

        Assert.Equal(1, await first);
        Assert.Equal(3, (await two)["c"]);
        Assert.Equal(4, (await more)["d"]);
        Assert.All(_asked, keys => Assert.InRange(keys.Length, 1, 3));
    }

    [Fact]
    public async Task A_read_that_fails_fails_for_its_own_askers_and_the_next_goes_on()
    {
        var first = _reads.ReadAsync("a", CancellationToken.None);
        await _began.WaitAsync();
        var second = _reads.ReadAsync("b", CancellationToken.None);
        _answers[0].SetException(new TimeoutException());
        await AnswerAsync(("b", 2));

        await Assert.ThrowsAsync<TimeoutException>(() => first);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Who_gives_up_does_not_hold_up_the_others()
    {
        using var gone = new CancellationTokenSource();
        var leaving = _reads.ReadAsync("a", gone.Token);
        await _began.WaitAsync();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        var staying = _reads.ReadAsync("b", CancellationToken.None);
        _began.Release();

        await AnswerAsync(("a", 1));
        await AnswerAsync(("b", 2));

        Assert.Equal(2, await staying);
    }

    public void Dispose() => _began.Dispose();

    private async Task AnswerAsync(params (string Key, int Value)[] values)
    {
        await _began.WaitAsync();
        _answers[^1].SetResult(values.ToDictionary(it => it.Key, it => it.Value, StringComparer.Ordinal));
    }

    private Task<IReadOnlyDictionary<string, int>> ReadAsync(IReadOnlyCollection<string> keys)
    {
        _asked.Add([.. keys]);
        _answers.Add(new(TaskCreationOptions.RunContinuationsAsynchronously));
        _began.Release();
        return _answers[^1].Task;
    }
}
