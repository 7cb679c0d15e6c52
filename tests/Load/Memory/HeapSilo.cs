using System.CommandLine;
using CivicGrains.Domain.Places;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Silo;
using CivicGrains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Load.Memory;

/// <summary>A silo in a process of its own that activates owners when it is asked to.</summary>
internal static class HeapSilo
{
    private const int AtOnceMax = 32;

    public static Command Command()
    {
        var port = new Option<int>("--port") { Required = true };
        var connection = new Option<string>("--connection") { Required = true };
        var command = new Command("heap-silo", "The silo of which the heap is read; started by the benchmark.")
        {
            port,
            connection,
        };
        command.SetAction(parsed => RunAsync(parsed.GetValue(port), parsed.GetValue(connection)!));
        return command;
    }

    private static async Task RunAsync(int port, string connection)
    {
        await using var source = CivicStorage.Open(connection);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddCivicStorage(source);
        builder.AddCivicSilo();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.MapGet("/", () => "ready");
        app.MapPost("/activate", (int limit) => ActivateAsync(source, app.Services, limit));
        await app.RunAsync();
    }

    /// <summary>Activates owners, in order of their names.</summary>
    /// <returns>How many.</returns>
    private static async Task<int> ActivateAsync(NpgsqlDataSource source, IServiceProvider services, int limit)
    {
        var owners = new List<Place>();
        await using (var command = source.CreateCommand("select place from owners order by place limit $1"))
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                owners.Add(Place.Parse(reader.GetString(0)));
            }
        }

        var grains = services.GetRequiredService<IGrainFactory>();
        await Parallel.ForEachAsync(
            owners,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax },
            async (owner, _) => await grains.GetOwner(owner).NextDeadlineAsync()
        );
        return owners.Count;
    }
}
