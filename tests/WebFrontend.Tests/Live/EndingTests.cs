using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.WebFrontend.Tests.Live;

/// <summary>A process that ends still answers for a while at a door that it shares with others.</summary>
public sealed class EndingTests(TestHost shared)
{
    [Fact]
    public async Task A_process_that_is_ending_keeps_no_watcher_that_comes_back()
    {
        await using var host = await TestHost.StartAsync(shared.Postgres);
        var topic = SmallTown.Compound.ToString();
        await using (var before = await host.WatcherAsync("resident"))
        {
            await before.WatchAsync(topic);
        }

        var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var began = new TaskCompletionSource();
        using var goOn = new ManualResetEventSlim();
        // What was registered last is called first: everything else that happens at the end waits here.
        await using var holding = application.ApplicationStopping.Register(() =>
        {
            began.SetResult();
            goOn.Wait();
        });
        var ending = Task.Run(application.StopApplication);
        try
        {
            await began.Task;

            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await using var back = await host.WatcherAsync("resident");
                await back.WatchAsync(topic);
            });
        }
        finally
        {
            goOn.Set();
            await ending;
        }
    }
}
