using Npgsql;
using Spectre.Console;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>Where the demo district goes, and how much of it.</summary>
/// <param name="Folder">The data folder, for the accounts file.</param>
internal sealed record DemoOptions(string Folder, DemoScale Scale);

/// <summary>
/// Loads the demo district when the log is empty. As the last service before the web server it holds the doors closed
/// until everything is there.
/// </summary>
internal sealed class DemoLoading(DemoLoader loader, NpgsqlDataSource source, DemoOptions options) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await DemoLoader.IsEmptyAsync(source, cancellationToken))
        {
            return;
        }

        // A console of its own: two hosts in one process may load at the same time.
        await AnsiConsole
            .Create(new AnsiConsoleSettings())
            .Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(async bar =>
            {
                var task = bar.AddTask("Loading the demo district", maxValue: 1);
                await loader.LoadAsync(
                    options.Scale,
                    options.Folder,
                    progress =>
                    {
                        task.Value = progress.Done;
                        task.Description = string.Create(
                            CultureInfo.InvariantCulture,
                            $"Loading the demo district: {progress.Issues:N0} issues, {progress.Commands:N0} commands"
                        );
                    },
                    cancellationToken
                );
                task.Value = 1;
            });
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The demo as services.</summary>
internal static class DemoServices
{
    /// <summary>Adds the loading of the demo district. To be called after everything it needs was added.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, DemoOptions options) =>
        services.AddSingleton(options).AddSingleton<DemoLoader>().AddHostedService<DemoLoading>();
}
