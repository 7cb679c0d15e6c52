using System.Security.Cryptography;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Seals;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;

namespace CivicGrains.WebFrontend.Log;

/// <summary>
/// What anybody may check: the chain of the log and its seals. An export shows that something happened and what it is
/// chained to, not who did it (a commitment stands for the actor, another one for each event) nor what it says about
/// an issue (the hash of its payload stands for it; who may see the issue asks for its timeline).
/// </summary>
internal static class LogApi
{
    private const int PageUsual = 200;
    private const int PageMax = 1_000;
    private const int FaultsMax = 100;

    /// <summary>Adds the routes.</summary>
    public static void MapLog(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("Log").AllowAnonymous();
        group
            .MapGet("/log", ExportAsync)
            .WithName("ExportLog")
            .WithSummary("Events in order, for whoever wants to verify; `docs/verify.md` says how")
            .TakesQuery("stream", "Only this stream, such as compound/510105007004-C012")
            .TakesQuery("after", "`next` of the page before; 0 at the beginning")
            .TakesQuery("limit", "1 to 1,000; usually 200")
            .Produces<ExportPage>();
        group
            .MapGet("/verify", VerifyAsync)
            .WithName("VerifyStream")
            .WithSummary("Recomputes the chain of a stream")
            .TakesQuery("stream", "The stream, such as compound/510105007004-C012")
            .Produces<VerifyView>();
        group
            .MapGet("/seals/{date}", SealAsync)
            .WithName("GetSeal")
            .WithSummary("The seal of a day; with a stream, the proof that it covers it")
            .TakesQuery("stream", "The stream to prove")
            .Produces<SealView>();
    }

    private static async Task<IResult> ExportAsync(HttpContext context, LogPages pages)
    {
        var query = new Query(context.Request);
        var limit = query.Limit(PageUsual, PageMax);
        var stream = query.Place("stream", _ => true)?.ToString();
        var events = await pages.ReadAsync(stream, query.Number("after") ?? 0, limit + 1, context.RequestAborted);
        var more = events.Count > limit;
        var items = events.Take(limit).Select(ExportedEvent.Of).ToImmutableArray();
        return TypedResults.Ok(new ExportPage(items, more ? items[^1].Seq : null));
    }

    private static async Task<IResult> VerifyAsync(HttpContext context, ChainVerifier verifier)
    {
        var stream =
            new Query(context.Request).Place("stream", _ => true)
            ?? throw new RefusedException(Rejections.FieldMissing.With("stream", "stream"));
        var report = await verifier.VerifyAsync(stream.ToString(), null, context.RequestAborted);
        return report.Events == 0 && report.Faults.Count == 0
            ? Rejections.PlaceUnknown.With("stream", stream).ToResult()
            : TypedResults.Ok(
                new VerifyView(
                    stream,
                    report.Events,
                    report.Faults.Count == 0,
                    [.. report.Faults.Take(FaultsMax).Select(fault => new FaultView(fault.Version, fault.Message))]
                )
            );
    }

    private static async Task<IResult> SealAsync(string date, HttpContext context, SealStore seals)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Rejections
                .FieldWrongType.With(["date", "a date such as 2026-11-24"], ["date", "日期，如 2026-11-24"])
                .ToResult();
        }

        var stream = new Query(context.Request).Place("stream", _ => true);
        if (await seals.FindAsync(day, context.RequestAborted) is not { } seal)
        {
            return Rejections.SealUnknown.With(null, date).ToResult();
        }

        var view = SealView.Of(seal);
        if (stream is not { } named)
        {
            return TypedResults.Ok(view);
        }

        return await seals.ProveAsync(day, named.ToString(), context.RequestAborted) is { } proof
            ? TypedResults.Ok(view.With(proof))
            : Rejections.PlaceUnknown.With("stream", named).ToResult();
    }
}

/// <summary>A page of the log.</summary>
/// <param name="Next">For `after` of the next page; null when this is the last.</param>
internal sealed record ExportPage(ImmutableArray<ExportedEvent> Items, long? Next);

/// <summary>An event as anybody may see it. Hashes and commitments in lower-case hex.</summary>
/// <param name="Actor">Commitment of the actor.</param>
/// <param name="Payload">What happened, as it was hashed; null for issues.</param>
/// <param name="PayloadHash">SHA-256 of the payload.</param>
internal sealed record ExportedEvent(
    long Seq,
    string Stream,
    int Version,
    string? Subject,
    string Type,
    DateTimeOffset At,
    Guid CommandId,
    string Actor,
    string? Payload,
    string PayloadHash,
    string Hash
)
{
    public static ExportedEvent Of(LoggedEvent it) =>
        new(
            it.Seq,
            it.Stream,
            it.Version,
            it.Subject,
            it.Type,
            it.At,
            it.CommandId,
            Convert.ToHexStringLower(EventHash.CommitActor(it.Actor, it.Stream, it.Version)),
            it.Subject is null && !NamesPeople(it.Type) ? it.Payload : null,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(it.Payload))),
            Convert.ToHexStringLower(it.Hash.Span)
        );

    /// <summary>A grid names its heads by their references, which would link their acts.</summary>
    private static bool NamesPeople(string type) => type.StartsWith("grid.", StringComparison.Ordinal);
}

/// <summary>What a verification found.</summary>
internal sealed record VerifyView(Place Stream, long Events, bool Ok, ImmutableArray<FaultView> Faults);

/// <summary>A place where the chain is broken.</summary>
internal sealed record FaultView(int Version, string Message);

/// <summary>A seal; with a stream, its head then and the way from its leaf to the root.</summary>
/// <param name="SealHash">What the next seal follows.</param>
/// <param name="Version">Version of the stream's last event then.</param>
/// <param name="Hash">Hash of that event.</param>
internal sealed record SealView(
    DateOnly Date,
    long Seq,
    string Root,
    string Previous,
    string SealHash,
    string? Stream,
    int? Version,
    string? Hash,
    ImmutableArray<ProofStepView>? Proof
)
{
    public static SealView Of(Seal seal) =>
        new(
            seal.Date,
            seal.Seq,
            Convert.ToHexStringLower(seal.Root.Span),
            Convert.ToHexStringLower(seal.Previous.Span),
            Convert.ToHexStringLower(seal.Hash()),
            null,
            null,
            null,
            null
        );

    public SealView With(SealProof proof) =>
        this with
        {
            Stream = proof.Head.Stream,
            Version = proof.Head.Version,
            Hash = Convert.ToHexStringLower(proof.Head.Hash.Span),
            Proof =
            [
                .. proof.Steps.Select(step => new ProofStepView(step.OnLeft, Convert.ToHexStringLower(step.Hash.Span))),
            ],
        };
}

/// <summary>What the running hash is joined with.</summary>
/// <param name="OnLeft">Whether it stands to the left.</param>
internal sealed record ProofStepView(bool OnLeft, string Hash);
