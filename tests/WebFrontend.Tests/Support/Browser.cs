using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>A page that was answered.</summary>
internal sealed record ShownPage(int Status, Uri Address, IHtmlDocument Document, HttpResponseMessage Response)
{
    /// <summary>All that can be read of it.</summary>
    public string Text => Document.Body!.TextContent;

    /// <summary>The page, which must have this status.</summary>
    public ShownPage Expect(int status)
    {
        Assert.True(Status == status, $"{Status} instead of {status} at {Address}: {Text}");
        return this;
    }

    /// <summary>The one element that fits.</summary>
    public IElement One(string selector) => Assert.Single(Document.QuerySelectorAll(selector));

    /// <summary>Whether any element fits.</summary>
    public bool Has(string selector) => Document.QuerySelector(selector) is not null;

    /// <summary>The form whose action ends so.</summary>
    public IHtmlFormElement Form(string actionEnd) =>
        Assert.Single(
            Document.Forms,
            form => (form.GetAttribute("action") ?? "").EndsWith(actionEnd, StringComparison.Ordinal)
        );

    /// <summary>What a form would send as it stands.</summary>
    public static Dictionary<string, string> FieldsOf(IHtmlFormElement form)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in form.Elements)
        {
            switch (field)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false }:
                    break;
                case IHtmlInputElement { Name: { } name } input:
                    fields[name] = input.Value;
                    break;
                case IHtmlTextAreaElement { Name: { } name } area:
                    fields[name] = area.Value;
                    break;
                case IHtmlSelectElement { Name: { } name } select:
                    fields[name] = select.Value ?? "";
                    break;
            }
        }

        return fields;
    }
}

/// <summary>A browser without scripts: it has cookies, follows links and sends forms.</summary>
internal sealed class Browser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Browser(Uri address, string language = "zh-CN")
    {
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies });
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    /// <summary>The site it asks. Browsers know a site by its name: another port has the same cookies.</summary>
    public Uri Address { get; set; }

    /// <summary>A browser in which somebody has signed in through the page.</summary>
    public static async Task<Browser> SignedInAsync(TestHost host, string account)
    {
        var browser = new Browser(host.Address);
        await browser.SignInAsync(account);
        return browser;
    }

    public async Task<ShownPage> SignInAsync(string account, string password = SmallTown.Password)
    {
        var page = await GetAsync("/sign-in");
        return await SendAsync(page.Form("/sign-in"), ("account", account), ("password", password));
    }

    public async Task<ShownPage> GetAsync(string path) =>
        await PageOfAsync(await _http.GetAsync(new Uri(Address, path)));

    /// <summary>Fills in a form and sends it.</summary>
    public Task<ShownPage> SendAsync(IHtmlFormElement form, params (string Name, string Value)[] filledIn)
    {
        var fields = ShownPage.FieldsOf(form);
        foreach (var (name, value) in filledIn)
        {
            fields[name] = value;
        }

        return PostAsync(form.GetAttribute("action")!, fields);
    }

    public async Task<ShownPage> PostAsync(string path, IReadOnlyDictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await PageOfAsync(await _http.PostAsync(new Uri(Address, path), content));
    }

    /// <summary>Fills in a form that takes files and sends it with some.</summary>
    public async Task<ShownPage> SendFilesAsync(
        IHtmlFormElement form,
        IEnumerable<(string FileName, string Type, byte[] Bytes)> files,
        params (string Name, string Value)[] filledIn
    )
    {
        Assert.Equal("multipart/form-data", form.GetAttribute("enctype"));
        var input = Assert.Single(form.QuerySelectorAll("input[type=file]"));
        var fields = ShownPage.FieldsOf(form);
        fields.Remove(input.GetAttribute("name")!);
        foreach (var (name, value) in filledIn)
        {
            fields[name] = value;
        }

        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), $"\"{name}\"");
        }

        foreach (var (fileName, type, bytes) in files)
        {
            var file = new ByteArrayContent(bytes);
            file.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
            content.Add(file, $"\"{input.GetAttribute("name")}\"", $"\"{fileName}\"");
        }

        return await PageOfAsync(await _http.PostAsync(new Uri(Address, form.GetAttribute("action")!), content));
    }

    /// <summary>What a picture on a page shows.</summary>
    public async Task<HttpResponseMessage> GetPictureAsync(string path) => await _http.GetAsync(new Uri(Address, path));

    public void ForgetWhoIsSignedIn()
    {
        foreach (Cookie cookie in _cookies.GetAllCookies())
        {
            cookie.Expired |= cookie.Name == "civic";
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<ShownPage> PageOfAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        return new ShownPage(
            (int)response.StatusCode,
            response.RequestMessage!.RequestUri!,
            await new HtmlParser().ParseDocumentAsync(html),
            response
        );
    }
}
