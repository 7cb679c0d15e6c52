namespace CivicGrains.WebFrontend.Hosting;

/// <summary>What every process that serves the web has in common.</summary>
internal static class WebHosting
{
    /// <summary>A host that listens where the settings say.</summary>
    public static WebApplicationBuilder CreateBuilder(HostSettings settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                EnvironmentName = settings.EnvironmentName,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen, settings.Port);
        });
        builder.Services.AddSingleton(settings);
        return builder;
    }
}
