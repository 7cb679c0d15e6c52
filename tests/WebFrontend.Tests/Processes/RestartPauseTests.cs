using CivicGrains.WebFrontend.Processes;

namespace CivicGrains.WebFrontend.Tests.Processes;

public sealed class RestartPauseTests
{
    [Fact]
    public void A_process_that_cannot_live_is_started_ever_more_seldom()
    {
        var pause = new RestartPause();

        var pauses = Enumerable.Range(0, 7).Select(_ => pause.After(TimeSpan.FromSeconds(1)).TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], pauses);
    }

    [Fact]
    public void A_process_that_ran_well_is_started_again_at_once_and_its_past_is_forgotten()
    {
        var pause = new RestartPause();
        pause.After(TimeSpan.Zero);
        pause.After(TimeSpan.Zero);

        Assert.Equal(TimeSpan.Zero, pause.After(RestartPause.WellAfter));
        Assert.Equal(TimeSpan.FromSeconds(1), pause.After(TimeSpan.Zero));
    }
}
