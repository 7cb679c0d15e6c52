using System.Net;
using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Hosting;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>
/// What has to be done once before several processes start: load the demo district, publish time limits, set the speed.
/// One process with everything in it does it, and ends.
/// </summary>
internal static class Preparation
{
    /// <summary>Does what is missing; does nothing when nothing is.</summary>
    public static async Task RunAsync(HostSettings settings, Database database, CancellationToken cancellationToken)
    {
        if (await IsNeededAsync(settings, database, cancellationToken))
        {
            var alone = settings with { Listen = IPAddress.Loopback, Port = 0 };
            await using var host = await AllInOne.StartOnAsync(alone, database, null, cancellationToken);
        }
    }

    private static async Task<bool> IsNeededAsync(
        HostSettings settings,
        Database database,
        CancellationToken cancellationToken
    ) =>
        settings.Speed is not null
        || settings.HasDemoBudgets
        || (settings.IsDemo && await DemoLoader.IsEmptyAsync(database.Source, cancellationToken))
        || await BudgetsAtStart.AreDividedAsync(database.Source, cancellationToken);
}
