using CivicGrains.Storage.Server;

namespace CivicGrains.Testing.Host;

/// <summary>
/// A host that does nothing but run a private server, for tests that kill one: starts it on the data folder of the first
/// argument, says so, and stops it when its input ends.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        try
        {
            await using var server = await PrivateServer.StartAsync(
                new PrivateServerOptions { DataFolder = arguments[0], TempFolder = arguments[1] }
            );
            await Console.Out.WriteLineAsync(server.Adopted ? "adopted" : "started");
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (PrivateServerException e)
        {
            await Console.Out.WriteLineAsync(e.English);
            return 1;
        }
    }
}
