namespace CivicGrains.WebFrontend.Hosting;

/// <summary>The default of the command line: the host runs until it is told to end.</summary>
internal static class Running
{
    /// <summary>Runs the host.</summary>
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var host = await AllInOne.StartAsync(settings, null, cancellationToken);
        Console.WriteLine($"CivicGrains is ready at {host.Address.GetLeftPart(UriPartial.Authority)}");
        await host.App.WaitForShutdownAsync(cancellationToken);
        Console.WriteLine("CivicGrains is ending ...");
        return 0;
    }
}
