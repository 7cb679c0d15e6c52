using CivicGrains.Load.Replay;
using Microsoft.Extensions.Time.Testing;

namespace CivicGrains.Load.Tests.Replay;

public sealed class OpenLoopTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(int Which, TimeSpan At, TimeSpan Due)> _started = [];
    private readonly TaskCompletionSource _answer = new();

    [Fact]
    public async Task What_is_due_starts_although_nothing_has_been_answered()
    {
        var began = _time.GetTimestamp();
        var running = RunAsync(began, 3, perSecond: 2);

        Assert.Equal([0], _started.Select(it => it.Which));
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Single(_started);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, _started.Count);
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal([0, 1, 2], _started.Select(it => it.Which));
        Assert.False(running.IsCompleted);
        _answer.SetResult();
        await running;
    }

    [Fact]
    public async Task What_starts_late_is_due_when_it_should_have_started()
    {
        var began = _time.GetTimestamp();
        var running = RunAsync(began, 4, perSecond: 10);

        // The machine stood still for a second.
        _time.Advance(TimeSpan.FromSeconds(1));
        _answer.SetResult();
        await running;

        Assert.Equal([0, 100, 200, 300], _started.Select(it => it.Due.TotalMilliseconds));
        Assert.All(_started.Skip(1), it => Assert.Equal(1_000, it.At.TotalMilliseconds));
    }

    [Fact]
    public async Task A_loop_that_is_cancelled_starts_nothing_more()
    {
        using var cancelled = new CancellationTokenSource();
        var running = RunAsync(_time.GetTimestamp(), 3, perSecond: 1, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(_started);
    }

    private Task RunAsync(long began, int count, double perSecond, CancellationToken cancellationToken = default) =>
        OpenLoop.RunAsync(
            count,
            perSecond,
            (i, due) =>
            {
                _started.Add((i, _time.GetElapsedTime(began), _time.GetElapsedTime(began, due)));
                return _answer.Task;
            },
            _time,
            cancellationToken
        );
}
