using System.Net;
using CivicGrains.Silo.Operations;
using CivicGrains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicGrains.Silo;

/// <summary>
/// A silo by itself, against a database that was migrated before. Settings stand in <c>silo.json</c>, in the
/// environment as <c>CIVIC_Silo__ClusterId</c>, or on the command line as <c>--Connection "…"</c>. The silos of one
/// cluster are given one <c>ClusterId</c>; a silo without one is a cluster of its own. On the loopback address it answers
/// health and metrics, and nothing else.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // No default settings file: the host's own would lie beside this one in a common output folder.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args });
        builder
            .Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "silo.json"), optional: true)
            .AddEnvironmentVariables("CIVIC_")
            .AddCommandLine(args);
        if (builder.Configuration["Connection"] is not { Length: > 0 } connection)
        {
            await Console.Error.WriteLineAsync("A silo needs a database: set Connection in silo.json or pass it.");
            return 2;
        }

        var isDemo = builder.Configuration["Environment"] is "Demo";
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddCivicConsole(isDemo);
        await using var source = CivicStorage.Open(connection);
        var options = new CivicSiloOptions();
        builder.Configuration.GetSection("Silo").Bind(options);
        builder.Services.AddCivicStorage(source);
        builder.AddCivicSilo(silo => builder.Configuration.GetSection("Silo").Bind(silo));
        builder.AddCivicObservability("civicgrains-silo");
        builder.Services.AddRouting();
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, options.WebPort);
            });
        if (SupervisedLifetime.IsSupervised)
        {
            builder.Services.AddSingleton<IHostLifetime, SupervisedLifetime>();
        }

        await using var app = builder.Build();
        app.MapSiloEndpoints();
        await app.StartAsync();
        SupervisedLifetime.TellReady(app.Urls.First());
        await app.WaitForShutdownAsync();
        return 0;
    }
}
