using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.People;

public sealed class SignInPageTests(TestHost host)
{
    [Fact]
    public async Task A_wrong_password_is_said_first_and_the_name_stays_filled_in()
    {
        using var browser = new Browser(host.Address);

        var page = (await browser.SignInAsync("resident", "wrong")).Expect(401);

        Assert.Contains("账号或密码错误", page.One("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("resident", page.One("#account").GetAttribute("value"));
        Assert.Null(page.One("#password").GetAttribute("value"));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_signs_nobody_in()
    {
        using var browser = new Browser(host.Address);

        var page = await browser.PostAsync(
            "/sign-in",
            new Dictionary<string, string> { ["account"] = "resident", ["password"] = SmallTown.Password }
        );

        page.Expect(409);
        Assert.Contains("登录", (await browser.GetAsync("/")).One(".who").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_comes_to_where_they_wanted_to_go_and_is_greeted_by_name()
    {
        using var browser = new Browser(host.Address);
        var form = (await browser.GetAsync("/sign-in?next=%2Fcompounds%3Fq%3D1")).Form("/sign-in");

        var page = await browser.SendAsync(form, ("account", "resident"), ("password", SmallTown.Password));

        Assert.Equal("/compounds?q=1", page.Expect(200).Address.PathAndQuery);
        Assert.Equal("resident", page.One(".who .name").TextContent);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_to_another_site(string next)
    {
        using var browser = new Browser(host.Address);

        var page = await browser.GetAsync($"/sign-in?next={Uri.EscapeDataString(next)}");

        Assert.Equal("/", page.One("[name=next]").GetAttribute("value"));
    }

    [Fact]
    public async Task Signing_out_takes_a_form_of_ours_and_ends_the_session()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        await browser.PostAsync("/sign-out", new Dictionary<string, string>());
        var page = await browser.GetAsync("/");
        Assert.True(page.Has(".who .name"));

        var after = await browser.SendAsync(page.Form("/sign-out"));

        Assert.False(after.Expect(200).Has(".who .name"));
    }
}
