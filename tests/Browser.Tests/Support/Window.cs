using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CivicGrains.Browser.Tests.Support;

/// <summary>A window of one person, with cookies of its own.</summary>
public sealed partial class Window : IAsyncDisposable
{
    private static readonly AxeRunOptions Wcag = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
        },
        // What is well need not be told in full.
        ResultTypes = [ResultType.Violations],
    };

    private const float ArrivalMs = 60_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // That a connection broke is what some tests are about; a policy that was broken never is.
            if (message.Type == "error" && message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
    }

    /// <summary>What it shows.</summary>
    public IPage Page { get; }

    /// <summary>The chip that says how fresh the page is.</summary>
    public ILocator Chip => Page.Locator("live-status");

    /// <summary>Cuts the network, or mends it.</summary>
    public Task SetOfflineAsync(bool offline) => _context.SetOfflineAsync(offline);

    /// <summary>Goes to a page and remembers this very document: whatever follows happens without a reload.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.EvaluateAsync("window.isTheSame = true");
    }

    /// <summary>Waits until the page says that it is live.</summary>
    public Task IsLiveAsync() =>
        Assertions.Expect(Chip).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 20_000 });

    /// <summary>Fails when the page was loaded anew since <see cref="GoAsync"/>.</summary>
    public async Task IsTheSameAsync() =>
        Assert.True(await Page.EvaluateAsync<bool>("window.isTheSame === true"), "The page was loaded anew.");

    public async Task SignInAsync(string account, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("#account").FillAsync(account);
        await Page.Locator("#password").FillAsync(password);
        await Page.Locator("form[action='/sign-in'] button").ClickAsync();
        await IsAtAsync(AnythingButSignIn());
    }

    /// <summary>Waits until the page of some issue is there; what neighbours have reported already is passed over.</summary>
    public async Task IsAtIssueAsync()
    {
        await Page.Locator("#similar, #timeline").First.WaitForAsync();
        if (await Page.Locator("#similar").IsVisibleAsync())
        {
            await Page.Locator("#report form[action^='/compounds/'] button.wide").ClickAsync();
        }

        await IsAtAsync(AnIssue());
    }

    /// <summary>Keeps all of what it looks like in the folder that <c>CIVICGRAINS_PICTURES</c> names, if any.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CIVICGRAINS_PICTURES") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true }
            );
        }
    }

    /// <summary>What the checker of accessibility finds wrong.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync()
    {
        var result = await Page.RunAxe(Wcag);
        return
        [
            .. result.Violations.SelectMany(violation =>
                violation.Nodes.Select(node =>
                    $"{violation.Id}: {node.Html}: {string.Join("; ", node.Any.Select(check => check.Message))}"
                )
            ),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_complaints);
    }

    // Asks for the address alone, again and again. Waiting for the page to have been loaded as well never ends when
    // it is loaded between the library's look and its waiting.
    private Task IsAtAsync(Regex address) =>
        Assertions.Expect(Page).ToHaveURLAsync(address, new() { Timeout = ArrivalMs });

    [GeneratedRegex("/issues/QY", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AnIssue();

    [GeneratedRegex("^(?!.*/sign-in$)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AnythingButSignIn();
}
