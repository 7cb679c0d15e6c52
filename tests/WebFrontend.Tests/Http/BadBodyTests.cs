using System.Text;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Http;

/// <summary>What people and programs send that cannot be taken: a stable code each, never a 5xx, nothing written.</summary>
public sealed class BadBodyTests(TestHost host)
{
    private const string Good = """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"灯坏了"}""";

    /// <summary>A report that is refused by its owner, after looking whether its key is known.</summary>
    private const string Nowhere =
        """{"owner":"compound/510105007004-C998","category":"UTL-04","description":"灯坏了"}""";

    [Theory]
    [InlineData("", 400, "field.missing", "owner")]
    [InlineData("{", 400, "body.not-json", null)]
    [InlineData("[]", 400, "body.not-json", null)]
    [InlineData("null", 400, "body.not-json", null)]
    [InlineData("""{"owner":"a","owner":"b"}""", 400, "body.not-json", null)]
    [InlineData("""{"category":"UTL-04","description":"x"}""", 400, "field.missing", "owner")]
    [InlineData("""{"owner":5,"category":"UTL-04","description":"x"}""", 400, "field.wrong-type", "owner")]
    [InlineData("""{"owner":"nowhere","category":"UTL-04","description":"x"}""", 404, "owner.unknown", "owner")]
    [InlineData(
        """{"owner":"department/housing","category":"UTL-04","description":"x"}""",
        404,
        "owner.unknown",
        "owner"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C999","category":"UTL-04","description":"x"}""",
        404,
        "owner.unknown",
        "owner"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"XXX-99","description":"x"}""",
        400,
        "category.unknown",
        "category"
    )]
    [InlineData("""{"owner":"compound/510105007004-C001","description":"x"}""", 400, "field.missing", "category")]
    [InlineData("""{"owner":"compound/510105007004-C001","category":"UTL-04"}""", 400, "field.missing", "description")]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":7}""",
        400,
        "field.wrong-type",
        "description"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":" \n "}""",
        400,
        "text.empty",
        "description"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"a\u0000b"}""",
        400,
        "text.control-character",
        "description"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"\ud83d"}""",
        400,
        "text.broken-unicode",
        "description"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","photos":"y"}""",
        400,
        "field.wrong-type",
        "photos"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","photos":["y"]}""",
        400,
        "photo.unknown",
        "photos"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","location":"y"}""",
        400,
        "field.wrong-type",
        "location"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","location":{"lat":30.6}}""",
        400,
        "field.missing",
        "location.long"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","location":{"lat":91,"long":0}}""",
        400,
        "field.wrong-type",
        "location.lat"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","location":{"lat":1,"long":1,"datum":"mars"}}""",
        400,
        "field.wrong-type",
        "location.datum"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","location":{"building":"99栋"}}""",
        400,
        "building.unknown",
        null
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","source":"pigeon"}""",
        400,
        "field.wrong-type",
        "source"
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C001","category":"UTL-04","description":"x","source":"desk"}""",
        403,
        "source.not-yours",
        null
    )]
    [InlineData(
        """{"owner":"compound/510105007004-C002","category":"UTL-04","description":"x"}""",
        403,
        "place.not-yours",
        null
    )]
    public async Task A_bad_report_is_refused_with_its_code_and_field(
        string body,
        int status,
        string code,
        string? field
    )
    {
        using var api = await host.ApiAsync("resident");
        var key = Guid.CreateVersion7().ToString();

        var answer = await api.PostTextAsync("/api/issues", body, key);

        answer.ExpectProblem(status, code);
        if (field is not null)
        {
            Assert.Equal(field, answer.Field);
        }

        // Nothing was written under its key: else another body would be told so, as the next test shows.
        (await api.PostTextAsync("/api/issues", Nowhere, key)).ExpectProblem(404, "owner.unknown");
    }

    [Fact]
    public async Task The_key_of_a_report_that_was_written_is_known_even_to_one_that_would_be_refused()
    {
        using var api = await host.ApiAsync("resident");
        var key = Guid.CreateVersion7().ToString();
        (await api.PostTextAsync("/api/issues", Good, key)).Expect(201);

        (await api.PostTextAsync("/api/issues", Nowhere, key)).ExpectProblem(409, "idempotency.other-body");
    }

    [Fact]
    public async Task A_text_may_have_four_thousand_characters_and_not_one_more()
    {
        using var api = await host.ApiAsync("resident");

        var most = await api.PostTextAsync("/api/issues", Good.Replace("灯坏了", new string('灯', 4_000)));
        var more = await api.PostTextAsync("/api/issues", Good.Replace("灯坏了", new string('灯', 4_001)));

        most.Expect(201);
        Assert.Equal("description", more.ExpectProblem(400, "text.too-long").Field);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        using var api = await host.ApiAsync("resident");
        var body = Encoding.UTF8.GetBytes(Good);
        body[^3] = 0xFF;

        (await api.PostRawAsync("/api/issues", body)).ExpectProblem(400, "body.not-utf8");
    }

    [Fact]
    public async Task A_body_with_a_byte_order_mark_is_taken()
    {
        using var api = await host.ApiAsync("resident");

        (await api.PostTextAsync("/api/issues", "\uFEFF" + Good)).Expect(201);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_whether_or_not_it_says_how_large_it_is(bool saysLength)
    {
        using var api = await host.ApiAsync("resident");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/issues")
        {
            Content = new ByteArrayContent(new byte[70_000]),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = !saysLength;

        (await api.SendAsync(request)).ExpectProblem(413, "body.too-large");
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("\u007f")]
    [InlineData(201)]
    public async Task A_key_that_cannot_be_one_is_refused(object key)
    {
        using var api = await host.ApiAsync("resident");
        var text = key as string ?? new string('k', (int)key);

        (await api.PostTextAsync("/api/issues", Good, text)).ExpectProblem(400, "idempotency.key-invalid");
    }

    [Theory]
    [InlineData("/api/issues?status=lost", "status")]
    [InlineData("/api/issues?overdue=maybe", "overdue")]
    [InlineData("/api/issues?owner=nowhere", "owner")]
    [InlineData("/api/issues?community=12", "community")]
    [InlineData("/api/issues?after=page-two", "after")]
    [InlineData("/api/issues?limit=0", "limit")]
    [InlineData("/api/issues?limit=201", "limit")]
    [InlineData("/api/issues?q=%00", "q")]
    [InlineData("/api/compounds?after=nowhere", "after")]
    [InlineData("/api/log?after=-1", "after")]
    [InlineData("/api/log?stream=nowhere", "stream")]
    [InlineData("/api/verify", "stream")]
    public async Task A_bad_parameter_is_named(string path, string parameter)
    {
        using var api = await host.ApiAsync("resident");

        var answer = await api.GetAsync(path);

        Assert.InRange(answer.Status, 400, 404);
        Assert.Equal(parameter, answer.Field);
    }

    [Theory]
    [InlineData("/api/nothing", 404, "route.unknown")]
    [InlineData("/api/issues/QY20261124-999999", 404, "issue.unknown")]
    [InlineData("/api/issues/nonsense", 404, "issue.unknown")]
    [InlineData("/api/places/compound/510105007004-C999", 404, "place.unknown")]
    [InlineData("/api/places/nonsense", 404, "place.unknown")]
    [InlineData("/api/places/community/510105999999", 404, "place.unknown")]
    [InlineData("/api/seals/1999-01-01", 404, "seal.unknown")]
    [InlineData("/api/seals/yesterday", 400, "field.wrong-type")]
    [InlineData("/api/verify?stream=compound/510105007004-C999", 404, "place.unknown")]
    public async Task What_is_not_there_is_said_to_be_unknown(string path, int status, string code)
    {
        using var api = await host.ApiAsync("resident");

        (await api.GetAsync(path)).ExpectProblem(status, code);
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_refused_as_such()
    {
        using var api = await host.ApiAsync("resident");

        var answer = await api.SendAsync(new HttpRequestMessage(HttpMethod.Delete, "/api/issues"));

        answer.ExpectProblem(405, "route.method");
    }

    [Theory]
    [InlineData(null, "zh-CN", "请先登录。")]
    [InlineData("en-GB,en;q=0.9,zh;q=0.1", "en", "Sign in first.")]
    [InlineData("fr,zh;q=0.5", "zh-CN", "请先登录。")]
    public async Task A_problem_speaks_the_language_of_the_asker_and_carries_both(
        string? accepts,
        string language,
        string detail
    )
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        if (accepts is not null)
        {
            http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(accepts);
        }

        using var response = await http.GetAsync("/api/me");
        var problem = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal([language], response.Content.Headers.ContentLanguage);
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
        Assert.Equal("Sign in first.", problem.GetProperty("messages").GetProperty("en").GetString());
        Assert.Equal("请先登录。", problem.GetProperty("messages").GetProperty("zh").GetString());
    }
}
