using System.Text.Json;
using CivicGrains.Storage;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.WebFrontend.Tests.Calendar;

/// <summary>
/// Looking at years of the calendar, and publishing them. Everything here that publishes on the host all tests share
/// takes a year that no other test counts by.
/// </summary>
[Collection(Publishing)]
public sealed class CalendarYearTests(TestHost host)
{
    /// <summary>Tests that publish on the shared host: one after the other, as each reads the version it changes.</summary>
    public const string Publishing = "publishing years";

    private static readonly string[] Feasts2044 =
    [
        "2044-01-01",
        "2044-01-29..2044-02-03",
        "2044-04-04",
        "2044-05-01..2044-05-03",
        "2044-05-31",
        "2044-10-01..2044-10-07",
    ];

    [Theory]
    [InlineData("1999", "calendar.year-out-of-range")]
    [InlineData("2100", "calendar.year-out-of-range")]
    [InlineData("99999999999", "field.wrong-type")]
    [InlineData("next", "field.wrong-type")]
    public async Task A_year_without_a_calendar_is_refused_at_every_address(string year, string code)
    {
        using var api = await host.ApiAsync("administrator");

        var get = await api.GetAsync($"/api/calendar/years/{year}");
        var preview = await api.PostAsync($"/api/calendar/years/{year}/preview");
        var put = await api.PutAsync($"/api/calendar/years/{year}", new { }, "*");

        Assert.All([get, preview, put], answer => Assert.Equal("year", answer.ExpectProblem(400, code).Field));
    }

    [Fact]
    public async Task Only_the_administrator_previews_and_publishes()
    {
        foreach (var account in SmallTown.People.Keys.Where(name => name != "administrator"))
        {
            using var api = await host.ApiAsync(account);
            (await api.PostAsync("/api/calendar/years/2044/preview")).ExpectProblem(403, "place.not-yours");
            (await api.PutAsync("/api/calendar/years/2044", new { }, "*")).ExpectProblem(403, "place.not-yours");
        }

        using var stranger = await host.ApiAsync(null);
        (await stranger.PostAsync("/api/calendar/years/2044/preview")).ExpectProblem(401, "actor.not-signed-in");
        (await stranger.PutAsync("/api/calendar/years/2044", new { }, "*")).ExpectProblem(401, "actor.not-signed-in");
    }

    [Theory]
    [InlineData("""{"daysOff":"2044-01-01"}""", "field.wrong-type", "daysOff")]
    [InlineData("""{"daysOff":[5]}""", "field.wrong-type", "daysOff")]
    [InlineData("""{"daysOff":["the first of May"]}""", "calendar.day-unreadable", "daysOff")]
    [InlineData("""{"daysOff":["2044-02-30"]}""", "calendar.day-unreadable", "daysOff")]
    [InlineData("""{"makeUpWorkdays":["2044-02-07..2044-02-06"]}""", "calendar.day-unreadable", "makeUpWorkdays")]
    [InlineData("""{"makeUpWorkdays":["2044-02-06.."]}""", "calendar.day-unreadable", "makeUpWorkdays")]
    [InlineData("""{"daysOff":["0001-01-01..9999-12-31"]}""", "calendar.day-unreadable", "daysOff")]
    [InlineData("""{"daysOff":["0001-01-01..9998-12-31"]}""", "calendar.days-too-many", "daysOff")]
    [InlineData("""{"source":5}""", "field.wrong-type", "source")]
    public async Task What_cannot_be_read_is_refused_and_the_field_named(string body, string code, string field)
    {
        using var api = await host.ApiAsync("administrator");

        var answer = await api.PostTextAsync("/api/calendar/years/2044/preview", body);

        Assert.Equal(field, answer.ExpectProblem(400, code).Field);
    }

    [Theory]
    [InlineData("2045-01-01", null, "示例", "calendar.other-year", "daysOff")]
    [InlineData("2044-01-01", null, "示例", "calendar.day-twice", "daysOff")]
    [InlineData(null, "2044-02-08", "示例", "calendar.not-weekend", "makeUpWorkdays")]
    [InlineData("2044-02-06", "2044-02-06", "示例", "calendar.off-and-worked", "makeUpWorkdays")]
    [InlineData(null, null, null, "field.missing", "source")]
    [InlineData(null, null, " ", "text.empty", "source")]
    public async Task A_year_that_cannot_be_is_refused_by_both_and_the_preview_says_why(
        string? alsoOff,
        string? madeUp,
        string? source,
        string code,
        string field
    )
    {
        using var api = await host.ApiAsync("administrator");
        var body = new
        {
            daysOff = Feasts2044.Concat(alsoOff is null ? [] : [alsoOff]),
            makeUpWorkdays = madeUp is null ? Array.Empty<string>() : [madeUp],
            source,
        };

        var put = await api.PutAsync("/api/calendar/years/2044", body, "*");
        var preview = (await api.PostAsync("/api/calendar/years/2044/preview", body)).Expect(200);

        Assert.Equal(field, put.ExpectProblem(400, code).Field);
        var problem = Assert.Single(preview.GetProperty("problems").EnumerateArray());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Every_feast_that_would_be_worked_is_named_in_the_preview()
    {
        using var api = await host.ApiAsync("administrator");

        var preview = (await api.PostAsync("/api/calendar/years/2045/preview", new { source = "x" })).Expect(200);

        // Of thirteen days, those that are no weekend anyway.
        var problems = preview.GetProperty("problems").EnumerateArray().ToList();
        Assert.InRange(problems.Count, 7, 13);
        Assert.All(problems, it => Assert.Equal("calendar.feast-worked", it.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData(null, 428, "edit.unguarded")]
    [InlineData("\"999999\"", 412, "edit.outdated")]
    [InlineData("W/\"0\"", 412, "edit.outdated")]
    [InlineData("\"zero\"", 412, "edit.outdated")]
    [InlineData("0", 412, "edit.outdated")]
    [InlineData("\"0\", \"1\"", 412, "edit.outdated")]
    public async Task Who_has_not_read_what_is_there_does_not_write_over_it(string? ifMatch, int status, string code)
    {
        using var api = await host.ApiAsync("administrator");

        (await api.PutAsync("/api/calendar/years/2044", Body(2044), ifMatch)).ExpectProblem(status, code);
    }

    [Fact]
    public async Task Anybody_sees_the_years_the_published_ones_and_those_to_come()
    {
        using var api = await host.ApiAsync(null);

        var list = (await api.GetAsync("/api/calendar/years"))
            .Expect(200)
            .GetProperty("items")
            .EnumerateArray()
            .ToList();
        var answer = await api.GetAsync("/api/calendar/years/2026");
        var year = answer.Expect(200);

        Assert.True(list.Count >= 4);
        Assert.Equal(list.Select(NumberOf).Order(), list.Select(NumberOf));
        Assert.Equal(248, year.GetProperty("workdays").GetInt32());
        Assert.False(year.GetProperty("provisional").GetBoolean());
        Assert.Contains("2026年", year.GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Contains("2026-02-17", year.GetProperty("daysOff").EnumerateArray().Select(day => day.GetString()));
        Assert.Contains(
            "2026-10-10",
            year.GetProperty("makeUpWorkdays").EnumerateArray().Select(day => day.GetString())
        );
        Assert.NotNull(answer.Headers.ETag);

        static int NumberOf(JsonElement year) => year.GetProperty("year").GetInt32();
    }

    [Fact]
    public async Task A_provisional_year_says_so_and_has_no_source()
    {
        using var api = await host.ApiAsync(null);

        var year = (await api.GetAsync("/api/calendar/years/2071")).Expect(200);

        Assert.True(year.GetProperty("provisional").GetBoolean());
        Assert.Equal(JsonValueKind.Null, year.GetProperty("source").ValueKind);
        Assert.Empty(year.GetProperty("makeUpWorkdays").EnumerateArray());
    }

    [Fact]
    public async Task What_is_published_is_what_was_previewed_once_and_by_who_had_read_what_was_there()
    {
        using var api = await host.ApiAsync("administrator");
        var body = Body(2046, madeUp: "2046-02-17");
        var preview = await api.PostAsync("/api/calendar/years/2046/preview", body);
        Assert.Equal(["2046-02-17"], Days(preview.Expect(200), "becomeWorked"));
        Assert.Empty(preview.Json.GetProperty("problems").EnumerateArray());
        var read = preview.Headers.ETag!.Tag;

        var first = await api.PutAsync("/api/calendar/years/2046", body, read, key: "2046");
        var again = await api.PutAsync("/api/calendar/years/2046", body, read, key: "2046");
        var late = await api.PutAsync("/api/calendar/years/2046", Body(2046), read);
        var other = await api.PutAsync("/api/calendar/years/2046", Body(2046), "*", key: "2046");
        var same = await api.PutAsync("/api/calendar/years/2046", body, first.Headers.ETag!.Tag);

        Assert.NotEqual(0, first.Expect(200).GetProperty("seq").GetInt64());
        Assert.Equal($"\"{first.Json.GetProperty("version").GetInt32()}\"", first.Headers.ETag.Tag);
        Assert.Equal(first.Json.GetRawText(), again.Expect(200).GetRawText());
        late.ExpectProblem(412, "edit.outdated");
        other.ExpectProblem(409, "idempotency.other-body");
        // What is in force already needs no event and no new version.
        Assert.Equal(0, same.Expect(200).GetProperty("seq").GetInt64());
        Assert.Equal(first.Headers.ETag, same.Headers.ETag);
        var year = await api.GetAsync("/api/calendar/years/2046");
        Assert.Equal(["2046-02-17"], Days(year.Expect(200), "makeUpWorkdays"));
        Assert.Equal(first.Headers.ETag, year.Headers.ETag);
        Assert.False(year.Json.GetProperty("provisional").GetBoolean());
    }

    [Fact]
    public async Task A_year_that_is_published_counts_in_another_process_too_and_is_no_longer_provisional()
    {
        await using var own = await TestHost.StartAsync(host.Postgres);
        using var elsewhere = await OtherProcessAsync(own);
        var laws = elsewhere.Services.GetRequiredService<LawKeeper>();
        await laws.ReadyAsync(CancellationToken.None);
        using var api = await own.ApiAsync("administrator");
        const string Asked = "/api/calendar/due?start=2026-12-15T10:00:00%2B08:00&amount=15&unit=wd";
        var before = (await api.GetAsync(Asked)).Expect(200);
        Assert.Equal("2027-01-06T17:00:00+08:00", before.GetProperty("due").GetString());
        Assert.True(before.GetProperty("provisional").GetBoolean());

        // New Year's holiday as a notice may have it: three days, the Monday among them, and a Sunday worked.
        var body = new
        {
            daysOff = new[]
            {
                "2027-01-01..2027-01-04",
                "2027-02-05..2027-02-11",
                "2027-04-05",
                "2027-05-01..2027-05-05",
                "2027-06-09",
                "2027-09-15",
                "2027-10-01..2027-10-07",
            },
            makeUpWorkdays = new[] { "2027-01-10" },
            source = "示例通知",
        };
        (await api.PutAsync("/api/calendar/years/2027", body, "\"0\"")).Expect(200);

        var after = (await api.GetAsync(Asked)).Expect(200);
        Assert.Equal("2027-01-07T17:00:00+08:00", after.GetProperty("due").GetString());
        Assert.False(after.GetProperty("provisional").GetBoolean());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await laws.InForceAsync(law => law.Calendar.Version == 1, limit.Token);
        var due = laws.Law.Calendar.Count(
            new DateTimeOffset(2026, 12, 15, 10, 0, 0, TimeSpan.FromHours(8)),
            15,
            Domain.Calendar.TimeUnit.WorkingDays
        );
        Assert.Equal(after.GetProperty("due").GetDateTimeOffset(), due.At);
        Assert.False(due.Provisional);
        await elsewhere.StopAsync();
    }

    /// <summary>What another web process has of the log and the law, on the same database.</summary>
    private static async Task<IHost> OtherProcessAsync(TestHost own)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddSingleton(TimeProvider.System).AddCivicStorage(own.Database.Source);
        var other = builder.Build();
        await other.StartAsync();
        return other;
    }

    /// <summary>A year as it is computed, published as if a notice said so.</summary>
    private static object Body(int year, string? madeUp = null) =>
        new
        {
            daysOff = Domain.Calendar.StatutoryDays.Of(year).DaysOff,
            makeUpWorkdays = madeUp is null ? Array.Empty<string>() : [madeUp],
            source = "示例通知",
        };

    private static IEnumerable<string?> Days(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateArray().Select(day => day.GetString());
}
