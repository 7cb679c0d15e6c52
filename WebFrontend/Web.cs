using System.Text.Encodings.Web;
using CivicGrains.Storage.EventLog;
using CivicGrains.WebFrontend.Calendar;
using CivicGrains.WebFrontend.Compounds;
using CivicGrains.WebFrontend.Desks;
using CivicGrains.WebFrontend.District;
using CivicGrains.WebFrontend.Grids;
using CivicGrains.WebFrontend.Health;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Kpi;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Log;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.Operations;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Photos;
using CivicGrains.WebFrontend.Places;
using CivicGrains.WebFrontend.Rules;
using CivicGrains.WebFrontend.Wall;

namespace CivicGrains.WebFrontend;

/// <summary>Everything a browser or another program can ask: the one list of what there is.</summary>
internal static class Web
{
    /// <summary>Adds the services of API, hub and sign-in.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TimeProvider.System);
        services.Configure<SignInOptions>(configuration.GetSection("SignIn"));
        services.Configure<LiveOptions>(configuration.GetSection("Live"));
        services.AddExceptionHandler<Failures>();
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        );
        return services
            .AddPeople()
            .AddIssues()
            .AddPhotos(configuration)
            .AddLive()
            .AddApiDescription()
            .AddPages()
            .AddOperations()
            .AddSingleton<WallReader>()
            .AddSingleton<KpiReader>()
            .AddSingleton<WallScreenReader>()
            .AddSingleton<Readiness>()
            .AddSingleton<CalendarRequests>()
            .AddSingleton<OwnerRuleRequests>()
            .AddSingleton<SimulationRequests>()
            .AddSingleton<DistrictRuleRequests>()
            .AddSingleton<GridRequests>()
            .AddSingleton<RosterPageReader>()
            .AddSingleton<RollCallRequests>()
            .AddSingleton<RollCallReader>()
            .AddSingleton<RollCallBoards>()
            .AddSingleton<PatrolRequests>()
            .AddSingleton<PatrolPageReader>()
            .AddSingleton<AdmissionRequests>()
            .AddSingleton<AdmissionPageReader>()
            .AddSingleton<CommandSender>()
            .AddSingleton<LogPages>()
            .AddSingleton<ChainVerifier>();
    }

    /// <summary>Adds the way of a request, and all routes.</summary>
    public static void UseWeb(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(StatusPages.AnswerAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();

        var routes = app.MapGroup("").AddEndpointFilter(Failures.AnswerRefusalAsync);
        routes.MapSignIn();
        routes.MapIssues();
        routes.MapIssueLists();
        routes.MapSimilarIssues();
        routes.MapPhotos();
        routes.MapCompounds();
        routes.MapPlaces();
        routes.MapCategories();
        routes.MapOwnerRules();
        routes.MapDistrictRules();
        routes.MapCalendar();
        routes.MapGrids();
        routes.MapRollCalls();
        routes.MapPatrols();
        routes.MapAdmissions();
        routes.MapWall();
        routes.MapKpi();
        routes.MapLog();
        routes.MapOperations();
        routes.MapHealth();
        app.MapFigures();
        app.MapLive();
        app.MapApiDescription();
        MapPages(app);
    }

    private static void MapPages(WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignInPages();
        app.MapFindCompoundPages();
        app.MapCompoundPages();
        app.MapIssuePages();
        app.MapGridPages();
        app.MapRosterPages();
        app.MapRollCallPages();
        app.MapPatrolPages();
        app.MapAdmissionPages();
        app.MapDeskPages();
        app.MapWallPages();
        app.MapKpiPages();
        app.MapOperationsPages();
        app.MapDashboard();
        app.MapCalendarPages();
        app.MapOwnerRulePages();
    }
}
