using CivicGrains.Grains.Interfaces.Common;

namespace CivicGrains.Grains.Common;

/// <content>The timer for the exact next deadline. The sweep finds whatever a crash or a forgetful silo left.</content>
public abstract partial class EventSourcedGrain<TState>
{
    /// <summary>Longest real wait of the timer: then it looks again, so that a changed clock speed is noticed.</summary>
    private static readonly TimeSpan TimerMax = TimeSpan.FromMinutes(10);

    /// <summary>Real wait after a deadline that the log could not take.</summary>
    private static readonly TimeSpan TimerAfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>Real wait in line after which the call is taken for lost.</summary>
    private static readonly TimeSpan LineMax = TimeSpan.FromMinutes(1);

    private IGrainTimer? timer;

    /// <summary>The deadline the timer is set for; null when it is not set.</summary>
    private DateTimeOffset? timerFor;

    /// <summary>Since when it waits to be woken for what is due; null when it does not.</summary>
    private long? inLineSince;

    private void ArmTimer()
    {
        var due = committed!.NextDueAt;
        if (due == timerFor)
        {
            return;
        }

        if (due is not { } instant)
        {
            timerFor = null;
            timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        else if (services.Clock.RealDelayUntil(instant) is { } wait)
        {
            timerFor = due;
            // Rounded up to the timer's grain of a millisecond: a tick before the deadline would find nothing due.
            StartTimer(wait > TimerMax ? TimerMax : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)));
        }

        // A driven clock stands still until somebody moves it, and whoever moves it wakes the owners.
    }

    private void StartTimer(TimeSpan wait)
    {
        if (timer is null)
        {
            timer = this.RegisterGrainTimer(
                OnTimerAsync,
                new GrainTimerCreationOptions { DueTime = wait, Period = Timeout.InfiniteTimeSpan }
            );
        }
        else
        {
            timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private Task OnTimerAsync(CancellationToken cancellationToken)
    {
        timerFor = null;
        if (committed is { } state && !(state.NextDueAt <= Now()))
        {
            // Only a look, as the deadline is far away. Without a call: that would keep the owner in memory until then.
            ArmTimer();
        }
        else if (inLineSince is not { } since || TimeProvider.System.GetElapsedTime(since) > LineMax)
        {
            // What came due while it waits is done with what it waits for.
            inLineSince = TimeProvider.System.GetTimestamp();
            services.DueLine.Enter(this.AsReference<ICommandGrain>(), Stream);
        }

        return Task.CompletedTask;
    }
}
