using CivicGrains.Grains.Dispatch;

namespace CivicGrains.Grains.Tests.Dispatch;

public sealed class TargetQueuesTests
{
    private static readonly Place One = Place.Grid("510105007004-G01");
    private static readonly Place Two = Place.Grid("510105007004-G02");

    [Fact]
    public async Task Work_for_one_target_waits_for_the_work_before_it()
    {
        var queues = new TargetQueues();
        var gate = new TaskCompletionSource();
        var order = new List<int>();

        var first = queues.Add(One, () => AfterAsync(gate.Task, () => order.Add(1)));
        var second = queues.Add(One, () => AfterAsync(Task.CompletedTask, () => order.Add(2)));
        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal([1, 2], order);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_holds_up_no_other()
    {
        var queues = new TargetQueues();
        var never = new TaskCompletionSource();

        var stuck = queues.Add(One, () => never.Task);
        await queues.Add(Two, () => Task.CompletedTask);

        Assert.False(stuck.IsCompleted);
        never.SetResult();
        await stuck;
    }

    [Fact]
    public async Task Work_after_a_failure_is_done_all_the_same()
    {
        var queues = new TargetQueues();

        var failing = queues.Add(One, () => throw new InvalidOperationException("broken"));
        await queues.Add(One, () => Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
    }

    private static async Task AfterAsync(Task before, Action then)
    {
        await before;
        then();
    }
}
