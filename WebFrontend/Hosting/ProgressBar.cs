using Spectre.Console;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>A bar in a terminal; in a file or a pipe, a line now and then.</summary>
internal static class ProgressBar
{
    /// <summary>Does something and shows how far it is.</summary>
    /// <param name="act">Is given a way to report what is done, and of how much.</param>
    public static Task<T> RunAsync<T>(string title, Func<Action<long, long>, Task<T>> act) =>
        AnsiConsole
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(title, maxValue: 1);
                var result = await act(
                    (done, total) =>
                    {
                        task.MaxValue = Math.Max(1, total);
                        task.Value = done;
                    }
                );
                task.Value = task.MaxValue;
                return result;
            });
}
