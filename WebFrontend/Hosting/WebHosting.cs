using CivicGrains.Silo.Operations;

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
                // Also where tests host it: the files of the pages are found by this name.
                ApplicationName = typeof(WebHosting).Assembly.GetName().Name,
                EnvironmentName = settings.EnvironmentName,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Somebody who searches for a whole text gets a page that says what is wrong, not a bare 414.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Listen(settings.Listen, settings.Port);
        });
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.ClearProviders().AddCivicConsole(settings.IsDemo);
        builder.Services.AddSingleton(settings);
        return builder;
    }
}
