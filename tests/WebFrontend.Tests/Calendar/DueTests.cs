using System.Text.Json;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Calendar;

/// <summary>When is it due? Through HTTP, for anybody.</summary>
public sealed class DueTests(TestHost host)
{
    private const string Start = "2026-11-24T10:00:00%2B08:00";

    [Theory]
    [InlineData("amount=2&unit=wh", "field.missing", "start")]
    [InlineData("start=&amount=2&unit=wh", "field.missing", "start")]
    [InlineData($"start={Start}&unit=wh", "field.missing", "amount")]
    [InlineData($"start={Start}&amount=2", "field.missing", "unit")]
    [InlineData("start=tomorrow&amount=2&unit=wh", "field.wrong-type", "start")]
    [InlineData("start=2026-11-24&amount=2&unit=wh", "field.wrong-type", "start")]
    [InlineData("start=2026-11-24T10:00:00&amount=2&unit=wh", "field.wrong-type", "start")]
    [InlineData("start=2026-02-30T10:00:00Z&amount=2&unit=wh", "field.wrong-type", "start")]
    [InlineData("start=2026-11-24T10:00:00%2B99:00&amount=2&unit=wh", "field.wrong-type", "start")]
    [InlineData("start=1999-12-31T15:59:59Z&amount=2&unit=wh", "calendar.start-out-of-range", "start")]
    [InlineData("start=2091-01-01T00:00:00%2B08:00&amount=2&unit=wh", "calendar.start-out-of-range", "start")]
    [InlineData("start=0001-01-01T00:00:00Z&amount=2&unit=d", "calendar.start-out-of-range", "start")]
    [InlineData("start=9999-12-31T23:59:59Z&amount=2&unit=d", "calendar.start-out-of-range", "start")]
    [InlineData($"start={Start}&amount=2&unit=weeks", "field.wrong-type", "unit")]
    [InlineData($"start={Start}&amount=2&unit=WD", "field.wrong-type", "unit")]
    [InlineData($"start={Start}&amount=-1&unit=wd", "field.wrong-type", "amount")]
    [InlineData($"start={Start}&amount=1.5&unit=wd", "field.wrong-type", "amount")]
    [InlineData($"start={Start}&amount=99999999999999999999&unit=wd", "field.wrong-type", "amount")]
    [InlineData($"start={Start}&amount=0&unit=wd", "calendar.amount-out-of-range", "amount")]
    [InlineData($"start={Start}&amount=7001&unit=wh", "calendar.amount-out-of-range", "amount")]
    [InlineData($"start={Start}&amount=1001&unit=wd", "calendar.amount-out-of-range", "amount")]
    [InlineData($"start={Start}&amount=87601&unit=h", "calendar.amount-out-of-range", "amount")]
    [InlineData($"start={Start}&amount=3651&unit=d", "calendar.amount-out-of-range", "amount")]
    public async Task What_cannot_be_counted_is_refused_and_the_field_named(string query, string code, string field)
    {
        using var api = await host.ApiAsync(null);

        var answer = await api.GetAsync($"/api/calendar/due?{query}");

        Assert.Equal(field, answer.ExpectProblem(400, code).Field);
    }

    [Theory]
    [InlineData("wh", 7_000)]
    [InlineData("wd", 1_000)]
    [InlineData("h", 87_600)]
    [InlineData("d", 3_650)]
    public async Task The_most_that_can_be_asked_is_answered(string unit, int amount)
    {
        using var api = await host.ApiAsync(null);

        var answer = await api.GetAsync(
            $"/api/calendar/due?start=2090-12-31T23:59:59%2B08:00&amount={amount}&unit={unit}"
        );

        Assert.NotEqual(0, answer.Expect(200).GetProperty("steps").GetArrayLength());
    }

    /// <summary>
    /// The vectors of the working calendar: office hours through lunch, nights, weekends, the Spring Festival, a make-up
    /// Saturday and National Day; three, seven and fifteen working days; one that reaches into a year without a notice.
    /// The last two are hours and days of the calendar.
    /// </summary>
    [Theory]
    [InlineData("2026-11-24T10:00", 2, "wh", "2026-11-24T12:00")]
    [InlineData("2026-11-24T16:30", 2, "wh", "2026-11-25T10:30")]
    [InlineData("2026-11-27T16:00", 4, "wh", "2026-11-30T12:00")]
    [InlineData("2026-02-14T16:00", 4, "wh", "2026-02-24T12:00")]
    [InlineData("2026-05-09T12:30", 3, "wh", "2026-05-09T16:00")]
    [InlineData("2026-09-30T15:30", 4, "wh", "2026-10-08T11:30")]
    [InlineData("2026-11-24T10:00", 3, "wd", "2026-11-27T17:00")]
    [InlineData("2026-11-24T10:00", 7, "wd", "2026-12-03T17:00")]
    [InlineData("2026-11-24T10:00", 15, "wd", "2026-12-15T17:00")]
    [InlineData("2026-10-09T10:00", 1, "wd", "2026-10-10T17:00")]
    [InlineData("2026-12-15T10:00", 15, "wd", "2027-01-06T17:00", true)]
    [InlineData("2026-02-14T14:00", 24, "h", "2026-02-15T14:00")]
    [InlineData("2026-11-24T10:00", 4, "d", "2026-12-01T00:00")]
    public async Task The_vectors_pass_and_their_steps_lead_there(
        string start,
        int amount,
        string unit,
        string due,
        bool provisional = false
    )
    {
        using var api = await host.ApiAsync(null);

        var answer = await DueAsync(api, $"{start}:00%2B08:00", amount, unit);

        Assert.Equal($"{due}:00+08:00", answer.GetProperty("due").GetString());
        Assert.Equal(provisional, answer.GetProperty("provisional").GetBoolean());
        var steps = answer.GetProperty("steps").EnumerateArray().Select(it => it.GetProperty("text").GetString()!);
        Assert.Equal(provisional, steps.Any(it => it.Contains("尚未公布", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("2026-11-24T16:30:00+08:00")] // a plus that was not escaped
    [InlineData("2026-11-24T16:30+08:00")]
    [InlineData("2026-11-24T08:30:00Z")]
    [InlineData("2026-11-24T08:30:00.000Z")]
    [InlineData("2026-11-24T01:30:00-07:00")]
    public async Task The_same_instant_is_due_at_the_same_time_however_it_is_written(string start)
    {
        using var api = await host.ApiAsync("resident");

        var answer = await DueAsync(api, start, 2, "wh");

        Assert.Equal("2026-11-25T10:30:00+08:00", answer.GetProperty("due").GetString());
    }

    [Fact]
    public async Task The_steps_are_words_of_the_language_that_is_asked_for()
    {
        var query = "/api/calendar/due?start=2026-10-08T10:00:00%2B08:00&amount=2&unit=wd";
        using var api = await host.ApiAsync(null);
        var chinese = await api.GetAsync(query);
        var request = new HttpRequestMessage(HttpMethod.Get, query);
        request.Headers.AcceptLanguage.ParseAdd("en");
        var english = await api.SendAsync(request);

        Assert.Equal("2026-10-10（周六）（调休上班）：第2个工作日", TextOf(chinese, 3));
        Assert.Equal("Sat 2026-10-10 (a make-up workday): working day 2", TextOf(english, 3));
        var step = english.Json.GetProperty("steps")[3];
        Assert.Equal("2026-10-10", step.GetProperty("from").GetString());
        Assert.Equal("2026-10-10", step.GetProperty("until").GetString());
        Assert.Contains("Accept-Language", english.Headers.Vary);
    }

    private static string? TextOf(Answer answer, int step) =>
        answer.Expect(200).GetProperty("steps")[step].GetProperty("text").GetString();

    private static async Task<JsonElement> DueAsync(Api api, string start, int amount, string unit) =>
        (await api.GetAsync($"/api/calendar/due?start={start}&amount={amount}&unit={unit}")).Expect(200);
}
