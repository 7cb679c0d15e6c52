using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Demo;

/// <summary>When the demo is loaded, and when not.</summary>
public sealed class DemoLoadingTests(TestHost town)
{
    [Fact]
    public async Task A_loading_that_was_cut_off_is_noticed()
    {
        await using var database = await town.Postgres.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("civicdemo-").FullName;
        using var host = LoadedTown.Build(database, folder, loads: false);
        await host.StartAsync();
        Assert.False(await DemoLoader.IsHalfLoadedAsync(database.Source, default));

        using var cut = new CancellationTokenSource();
        var loader = ActivatorUtilities.CreateInstance<DemoLoader>(host.Services);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            loader.LoadAsync(
                LoadedTown.Scale,
                folder,
                progress =>
                {
                    if (progress.Commands > 20)
                    {
                        cut.Cancel();
                    }
                },
                cut.Token
            )
        );
        await host.StopAsync();

        Assert.True(await DemoLoader.IsHalfLoadedAsync(database.Source, default));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_log_that_is_not_empty_is_left_as_it_is()
    {
        await using var database = await town.Postgres.CreateDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("civicdemo-").FullName;
        using (var first = LoadedTown.Build(database, folder, loads: true))
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        var before = await database.ColumnAsync<string>("select encode(hash, 'hex') from stream_heads order by stream");
        var accounts = await File.ReadAllTextAsync(Path.Combine(folder, DemoAccounts.FileName));
        using (var second = LoadedTown.Build(database, folder, loads: true))
        {
            await second.StartAsync();
            await second.StopAsync();
        }

        Assert.Equal(
            before,
            await database.ColumnAsync<string>("select encode(hash, 'hex') from stream_heads order by stream"),
            StringComparer.Ordinal
        );
        Assert.Equal(accounts, await File.ReadAllTextAsync(Path.Combine(folder, DemoAccounts.FileName)));
        Directory.Delete(folder, recursive: true);
    }
}
