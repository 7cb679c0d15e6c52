using CivicGrains.Storage.Operations;
using CivicGrains.WebFrontend.Operations;

namespace CivicGrains.WebFrontend.Tests.Operations;

public sealed class FollowerLagTests
{
    private readonly SteppedTime _time = new();
    private readonly FollowerLags _lags;

    public FollowerLagTests() => _lags = new FollowerLags(_time);

    [Fact]
    public void Who_is_at_the_end_is_not_behind_however_long_nothing_happens()
    {
        Assert.Equal(0, LagAt(0, end: 10, seq: 10));
        Assert.Equal(0, LagAt(60, end: 10, seq: 10));
    }

    [Fact]
    public void Who_stands_still_is_behind_since_the_first_event_it_has_not_reached()
    {
        LagAt(0, end: 10, seq: 10);
        Assert.Equal(0, LagAt(5, end: 11, seq: 10));
        Assert.Equal(10, LagAt(15, end: 20, seq: 10));
        Assert.Equal(15, LagAt(20, end: 20, seq: 10));
    }

    [Fact]
    public void Who_has_moved_on_is_behind_only_since_what_is_left()
    {
        LagAt(0, end: 10, seq: 0);
        LagAt(5, end: 20, seq: 0);
        Assert.Equal(2, LagAt(7, end: 20, seq: 10));
        Assert.Equal(0, LagAt(8, end: 20, seq: 20));
    }

    private double LagAt(int second, long end, long seq)
    {
        _time.Second = second;
        var state = new OperationsState(
            end,
            default,
            default,
            null,
            0,
            0,
            null,
            null,
            null,
            [new Follower("dispatcher", 5, seq)],
            []
        );
        return _lags.Look(state)["dispatcher"].TotalSeconds;
    }

    private sealed class SteppedTime : TimeProvider
    {
        public int Second { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Second;
    }
}
