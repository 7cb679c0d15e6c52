using CivicGrains.Domain.Places;
using CivicGrains.WebFrontend.Places;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Places;

public sealed class RememberedTests
{
    private static readonly Place Somewhere = SmallTown.Compound;

    private readonly Remembered<string?> _names = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_read_before_a_change_is_not_remembered_after_it(bool all)
    {
        var reading = new TaskCompletionSource<string?>();
        var asked = _names.GetAsync(Somewhere, () => reading.Task).AsTask();
        if (all)
        {
            _names.ForgetAll();
        }
        else
        {
            _names.Forget(Somewhere);
        }

        reading.SetResult("old");

        Assert.Equal("old", await asked);
        Assert.Equal("new", await _names.GetAsync(Somewhere, () => Task.FromResult<string?>("new")));
    }

    [Fact]
    public async Task What_nobody_knows_yet_is_asked_for_again()
    {
        Assert.Null(await _names.GetAsync(Somewhere, () => Task.FromResult<string?>(null)));
        Assert.Equal("it", await _names.GetAsync(Somewhere, () => Task.FromResult<string?>("it")));
    }

    [Fact]
    public async Task It_is_read_once_until_it_is_forgotten()
    {
        await _names.GetAsync(Somewhere, () => Task.FromResult<string?>("first"));
        Assert.Equal("first", await _names.GetAsync(Somewhere, () => Task.FromResult<string?>("second")));

        _names.Forget(Somewhere);
        Assert.Equal("second", await _names.GetAsync(Somewhere, () => Task.FromResult<string?>("second")));
    }
}
