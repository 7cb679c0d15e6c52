using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Rules;

/// <summary>The page of an owner's rules, without scripts. Everything here publishes at places of its own host.</summary>
public sealed class OwnerRulePageTests(TestHost shared) : IAsyncLifetime
{
    private const string Path = "/rules/compound/510105007004-C001";
    private const string EditLamp = Path + "?edit=UTL-04";

    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync(shared.Postgres);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_rule_is_previewed_then_published_with_its_reason_and_marked_from_then_on()
    {
        using var community = await Browser.SignedInAsync(host, "community");
        var form = (await community.GetAsync(EditLamp)).Form("/preview");
        var preview = (await community.SendAsync(form, ("cap", "3wd"), ("evidence", "photo"))).Expect(200);
        Assert.Equal(2, preview.Document.QuerySelectorAll("#preview .differences li").Length);
        Assert.Contains("3个工作日", preview.One("#preview").TextContent, StringComparison.Ordinal);
        (await community.GetAsync(Path + "/preview")).Expect(200);

        var unsaid = (await community.SendAsync(preview.Form("/publish"))).Expect(400);
        Assert.Equal("#reason", unsaid.One("#edit .error-summary a").GetAttribute("href"));
        var done = (await community.SendAsync(unsaid.Form("/publish"), ("reason", "居民代表会议的决定"))).Expect(200);

        Assert.True(done.Has(".done"));
        Assert.Equal(2, done.Document.QuerySelectorAll("#UTL-04 .own-mark").Length);
        Assert.Contains("照片", done.One("#UTL-04").TextContent, StringComparison.Ordinal);
        Assert.Contains("居民代表会议的决定", done.One("#history").TextContent, StringComparison.Ordinal);
        Assert.Contains("社区", done.One("#history .facts").TextContent, StringComparison.Ordinal);
        // What was said about one rule stays when another is said.
        form = (await community.GetAsync(Path + "?edit=P3")).Form("/preview");
        preview = await community.SendAsync(form, ("budget0", "4wh"));
        done = (await community.SendAsync(preview.Form("/publish"), ("reason", "更快"))).Expect(200);
        Assert.Contains("3个工作日", done.One("#UTL-04").TextContent, StringComparison.Ordinal);
        Assert.Contains("4个工作小时", done.One("#UTL-04").TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "4 working hours",
            (await community.GetAsync(Path + "?lang=en")).One("#UTL-04").TextContent,
            StringComparison.Ordinal
        );
        // And back to the district's rules in everything.
        form = (await community.GetAsync(Path + "?edit=all")).Form("/preview");
        preview = await community.SendAsync(form);
        done = (await community.SendAsync(preview.Form("/publish"), ("reason", "恢复"))).Expect(200);
        Assert.False(done.Has(".own-mark"));
        Assert.Equal(3, done.Document.QuerySelectorAll("#history .published > li").Length);
    }

    [Fact]
    public async Task Whoever_publishes_over_what_they_have_not_seen_is_told_and_shown_what_is_there_now()
    {
        using var community = await Browser.SignedInAsync(host, "community");
        using var subdistrict = await Browser.SignedInAsync(host, "subdistrict");
        var late = await community.SendAsync((await community.GetAsync(EditLamp)).Form("/preview"), ("cap", "3wd"));
        var first = await subdistrict.SendAsync(
            (await subdistrict.GetAsync(EditLamp)).Form("/preview"),
            ("cap", "4wd")
        );
        (await subdistrict.SendAsync(first.Form("/publish"), ("reason", "街道统一"))).Expect(200);

        var refused = (await community.SendAsync(late.Form("/publish"), ("reason", "更快"))).Expect(412);

        Assert.Contains("已有变更", refused.One("#edit .error-summary").TextContent, StringComparison.Ordinal);
        Assert.Contains("4个工作日", refused.One("#preview del").TextContent, StringComparison.Ordinal);
        Assert.Equal("更快", refused.One("#reason").TextContent);
        Assert.Contains("街道统一", refused.One("#history").TextContent, StringComparison.Ordinal);
        // Having seen it, they may.
        (await community.SendAsync(refused.Form("/publish"))).Expect(200);
        Assert.Contains(
            "3个工作日",
            (await community.GetAsync(Path)).One("#UTL-04").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_form_that_is_not_of_our_page_or_was_never_previewed_changes_nothing()
    {
        using var community = await Browser.SignedInAsync(host, "community");
        var form = (await community.GetAsync(EditLamp)).Form("/preview");

        (await community.SendAsync(form, ("_token", "forged"))).Expect(409);
        (await community.PostAsync(Path + "/publish", ShownPage.FieldsOf(form))).Expect(409);
        (await community.SendAsync(form, ("rule", "XXX-01"))).Expect(409);

        Assert.False((await community.GetAsync(Path)).Has("#history .published"));
    }
}
