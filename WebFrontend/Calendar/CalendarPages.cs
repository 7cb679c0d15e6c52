using CivicGrains.Domain.Calendar;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>What the page of the working calendar shows.</summary>
/// <param name="Year">The year that is looked at.</param>
/// <param name="Provisional">Whether its holidays are not published yet.</param>
/// <param name="Years">The years that are offered.</param>
/// <param name="Today">The town's date.</param>
/// <param name="Import">The form to publish the year; null for who may not.</param>
/// <param name="WasPublished">Whether it was published just now by the one who looks.</param>
public sealed record CalendarModel(
    CalendarYear Year,
    bool Provisional,
    ImmutableSortedSet<int> Years,
    DateOnly Today,
    DueModel Due,
    ImmutableArray<PublishedYear> History,
    CalendarImportModel? Import,
    bool WasPublished
);

/// <summary>The question when something is due, as it was filled in, and its answer.</summary>
/// <param name="Start">Local time as the browser writes it.</param>
/// <param name="Refused">What is wrong with the question; null when nothing is.</param>
/// <param name="Answer">Null while nothing, or nothing right, was asked.</param>
public sealed record DueModel(
    int Year,
    string Start,
    string Amount,
    string Unit,
    Rejection? Refused,
    (DueTime Due, ImmutableArray<CountingStep> Steps)? Answer
);

/// <summary>The form to publish a year.</summary>
/// <param name="Values">What stands in its fields, by their names.</param>
/// <param name="Preview">What publishing would change; null before that was asked.</param>
/// <param name="Refused">Why it was not done; null when nothing was wrong.</param>
/// <param name="Key">The key of the wish to publish.</param>
public sealed record CalendarImportModel(
    int Year,
    IReadOnlyDictionary<string, string> Values,
    CalendarPreview? Preview,
    Rejection? Refused,
    string Key
)
{
    /// <summary>Whether the page answers what was sent with it: then it stands first, where it is looked for.</summary>
    public bool IsAnswer => Preview is not null || Refused is not null;
}

/// <summary>The page of the working calendar and the forms on it.</summary>
internal static class CalendarPages
{
    private const string Root = "/calendar";
    private const string YearName = "year";
    private const string PublishedName = "published";
    private const string TownOffset = "+08:00";
    private const string UsualAmount = "15";
    private const string UsualUnit = "wd";

    /// <summary>Adds the routes.</summary>
    public static void MapCalendarPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet(Root, ShowAsync);
        // Where a refused form or a preview was shown; whoever loads that address anew wants the year.
        group.MapGet("/calendar/{year}/preview", (string year) => PageResult.SeeOther(PathOf(year)));
        group.MapGet("/calendar/{year}/publish", (string year) => PageResult.SeeOther(PathOf(year)));
        group.MapPost("/calendar/{year}/preview", PreviewAsync);
        group.MapPost("/calendar/{year}/publish", PublishAsync);
    }

    /// <summary>The page of a year.</summary>
    public static string PathOf(string year) => $"{Root}?{YearName}={Uri.EscapeDataString(year)}";

    private static async Task<IResult> ShowAsync(HttpContext context, CalendarRequests requests)
    {
        var (visit, query) = (context.Visit(), new Query(context.Request));
        var year = query.Text(YearName) is { } text ? CalendarRequests.YearOf(text) : TownTime.DateOf(visit.Now).Year;
        var published = query.Number(PublishedName);
        if (published is <= int.MaxValue && requests.MayPublish(visit.Actor))
        {
            // Another process may have taken it in; whoever has published does not see the year as it was before.
            await requests.InForceAsync((int)published, context.RequestAborted);
        }

        var model = await ReadAsync(context, year, requests);
        return Page(visit, model with { WasPublished = published is not null && model.Import is not null });
    }

    private static async Task<IResult> PreviewAsync(string year, HttpContext context, CalendarRequests requests)
    {
        var visit = context.Visit();
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is null)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        requests.EnsureMayPublish(visit.Actor!);
        var number = CalendarRequests.YearOf(year);
        var (preview, refused) = form.IsFresh
            ? await TryPreviewAsync(number, form, requests, context.RequestAborted)
            : (null, Rejections.FormStale.Now());
        return await AgainAsync(context, number, form, preview, refused, requests);
    }

    private static async Task<IResult> PublishAsync(string year, HttpContext context, CalendarRequests requests)
    {
        var visit = context.Visit();
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        requests.EnsureMayPublish(visit.Actor!);
        var number = CalendarRequests.YearOf(year);
        var (version, refused) = await TryPublishAsync(number, context, account.Id, form, requests);
        if (refused is null)
        {
            return PageResult.SeeOther(
                string.Create(CultureInfo.InvariantCulture, $"{PathOf(year)}&{PublishedName}={version}")
            );
        }

        // What was written is compared anew with what is in force now.
        var (preview, _) = await TryPreviewAsync(number, form, requests, context.RequestAborted);
        return await AgainAsync(context, number, form, preview, refused, requests);
    }

    private static async Task<(CalendarPreview? Preview, Rejection? Refused)> TryPreviewAsync(
        int year,
        PageForm form,
        CalendarRequests requests,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var wanted = CalendarRequests.Read(year, form.Body.Fields);
            return (await requests.PreviewAsync(wanted, cancellationToken), null);
        }
        catch (RefusedException e)
        {
            return (null, e.Rejection);
        }
    }

    /// <returns>The calendar's version now; else why nothing was published.</returns>
    private static async Task<(int Version, Rejection? Refused)> TryPublishAsync(
        int year,
        HttpContext context,
        Guid accountId,
        PageForm form,
        CalendarRequests requests
    )
    {
        if (form.SeenVersion is not { } seen)
        {
            return (0, Rejections.FormStale.Now());
        }

        try
        {
            var (outcome, version) = await requests.PublishAsync(
                accountId,
                IdempotencyKey.CommandIdOf(context.Request, accountId, form.Key),
                form.Body,
                CalendarRequests.Read(year, form.Body.Fields),
                seen,
                context.RequestAborted
            );
            return (version, outcome.Refused);
        }
        catch (RefusedException e)
        {
            return (0, e.Rejection);
        }
    }

    /// <summary>The page with the form as it was filled in.</summary>
    private static async Task<IResult> AgainAsync(
        HttpContext context,
        int year,
        PageForm form,
        CalendarPreview? preview,
        Rejection? refused,
        CalendarRequests requests
    )
    {
        var model = await ReadAsync(context, year, requests);
        // A preview shows another wish each time; the key of one that was refused is kept with it.
        var sent = refused is null ? null : SentForm.Of(form, refused);
        model = model with
        {
            Import = new CalendarImportModel(
                year,
                form.Values,
                preview,
                sent?.Refused ?? preview?.Problems.FirstOrDefault(),
                sent?.NextKey ?? Visit.NewKey()
            ),
        };
        return Page(
            context.Visit(),
            model,
            refused is not null ? Problem.StatusOf(refused.Kind)
                : model.Import.Refused is not null ? StatusCodes.Status400BadRequest
                : StatusCodes.Status200OK
        );
    }

    private static async Task<CalendarModel> ReadAsync(HttpContext context, int number, CalendarRequests requests)
    {
        var visit = context.Visit();
        var calendar = await requests.CalendarAsync(context.RequestAborted);
        var today = TownTime.DateOf(visit.Now);
        var year = calendar.YearOf(number);
        return new CalendarModel(
            year,
            calendar.IsProvisional(number),
            CalendarYears.Around(calendar, today.Year).Add(number),
            today,
            DueOf(new Query(context.Request), context.Request, number, visit.Now, calendar),
            await requests.HistoryAsync(context.RequestAborted),
            requests.MayPublish(visit.Actor) ? ImportOf(year) : null,
            WasPublished: false
        );
    }

    /// <summary>The form with the year as it is, to be corrected or replaced.</summary>
    private static CalendarImportModel ImportOf(CalendarYear year) =>
        new(
            year.Year,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["daysOff"] = DayRanges.Write(year.DaysOff),
                ["makeUpWorkdays"] = DayRanges.Write(year.MakeUpWorkdays),
                ["source"] = year.Source ?? "",
            },
            null,
            null,
            Visit.NewKey()
        );

    private static DueModel DueOf(
        Query query,
        HttpRequest request,
        int year,
        DateTimeOffset now,
        WorkingCalendar calendar
    )
    {
        var (start, amount, unit) = (request.Query["start"], request.Query["amount"], request.Query["unit"]);
        if (start.Count + amount.Count + unit.Count == 0)
        {
            return new DueModel(
                year,
                TownTime.Local(now).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
                UsualAmount,
                UsualUnit,
                null,
                null
            );
        }

        var asked = new DueModel(year, start.ToString(), amount.ToString(), unit.ToString(), null, null);
        try
        {
            var question = DueQuestion.Read(query, TownOffset);
            return asked with { Answer = calendar.Explain(question.Start, question.Amount, question.Unit) };
        }
        catch (RefusedException e)
        {
            return asked with { Refused = SentForm.SayOf(e.Rejection) };
        }
    }

    private static IResult Page(Visit visit, CalendarModel model, int status = StatusCodes.Status200OK)
    {
        var title = visit.T($"{model.Year.Year}年工作日历", $"Working calendar {model.Year.Year}");
        if (model.Due.Refused is { } refused && status == StatusCodes.Status200OK)
        {
            status = Problem.StatusOf(refused.Kind);
        }

        return PageResult.Of<CalendarPage, CalendarModel>(
            visit,
            status == StatusCodes.Status200OK ? title : visit.T($"错误：{title}", $"Error: {title}"),
            model,
            status
        );
    }
}
