using System.Collections.Concurrent;
using System.Diagnostics;

namespace CivicGrains.Load.Common;

/// <summary>
/// Begins work by a schedule that was fixed before, however long earlier work takes: what is slow does not make the load
/// smaller.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Begins so many a second until the time is over or it is cancelled; returns when all of it has ended.</summary>
    /// <param name="doAsync">Gets the number of the work, from 0.</param>
    /// <returns>How late each began, in ms.</returns>
    public static async Task<double[]> RunAsync(
        double perSecond,
        TimeSpan length,
        Func<int, Task> doAsync,
        CancellationToken cancellationToken = default
    )
    {
        var count = (int)Math.Min(perSecond * length.TotalSeconds, int.MaxValue);
        var late = new ConcurrentQueue<double>();
        var running = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count && !cancellationToken.IsCancellationRequested; i++)
        {
            var number = i;
            var due = TimeSpan.FromSeconds(i / perSecond);
            while (Stopwatch.GetElapsedTime(began) < due && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Tick, CancellationToken.None);
            }

            running.Add(
                Task.Run(
                    () =>
                    {
                        late.Enqueue((Stopwatch.GetElapsedTime(began) - due).TotalMilliseconds);
                        return doAsync(number);
                    },
                    CancellationToken.None
                )
            );
        }

        await Task.WhenAll(running);
        return [.. late];
    }
}
