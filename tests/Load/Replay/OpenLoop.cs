namespace CivicGrains.Load.Replay;

/// <summary>
/// Starts work at a steady rate whether or not earlier work has ended, as people do: a slow answer keeps nobody from
/// asking, and what is late counts from when it should have begun.
/// </summary>
internal static class OpenLoop
{
    /// <summary>Starts so many, and ends when all have ended.</summary>
    /// <param name="start">Is given which one it is and the timestamp at which it is due.</param>
    public static async Task RunAsync(
        int count,
        double perSecond,
        Func<int, long, Task> start,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        var running = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond);
            while (due - time.GetElapsedTime(began) is { Ticks: > 0 } wait)
            {
                // A timer counts in whole milliseconds and may be early by a part of one.
                var whole = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
                await Task.Delay(whole, time, cancellationToken);
            }

            running.Add(start(i, began + (long)(due.TotalSeconds * time.TimestampFrequency)));
        }

        await Task.WhenAll(running);
    }
}
