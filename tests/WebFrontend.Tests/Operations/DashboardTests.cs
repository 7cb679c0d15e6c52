using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Operations;

/// <summary>The dashboard of Orleans is for administrators, with everything that belongs to it.</summary>
public sealed class DashboardTests(TestHost host)
{
    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_back()
    {
        using var browser = new Browser(host.Address);

        var asked = await browser.GetAsync("/dashboard");
        Assert.Equal("/sign-in", asked.Expect(200).Address.AbsolutePath);
        var back = await browser.SendAsync(
            asked.Form("/sign-in"),
            ("account", "administrator"),
            ("password", SmallTown.Password)
        );

        Assert.StartsWith("/dashboard", back.Expect(200).Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dashboard")]
    [InlineData("/dashboard/DashboardCounters")]
    [InlineData("/dashboard/ClusterStats")]
    public async Task Everybody_else_is_refused_pages_and_figures(string path)
    {
        foreach (var account in new[] { "resident", "community", "centre" })
        {
            using var browser = await Browser.SignedInAsync(host, account);
            (await browser.GetAsync(path)).Expect(403);
        }
    }

    [Fact]
    public async Task An_administrator_sees_the_grains_of_the_cluster()
    {
        using var administrator = await host.ApiAsync("administrator");

        var counters = (await administrator.GetAsync("/dashboard/DashboardCounters")).Expect(200);

        Assert.Contains("Compound", counters.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dashboard/GrainState")]
    [InlineData("/dashboard/grainstate")]
    public async Task Nobody_looks_into_a_grain_which_holds_issues(string path)
    {
        using var administrator = await host.ApiAsync("administrator");
        var grain = $"?grainId={Uri.EscapeDataString(SmallTown.Compound.Key!)}&grainType=CompoundGrain";

        Assert.Equal(404, (await administrator.GetAsync($"{path}{grain}")).Status);
    }

    [Fact]
    public async Task Its_policy_is_its_own_and_ours_stays_strict()
    {
        using var browser = await Browser.SignedInAsync(host, "administrator");

        var theirs = PolicyOf((await browser.GetAsync("/dashboard")).Expect(200));
        var ours = PolicyOf((await browser.GetAsync("/admin")).Expect(200));

        Assert.Contains("style-src 'self' 'unsafe-inline'", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", ours, StringComparison.Ordinal);
        Assert.All(
            [theirs, ours],
            policy =>
            {
                Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
                Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
                Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            }
        );
    }

    private static string PolicyOf(ShownPage page) =>
        Assert.Single(page.Response.Headers.GetValues("Content-Security-Policy"));
}
