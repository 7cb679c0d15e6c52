using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Pages;

public sealed class WholeChainTests(TestHost host)
{
    [Theory]
    [InlineData("zh-CN", "已关闭")]
    [InlineData("en", "closed")]
    public async Task From_the_front_page_to_the_rating_by_links_and_forms_alone(string language, string closed)
    {
        using var resident = new Browser(host.Address, language);
        using var manager = new Browser(host.Address, language);

        // Who has found the compound is asked to sign in there, and comes back to it.
        var found = await resident.GetAsync("/compounds?q=%E5%85%89%E5%8D%8E&community=");
        var compound = await resident.GetAsync(found.One(".links a").GetAttribute("href")!);
        var signIn = await resident.GetAsync(compound.One(".who a").GetAttribute("href")!);
        compound = await resident.SendAsync(
            signIn.Form("/sign-in"),
            ("account", "resident"),
            ("password", SmallTown.Password)
        );
        var page = await resident.SendAsync(
            compound.Expect(200).Form(compound.Address.AbsolutePath),
            ("category", "UTL-04"),
            ("_separately", "UTL-04"),
            ("description", "三楼楼道灯不亮")
        );
        var path = page.Expect(200).Address.AbsolutePath;

        await manager.SignInAsync("manager");
        foreach (var (command, note) in new[] { ("acknowledge", ""), ("start", ""), ("resolve", "已更换灯泡") })
        {
            var form = (await manager.GetAsync(path)).Form($"/{command}");
            page = (await manager.SendAsync(form, note.Length > 0 ? [("note", note)] : [])).Expect(200);
        }

        page = await resident.SendAsync((await resident.GetAsync(path)).Form("/close"));
        Assert.Equal(closed, page.Expect(200).One("article .status").TextContent.Trim());
        page = await resident.SendAsync(page.Form("/rate"), ("stars", "4"), ("note", "很快"));

        Assert.Contains("4", page.Expect(200).One("article dl").TextContent, StringComparison.Ordinal);
        Assert.Equal(7, page.Document.QuerySelectorAll("#timeline li").Length);
    }
}
