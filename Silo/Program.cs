using CivicGrains.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Silo;

/// <summary>
/// A silo by itself, against a database that was migrated before. Settings stand in <c>silo.json</c>, in the
/// environment as <c>CIVIC_Silo__ClusterId</c>, or on the command line as <c>--Connection "…"</c>. The silos of one
/// cluster are given one <c>ClusterId</c>; a silo without one is a cluster of its own.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // No default settings file: the host's own would lie beside this one in a common output folder.
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
        builder
            .Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "silo.json"), optional: true)
            .AddEnvironmentVariables("CIVIC_")
            .AddCommandLine(args);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole();
        if (builder.Configuration["Connection"] is not { Length: > 0 } connection)
        {
            await Console.Error.WriteLineAsync("A silo needs a database: set Connection in silo.json or pass it.");
            return 2;
        }

        await using var source = NpgsqlDataSource.Create(connection);
        builder.Services.AddCivicStorage(source);
        builder.AddCivicSilo(options => builder.Configuration.GetSection("Silo").Bind(options));
        if (SupervisedLifetime.IsSupervised)
        {
            builder.Services.AddSingleton<IHostLifetime, SupervisedLifetime>();
        }

        using var host = builder.Build();
        await host.StartAsync();
        SupervisedLifetime.TellReady(
            host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint.ToString()
        );
        await host.WaitForShutdownAsync();
        return 0;
    }
}
