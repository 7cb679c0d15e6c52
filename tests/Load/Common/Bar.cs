using CivicGrains.WebFrontend.Hosting;

namespace CivicGrains.Load.Common;

/// <summary>Shows how far long work is; nothing where nobody looks.</summary>
internal static class Bar
{
    /// <summary>Does something and shows how far it is.</summary>
    /// <param name="act">Is given a way to report what is done, and of how much.</param>
    public static Task RunAsync(bool shows, string title, Func<Action<long, long>, Task> act) =>
        shows
            ? ProgressBar.RunAsync(
                title,
                async report =>
                {
                    await act(report);
                    return true;
                }
            )
            : act((_, _) => { });
}
