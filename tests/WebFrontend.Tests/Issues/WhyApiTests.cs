using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>Why an issue is where it is: over HTTP and on its page.</summary>
public sealed class WhyApiTests(TestHost host)
{
    [Fact]
    public async Task What_the_chain_exchanges_is_for_the_chain_alone_and_no_text_is_told()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var stranger = await host.ApiAsync("stranger");
        var id = await resident.ReportAsync(text: "三楼张阿姨家门口");
        (await manager.CommandAsync(id, "extend", new { reason = "等待配件到货", limit = "1wd" })).Expect(200);

        (await stranger.GetAsync($"/api/issues/{id}/why")).ExpectProblem(403, "place.not-yours");
        var theirs = (await resident.GetAsync($"/api/issues/{id}/why")).Expect(200);
        var ours = (await manager.GetAsync($"/api/issues/{id}/why")).Expect(200);

        Assert.DoesNotContain("issue.requested", Types(theirs));
        Assert.DoesNotContain("decide", Commands(theirs));
        Assert.Contains("issue.requested", Types(ours));
        Assert.Contains("decide", Commands(ours));
        Assert.DoesNotContain("张阿姨", ours.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("配件", ours.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_hand_over_has_its_reason_the_rule_and_who_has_it_then()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "escalate", new { reason = "需要协调" })).Expect(200);

        var why = (await resident.GetAsync($"/api/issues/{id}/why")).Expect(200);

        Assert.Equal(["issue.reported", "issue.accepted", "issue.escalated"], Types(why));
        var steps = why.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal("2wd", steps[1].GetProperty("rule").GetProperty("limit").GetString());
        Assert.Equal(0, steps[1].GetProperty("rule").GetProperty("level").GetInt32());
        Assert.StartsWith(
            "2 working days of level 0; class P3",
            steps[1].GetProperty("rule").GetProperty("english").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("grid-head", steps[2].GetProperty("handler").GetProperty("role").GetString());
        Assert.Contains("handed it up", steps[2].GetProperty("english").GetString(), StringComparison.Ordinal);
        Assert.Equal(steps[2].GetProperty("english").GetString(), why.GetProperty("english").GetString());
        Assert.Equal(1, why.GetProperty("rule").GetProperty("level").GetInt32());
        Assert.False(why.GetProperty("provisional").GetBoolean());
        Assert.Equal("issue.escalated", why.GetProperty("cause").GetString());
    }

    [Fact]
    public async Task Who_can_change_it_is_told_with_roles_and_words()
    {
        using var resident = await host.ApiAsync("resident");
        var id = await resident.ReportAsync();

        var why = (await resident.GetAsync($"/api/issues/{id}/why")).Expect(200);

        var acknowledge = Can("acknowledge");
        Assert.Equal("签收", acknowledge.GetProperty("chinese").GetString());
        Assert.Equal(
            ["property-manager compound/510105007004-C001"],
            acknowledge
                .GetProperty("roles")
                .EnumerateArray()
                .Select(it => $"{it.GetProperty("role").GetString()} {it.GetProperty("place").GetString()}")
        );
        Assert.True(Can("withdraw").GetProperty("reporter").GetBoolean());
        Assert.DoesNotContain("comment", Commands(why));

        JsonElement Can(string word) =>
            why.GetProperty("can").EnumerateArray().Single(it => it.GetProperty("command").GetString() == word);
    }

    [Fact]
    public async Task The_page_of_the_issue_tells_it_folded_in_both_languages()
    {
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync();
        using var resident = await Browser.SignedInAsync(host, "resident");

        var chinese = (await resident.GetAsync($"/issues/{id}")).Expect(200).One("details.why");
        var english = (await resident.GetAsync($"/issues/{id}?lang=en")).Expect(200).One("details.why");

        Assert.False(chinese.HasAttribute("open"));
        Assert.Contains("区级规则第", chinese.TextContent, StringComparison.Ordinal);
        Assert.Contains("谁可以改变", chinese.TextContent, StringComparison.Ordinal);
        Assert.Contains("Why is it here", english.TextContent, StringComparison.Ordinal);
        Assert.Contains("working days of level 0", english.TextContent, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Types(JsonElement why) =>
        why.GetProperty("steps").EnumerateArray().Select(it => it.GetProperty("type").GetString());

    private static IEnumerable<string?> Commands(JsonElement why) =>
        why.GetProperty("can").EnumerateArray().Select(it => it.GetProperty("command").GetString());
}
