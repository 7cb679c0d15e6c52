using System.Collections.Concurrent;
using CivicGrains.Grains.Common;
using CivicGrains.Grains.Interfaces.Common;
using Microsoft.Extensions.Logging.Abstractions;

namespace CivicGrains.Grains.Tests.Common;

/// <summary>Thousands of owners whose deadline comes at one moment leave room for people.</summary>
public sealed class DueLineTests
{
    private const int AtOnceMax = 16;

    [Fact]
    public async Task A_few_owners_at_a_time_are_woken_and_the_next_when_one_is_done()
    {
        using var line = new DueLine(NullLogger<DueLine>.Instance);
        var woken = new BlockingCollection<Owner>();
        for (var i = 0; i < AtOnceMax + 1; i++)
        {
            line.Enter(new Owner(woken), "compound/510105007004-C012");
        }

        var first = Enumerable.Range(0, AtOnceMax).Select(_ => woken.Take()).ToArray();
        Assert.False(woken.TryTake(out var _, TimeSpan.FromMilliseconds(100)), "More are woken at once.");

        first[0].Done.SetResult();
        Assert.True(woken.TryTake(out var last, TimeSpan.FromSeconds(10)), "The next one is not woken.");

        foreach (var owner in first.Skip(1).Append(last!))
        {
            owner.Done.SetResult();
        }
    }

    [Fact]
    public void An_owner_that_fails_does_not_keep_its_place()
    {
        using var line = new DueLine(NullLogger<DueLine>.Instance);
        var woken = new BlockingCollection<Owner>();
        for (var i = 0; i < AtOnceMax * 3; i++)
        {
            var owner = new Owner(woken);
            owner.Done.SetException(new CommandFailedException("The log cannot be reached."));
            line.Enter(owner, "compound/510105007004-C012");
        }

        for (var i = 0; i < AtOnceMax * 3; i++)
        {
            Assert.True(woken.TryTake(out var _, TimeSpan.FromSeconds(10)), $"Only {i} are woken.");
        }
    }

    /// <summary>An owner that is woken until somebody says that it is done.</summary>
    private sealed class Owner(BlockingCollection<Owner> woken) : ICommandGrain
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WakeAsync()
        {
            woken.Add(this);
            return Done.Task;
        }

        public Task<CommandResult> DoAsync(CommandEnvelope envelope) => throw new NotSupportedException();

        public Task<CommandResult> ReactAsync(Guid commandId, DomainCommand command) =>
            throw new NotSupportedException();

        public Task<DateTimeOffset?> NextDeadlineAsync() => throw new NotSupportedException();
    }
}
