using CivicGrains.Domain.Calendar;
using CivicGrains.Storage.Clock;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;
using Microsoft.Net.Http.Headers;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>The working calendar: when something is due, for anybody; publishing its years, for the administrator.</summary>
internal static class CalendarApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapCalendar(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/calendar").WithTags("Calendar");
        group
            .MapGet("/due", DueAsync)
            .AllowAnonymous()
            .WithName("GetDue")
            .WithSummary("When a time limit ends, and how that comes about, in words")
            .TakesQuery("start", "When it begins, with offset: 2026-11-24T10:00:00+08:00; years 2000 to 2090")
            .TakesQuery("amount", "How much: up to 7,000 wh, 1,000 wd, 87,600 h or 3,650 d")
            .TakesQuery("unit", "wh (office hours), wd (working days), h (hours) or d (days)")
            .Produces<DueView>();
        group
            .MapGet("/years", ListAsync)
            .AllowAnonymous()
            .WithName("ListCalendarYears")
            .WithSummary("The years that are published, and the ones around today; the ETag is the calendar's version")
            .Produces<CalendarYearList>();
        group
            .MapGet("/years/{year}", GetAsync)
            .AllowAnonymous()
            .WithName("GetCalendarYear")
            .WithSummary("A year from 2000 to 2099, published or provisional; the ETag is the calendar's version")
            .Produces<CalendarYearView>();
        group
            .MapPost("/years/{year}/preview", PreviewAsync)
            .WithName("PreviewCalendarYear")
            .WithSummary("What publishing a year would change; nothing is changed")
            .TakesBody<CalendarYearBody>()
            .Produces<CalendarPreviewView>();
        group
            .MapPut("/years/{year}", PublishAsync)
            .WithName("PublishCalendarYear")
            .WithSummary("Publish a year, or a correction of it")
            .TakesBody<CalendarYearBody>()
            .TakesIfMatch()
            .TakesIdempotencyKey()
            .Produces<CalendarYearPublishedView>();
    }

    private static async Task<IResult> DueAsync(HttpContext context, CalendarRequests requests)
    {
        var question = DueQuestion.Read(new Query(context.Request));
        var calendar = await requests.CalendarAsync(context.RequestAborted);
        var (due, steps) = calendar.Explain(question.Start, question.Amount, question.Unit);
        return TypedResults.Ok(DueView.Of(due, steps, SpeakTo(context)));
    }

    private static async Task<IResult> ListAsync(HttpContext context, CalendarRequests requests, DomainClock clock)
    {
        var calendar = await requests.CalendarAsync(context.RequestAborted);
        EditVersion.Show(context.Response, calendar.Version);
        var items = CalendarYears.Around(calendar, TownTime.DateOf(clock.GetUtcNow()).Year);
        return TypedResults.Ok(
            new CalendarYearList([.. items.Select(year => CalendarYearView.Of(calendar, year))], null)
        );
    }

    private static async Task<IResult> GetAsync(string year, HttpContext context, CalendarRequests requests)
    {
        var number = CalendarRequests.YearOf(year);
        var calendar = await requests.CalendarAsync(context.RequestAborted);
        EditVersion.Show(context.Response, calendar.Version);
        return TypedResults.Ok(CalendarYearView.Of(calendar, number));
    }

    private static async Task<IResult> PreviewAsync(
        string year,
        HttpContext context,
        Actors actors,
        CalendarRequests requests
    )
    {
        requests.EnsureMayPublish(await actors.RequireAsync(context.User, context.RequestAborted));
        var number = CalendarRequests.YearOf(year);
        using var body = await RequestBody.ReadAsync(context);
        var wanted = CalendarRequests.Read(number, body.Fields);
        var preview = await requests.PreviewAsync(wanted, context.RequestAborted);
        EditVersion.Show(context.Response, preview.Version);
        return TypedResults.Ok(CalendarPreviewView.Of(preview, SpeakTo(context)));
    }

    private static async Task<IResult> PublishAsync(
        string year,
        HttpContext context,
        Actors actors,
        CalendarRequests requests
    )
    {
        requests.EnsureMayPublish(await actors.RequireAsync(context.User, context.RequestAborted));
        var number = CalendarRequests.YearOf(year);
        var seen = EditVersion.Read(context.Request);
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var (outcome, version) = await requests.PublishAsync(
            accountId,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            CalendarRequests.Read(number, body.Fields),
            seen,
            context.RequestAborted
        );
        if (outcome.Refused is null)
        {
            EditVersion.Show(context.Response, version);
        }

        return outcome.ToResult(StatusCodes.Status200OK);
    }

    /// <summary>The language in which an answer speaks, which it then says.</summary>
    private static Language SpeakTo(HttpContext context)
    {
        var language = Languages.Of(context.Request);
        context.Response.Headers.ContentLanguage = language.Tag();
        context.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        return language;
    }
}
