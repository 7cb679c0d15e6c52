using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Processes;
using CivicGrains.WebFrontend.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(CivicGrains.Browser.Tests.Support.Town))]
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 4)]

namespace CivicGrains.Browser.Tests.Support;

/// <summary>Tests that measure how soon something is seen, or end processes that others talk to: one after the other.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>
/// A small demo district as it is started from a shell: two silos and two web processes under a supervisor. Its clock
/// runs slowly, so that no deadline of the demo passes while a test looks.
/// </summary>
public sealed class Town : IAsyncLifetime
{
    private const string ReadyPrefix = "CivicGrains is ready at ";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DataFolder _folder = new();
    private readonly ConcurrentDictionary<string, Microsoft.Playwright.Cookie[]> _signedIn = [];
    private HostProcess? _host;
    private Chromium? _chromium;
    private IReadOnlyList<DemoAccount> _accounts = [];

    /// <summary>The addresses of the web processes.</summary>
    public IReadOnlyList<Uri> Webs => [.. Running("web").Select(process => new Uri(process.Address))];

    /// <summary>The one address behind which all of them listen.</summary>
    public Uri Door { get; private set; } = null!;

    /// <summary>Where the resident, the property manager and the grid head of the tests belong.</summary>
    public string Compound => PlaceOf("resident");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string[] arguments =
        [
            "up",
            "--demo",
            "small",
            "--data",
            _folder.Path,
            "--port",
            "0",
            "--silos",
            "2",
            "--web",
            "2",
            "--speed",
            "0.05",
        ];
        _host = HostProcess.Start(arguments);
        try
        {
            Door = new Uri((await _host.LineAsync(ReadyPrefix))[ReadyPrefix.Length..]);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"The town does not start: {_host.Output}", e);
        }

        _accounts = await DemoAccounts.ReadAsync(_folder.Path, CancellationToken.None);
        _chromium = await Chromium.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.TerminateAsync();
            await _host.ExitCodeAsync();
            await _host.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Opens a window of somebody's own.</summary>
    /// <param name="web">At which of the web processes.</param>
    /// <param name="account">Who signs in; null for nobody.</param>
    /// <param name="scripts">Whether it runs scripts.</param>
    public Task<Window> OpenAsync(int width, int height, int web = 0, string? account = null, bool scripts = true) =>
        OpenAsync(Webs[web], width, height, account, scripts);

    /// <summary>Opens a window of somebody's own at an address.</summary>
    public async Task<Window> OpenAsync(Uri address, int width, int height, string? account, bool scripts = true)
    {
        var window = await _chromium!.OpenAsync(address, width, height, scripts);
        if (account is not null)
        {
            await window.SignInAsync(account, Find(account).Password);
        }

        return window;
    }

    /// <summary>Opens a window of somebody who has signed in before: for who only looks, and does not sign out.</summary>
    internal async Task<Window> OpenAgainAsync(int width, int height, string? account)
    {
        if (account is null)
        {
            return await OpenAsync(width, height);
        }

        if (_signedIn.TryGetValue(account, out var cookies))
        {
            var window = await OpenAsync(width, height);
            await window.Page.Context.AddCookiesAsync(cookies);
            return window;
        }

        var first = await OpenAsync(width, height, account: account);
        _signedIn[account] =
        [
            .. (await first.Page.Context.CookiesAsync()).Select(it => new Microsoft.Playwright.Cookie
            {
                Name = it.Name,
                Value = it.Value,
                Domain = it.Domain,
                Path = it.Path,
                Expires = it.Expires,
                HttpOnly = it.HttpOnly,
                Secure = it.Secure,
                SameSite = it.SameSite,
            }),
        ];
        return first;
    }

    /// <summary>The key of the place where somebody belongs.</summary>
    public string PlaceOf(string account) => Find(account).Place.Key;

    /// <summary>
    /// Kills a process as a crash does, when both of its role run: what was killed before is there again. The
    /// supervisor starts another.
    /// </summary>
    /// <param name="role"><c>silo</c> or <c>web</c>.</param>
    /// <param name="index">Which of the two.</param>
    public async Task KillAsync(string role, int index)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Running(role).Count < 2)
        {
            await Task.Delay(Look, TimeProvider.System, patience.Token);
        }

        using var process = Process.GetProcessById(Running(role)[index].Pid);
        process.Kill();
    }

    /// <summary>Somebody does something to an issue by the API.</summary>
    public async Task CommandAsync(string account, string issueId, string command, object body)
    {
        using var http = new HttpClient { BaseAddress = Webs[0] };
        using var signedIn = await http.PostAsJsonAsync(
            "/api/sign-in",
            new { account, password = Find(account).Password }
        );
        var token = (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.PostAsJsonAsync($"/api/issues/{issueId}/{command}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private DemoAccount Find(string account) => _accounts.Single(it => it.Account == account);

    private List<RunningProcess> Running(string role) =>
        [.. new ProcessesFile(_folder.Path).Read().Where(process => process.Role == role)];
}
