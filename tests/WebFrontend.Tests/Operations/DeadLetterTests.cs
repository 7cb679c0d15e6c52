using CivicGrains.Storage.Leases;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Operations;

/// <summary>What administrators see of dead letters and decide about them, by page and API.</summary>
public sealed class DeadLetterTests(TestHost host)
{
    private static long _seq = 9_000_000_000;

    [Theory]
    [InlineData("resident", 403)]
    [InlineData("community", 403)]
    [InlineData("centre", 403)]
    [InlineData("administrator", 200)]
    public async Task The_page_and_its_twin_are_for_administrators_alone(string account, int status)
    {
        using var browser = await Browser.SignedInAsync(host, account);
        using var api = await host.ApiAsync(account);

        (await browser.GetAsync("/admin")).Expect(status);
        (await api.GetAsync("/api/operations")).Expect(status);
        (await api.GetAsync("/api/operations/dead-letters")).Expect(status);
    }

    [Fact]
    public async Task Strangers_are_led_to_the_sign_in()
    {
        using var browser = new Browser(host.Address);

        Assert.Equal("/sign-in", (await browser.GetAsync("/admin")).Expect(200).Address.AbsolutePath);
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("drop")]
    public async Task Nobody_else_decides(string verdict)
    {
        var id = await ParkAsync();
        using var centre = await host.ApiAsync("centre");
        using var browser = await Browser.SignedInAsync(host, "centre");
        var path = $"/dead-letters/{id}/{verdict}";

        (await centre.PostAsync($"/api/operations{path}", new { reason = "?" })).ExpectProblem(403, "place.not-yours");
        (await browser.PostAsync($"/admin{path}", new Dictionary<string, string>())).Expect(403);
        Assert.Equal("waiting", await StateAsync(id));
    }

    [Fact]
    public async Task The_page_shows_what_failed_where_and_how_often_and_not_the_words_of_the_error()
    {
        var id = await ParkAsync("13881234567 王小明");
        using var browser = await Browser.SignedInAsync(host, "administrator");

        var page = (await browser.GetAsync("/admin")).Expect(200);

        var letter = page.One($"[data-key='letter {id}']").TextContent;
        Assert.Contains("offer-task", letter, StringComparison.Ordinal);
        Assert.Contains("grid/510105007004-G01", letter, StringComparison.Ordinal);
        Assert.Contains("System.TimeoutException", letter, StringComparison.Ordinal);
        Assert.Contains("6 次", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("王小明", page.Text, StringComparison.Ordinal);
        Assert.Contains("dead-letters.waiting", page.One("#alarms").TextContent, StringComparison.Ordinal);
        Assert.Contains("dispatcher", page.One("#followers").TextContent, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page.One("#silos").TextContent, StringComparison.Ordinal);
        Assert.Equal("/admin?fragment=all&lang=zh", page.One("live-region").GetAttribute("src"));
    }

    [Fact]
    public async Task A_drop_wants_a_reason_and_is_recorded_with_who_and_why()
    {
        var id = await ParkAsync();
        using var browser = await Browser.SignedInAsync(host, "administrator");
        var form = (await browser.GetAsync("/admin")).Form($"/dead-letters/{id}/drop");

        var again = (await browser.SendAsync(form)).Expect(400);
        Assert.True(again.Has("[role=alert]"));
        Assert.Equal("waiting", await StateAsync(id));
        var done = await browser.SendAsync(
            again.Form($"/dead-letters/{id}/drop"),
            ("reason", "网格已撤销，任务无需再派")
        );

        Assert.Equal("/admin", done.Expect(200).Address.AbsolutePath);
        Assert.Equal("dropped", await StateAsync(id));
        var settled = done.One($"[data-key='letter {id} settled']").TextContent;
        Assert.Contains("administrator", settled, StringComparison.Ordinal);
        Assert.Contains("网格已撤销，任务无需再派", settled, StringComparison.Ordinal);
        Assert.False(done.Has($"[data-key='letter {id}']"));
    }

    [Fact]
    public async Task The_same_decision_sent_twice_is_one_and_another_under_its_key_is_refused()
    {
        var id = await ParkAsync();
        using var administrator = await host.ApiAsync("administrator");
        var path = $"/api/operations/dead-letters/{id}/drop";

        var first = await administrator.PostAsync(path, new { reason = "one" }, key: "k1");
        var repeat = await administrator.PostAsync(path, new { reason = "one" }, key: "k1");
        var other = await administrator.PostAsync(path, new { reason = "two" }, key: "k1");
        var late = await administrator.PostAsync($"/api/operations/dead-letters/{id}/retry");

        first.Expect(200);
        Assert.Equal(first.Json.ToString(), repeat.Expect(200).ToString());
        other.ExpectProblem(409, "idempotency.other-body");
        late.ExpectProblem(409, "dead-letter.not-waiting");
        Assert.Equal(
            ["one"],
            await host.Database.ColumnAsync<string>("select reason from operator_acts where letter = $1", id)
        );
    }

    [Theory]
    [InlineData("999999999", "retry", 404, "dead-letter.unknown")]
    [InlineData("nonsense", "retry", 404, "dead-letter.unknown")]
    [InlineData("1", "burn", 404, "command.unknown")]
    [InlineData("1", "drop", 400, "field.missing")]
    public async Task What_makes_no_sense_is_said(string id, string verdict, int status, string code)
    {
        using var administrator = await host.ApiAsync("administrator");

        (await administrator.PostAsync($"/api/operations/dead-letters/{id}/{verdict}")).ExpectProblem(status, code);
    }

    [Fact]
    public async Task A_form_of_somebody_elses_page_decides_nothing()
    {
        var id = await ParkAsync();
        using var browser = await Browser.SignedInAsync(host, "administrator");

        await browser.PostAsync(
            $"/admin/dead-letters/{id}/drop",
            new Dictionary<string, string> { ["reason"] = "x", ["_key"] = "y" }
        );

        Assert.Equal("waiting", await StateAsync(id));
    }

    [Fact]
    public async Task A_retry_that_comes_too_late_says_so()
    {
        var id = await ParkAsync();
        using var browser = await Browser.SignedInAsync(host, "administrator");
        var page = await browser.GetAsync("/admin");
        await browser.SendAsync(page.Form($"/dead-letters/{id}/drop"), ("reason", "x"));

        var late = (await browser.SendAsync(page.Form($"/dead-letters/{id}/retry"))).Expect(409);

        Assert.Contains("已不在等待处理", late.One("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_twin_of_the_page_says_the_same()
    {
        var id = await ParkAsync();
        using var administrator = await host.ApiAsync("administrator");

        var operations = (await administrator.GetAsync("/api/operations")).Expect(200);
        var letters = (await administrator.GetAsync("/api/operations/dead-letters")).Expect(200).GetProperty("items");

        Assert.Contains(
            operations.GetProperty("alarms").EnumerateArray(),
            alarm => alarm.GetProperty("code").GetString() == "dead-letters.waiting"
        );
        Assert.All(
            operations
                .GetProperty("followers")
                .EnumerateArray()
                .Where(it => it.GetProperty("name").GetString() is "dispatcher"),
            it => Assert.True(it.GetProperty("isHeld").GetBoolean())
        );
        Assert.Equal("active", operations.GetProperty("silos")[0].GetProperty("status").GetString());
        var letter = Assert.Single(letters.EnumerateArray(), it => it.GetProperty("id").GetInt64() == id);
        Assert.Equal(6, letter.GetProperty("attempts").GetInt32());
        Assert.DoesNotContain("lost", letter.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Parks a reaction to an event that is not there, which nobody can carry out by itself.</summary>
    private async Task<long> ParkAsync(string words = "lost")
    {
        var seq = Interlocked.Increment(ref _seq);
        await host
            .Services.GetRequiredService<DeadLetterStore>()
            .ParkAsync("offer-task", seq, SmallTown.Grid.ToString(), null, new TimeoutException(words), 6);
        return await host.Database.ScalarAsync<long>("select id from dead_letters where seq = $1", seq);
    }

    private Task<string?> StateAsync(long id) =>
        host.Database.ScalarAsync<string>("select state from dead_letters where id = $1", id);
}
