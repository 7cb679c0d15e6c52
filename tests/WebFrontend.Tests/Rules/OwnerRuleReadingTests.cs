using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Rules;

/// <summary>The page of an owner's rules where nothing is published: who reads it, and what leads back to its field.</summary>
public sealed class OwnerRuleReadingTests(TestHost host)
{
    private const string Path = "/rules/compound/510105007004-C001";
    private const string EditLamp = Path + "?edit=UTL-04";

    [Fact]
    public async Task Residents_read_what_applies_and_have_no_form()
    {
        using var stranger = new Browser(host.Address);
        using var resident = await Browser.SignedInAsync(host, "resident");
        using var community = await Browser.SignedInAsync(host, "community");
        Assert.Equal("/sign-in", (await stranger.GetAsync(Path)).Expect(200).Address.AbsolutePath);

        var page = (await resident.GetAsync(EditLamp)).Expect(200);

        Assert.False(page.Has("#edit"));
        Assert.False(page.Has("a[href$='#edit']"));
        Assert.Contains("7个工作日", page.One("#UTL-04").TextContent, StringComparison.Ordinal);
        Assert.False(page.Has("#RNV-02"));
        Assert.False(page.Has(".own-mark"));
        Assert.Equal(27, page.Document.QuerySelectorAll("tr[id]").Length);
        var form = (await community.GetAsync(EditLamp)).Form("/preview");
        (await resident.SendAsync(form)).Expect(403);
        (await resident.PostAsync(Path + "/publish", ShownPage.FieldsOf(form))).Expect(403);
        (await stranger.SendAsync(form, ("cap", "3wd"))).Expect(401);
        Assert.True((await resident.GetAsync("/compounds/510105007004-C001")).Has($"a[href='{Path}']"));
    }

    [Theory]
    [InlineData("cap", "8wd", "cap")]
    [InlineData("cap", "soon", "cap")]
    [InlineData("firstLevel", "0wd", "firstLevel")]
    [InlineData("levels", "0,2,1", "levels")]
    [InlineData("firstHandler", "contractor", "firstHandler")]
    public async Task What_cannot_hold_leads_to_its_field_and_keeps_what_was_written(
        string name,
        string value,
        string field
    )
    {
        using var community = await Browser.SignedInAsync(host, "community");
        var form = (await community.GetAsync(EditLamp)).Form("/preview");

        var page = (await community.SendAsync(form, ("ratedBy", "reporter"), (name, value))).Expect(400);

        Assert.Equal($"#{field}", page.One("#edit .error-summary a").GetAttribute("href"));
        Assert.True(page.Has($"#{field}"));
        Assert.Equal("reporter", page.One("#ratedBy option[selected]").GetAttribute("value"));
        Assert.False(page.Has("#preview"));
    }
}
