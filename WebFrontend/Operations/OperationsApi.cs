using CivicGrains.Storage.Operations;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>What the page of the administrators shows and does, for programs; and the figures.</summary>
internal static class OperationsApi
{
    /// <summary>Adds the services.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) =>
        services
            .AddOperators()
            .AddSingleton<DeadLetterDesk>()
            .AddSingleton<OperationsPageReader>()
            .AddSingleton<OperationsWatch>()
            .AddHostedService(provider => provider.GetRequiredService<OperationsWatch>());

    /// <summary>Adds the routes.</summary>
    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/operations").WithTags("Operations").RequireAuthorization(Operators.Policy);
        group
            .MapGet("", GetAsync)
            .WithName("GetOperations")
            .WithSummary("How it stands with the platform: alarms, followers of the log, processes")
            .Produces<OperationsView>();
        group
            .MapGet("/dead-letters", LettersAsync)
            .WithName("ListDeadLetters")
            .WithSummary(
                "Reactions that failed again and again, and what was decided about them; the newest 100 open and settled"
            )
            .Produces<DeadLetterList>();
        group
            .MapPost("/dead-letters/{id}/{verdict}", DecideAsync)
            .WithName("DecideDeadLetter")
            .WithSummary("Decide about a dead letter that waits: retry, drop")
            .TakesBody<DeadLetterBody>(isRequired: false)
            .TakesIdempotencyKey()
            .Produces<DeadLetterDecided>();
    }

    /// <summary>Adds the figures, as Prometheus reads them.</summary>
    public static void MapFigures(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Operators.FiguresPolicy);

    private static async Task<IResult> GetAsync(HttpContext context, OperationsWatch watch)
    {
        var look = await watch.LookAsync(context.RequestAborted);
        return look.Sample is null
            ? Rejections.LogUnavailable.Now().ToResult()
            : TypedResults.Ok(OperationsView.Of(look.Sample, look.Alarms));
    }

    private static async Task<IResult> LettersAsync(HttpContext context, DeadLetterDesk desk) =>
        TypedResults.Ok(new DeadLetterList(await desk.ReadAsync(context.RequestAborted)));

    private static async Task<IResult> DecideAsync(
        string id,
        string verdict,
        HttpContext context,
        Actors actors,
        DeadLetterDesk desk
    )
    {
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var commandId = IdempotencyKey.CommandIdOf(context.Request, accountId);
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var refused = await desk.DecideAsync(actor, id, verdict, commandId, body, context.RequestAborted);
        return refused is null
            ? TypedResults.Ok(new DeadLetterDecided(long.Parse(id, CultureInfo.InvariantCulture), verdict))
            : refused.ToResult();
    }
}

/// <summary>Body of a decision.</summary>
/// <param name="Reason">Why; of a drop it must be there.</param>
internal sealed record DeadLetterBody(string? Reason);

/// <summary>A decision that holds.</summary>
internal sealed record DeadLetterDecided(long Id, string Verdict);

/// <summary>Dead letters.</summary>
internal sealed record DeadLetterList(ImmutableArray<DeadLetterView> Items);

/// <summary>How it stands with the platform.</summary>
/// <param name="Seq">Sequence number of the newest event.</param>
/// <param name="TailLagSeconds">Since when the process that answers was not at the end of the log.</param>
/// <param name="DeadlineLatenessSeconds">Real seconds by which the next deadline is past; 0 while none is.</param>
/// <param name="UnsealedFrom">The first day without a seal.</param>
public sealed record OperationsView(
    long Seq,
    double TailLagSeconds,
    double DeadlineLatenessSeconds,
    DateOnly? UnsealedFrom,
    VerificationView? Verified,
    DeadLetterCounts DeadLetters,
    ImmutableArray<Alarm> Alarms,
    ImmutableArray<FollowerView> Followers,
    ImmutableArray<SiloView> Silos
)
{
    internal static OperationsView Of(OperationsSample sample, ImmutableArray<Alarm> alarms)
    {
        var state = sample.State;
        return new OperationsView(
            state.EndSeq,
            Math.Round(sample.TailLag.TotalSeconds, 3),
            Math.Round(Math.Max(0, sample.Lateness.TotalSeconds), 3),
            state.Unsealed,
            state.Verified is { } it ? new VerificationView(it.At, it.Events, it.Faults) : null,
            new DeadLetterCounts(state.Waiting, state.Retrying),
            alarms,
            [.. state.Followers.Select(follower => FollowerView.Of(follower, sample))],
            [.. state.Silos.Select(SiloView.Of)]
        );
    }
}

/// <summary>What the verb <c>verify</c> found the last time.</summary>
public sealed record VerificationView(DateTimeOffset At, long Events, int Faults);

/// <summary>How many dead letters are not settled.</summary>
public sealed record DeadLetterCounts(long Waiting, long Retrying);

/// <summary>Work that one process at a time does.</summary>
/// <param name="IsHeld">Whether some process has its lease.</param>
/// <param name="Seq">Up to where it has come; null when it does not follow the log.</param>
/// <param name="LagSeconds">How long it is behind the end of the log.</param>
public sealed record FollowerView(string Name, bool IsHeld, long? Seq, double? LagSeconds)
{
    internal static FollowerView Of(Follower follower, OperationsSample sample) =>
        new(
            follower.Name,
            follower.LeaseSeconds > 0,
            follower.Seq,
            sample.Lags.TryGetValue(follower.Name, out var lag) ? Math.Round(lag.TotalSeconds, 3) : null
        );
}

/// <summary>A silo of this launch.</summary>
/// <param name="Status">As the members know it: created, joining, active, shuttingDown, stopping or dead.</param>
/// <param name="AliveAt">When it last said that it is there.</param>
public sealed record SiloView(
    string Name,
    string Address,
    string Status,
    DateTimeOffset StartedAt,
    DateTimeOffset AliveAt
)
{
    internal static SiloView Of(SiloMember silo) =>
        new(silo.Name, silo.Address, WordOf(silo.Status), silo.StartedAt, silo.AliveAt);

    private static string WordOf(int status) =>
        status switch
        {
            1 => "created",
            2 => "joining",
            SiloMember.Active => "active",
            4 => "shuttingDown",
            5 => "stopping",
            SiloMember.Dead => "dead",
            _ => "unknown",
        };
}
