using Microsoft.Playwright;

namespace CivicGrains.Browser.Tests.Support;

/// <summary>The machine's own Chromium.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> StartAsync()
    {
        // How soon is measured by tests that run alone; the others have neighbours.
        Assertions.SetDefaultExpectTimeout(15_000);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Find(),
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
        return new Chromium(playwright, browser);
    }

    /// <summary>Opens a window; a narrow one is a phone.</summary>
    /// <param name="scripts">Whether it runs scripts.</param>
    public async Task<Window> OpenAsync(Uri address, int width, int height, bool scripts)
    {
        var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = address.ToString(),
                ViewportSize = new ViewportSize { Width = width, Height = height },
                Locale = "zh-CN",
                TimezoneId = "Asia/Shanghai",
                HasTouch = width < 600,
                IsMobile = width < 600,
                ReducedMotion = ReducedMotion.Reduce,
                JavaScriptEnabled = scripts,
            }
        );
        return new Window(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("No Chromium on the PATH: apt-get install chromium fonts-noto-cjk.");
}
