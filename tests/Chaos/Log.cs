using System.Collections.Immutable;

namespace CivicGrains.Chaos;

/// <summary>An event as the log has it.</summary>
/// <param name="Actor">Reference of the account that acted.</param>
/// <param name="At">Domain time.</param>
internal sealed record LoggedEvent(
    long Seq,
    string Stream,
    int Version,
    string? Subject,
    string Type,
    Guid CommandId,
    Guid Actor,
    DateTimeOffset At,
    string Payload
);

/// <summary>An issue as its row tells it; that rows are what the log says is proved by <c>rebuild</c>.</summary>
/// <param name="HeardSeq">Number of its last event that more than its chain hears of.</param>
internal sealed record LoggedIssue(
    string Id,
    string Owner,
    string? Community,
    string? Subdistrict,
    bool IsHidden,
    string Status,
    int? Level,
    string? HandlerPlace,
    Guid Reporter,
    DateTimeOffset? DueAt,
    DateTimeOffset? OverallDueAt,
    int? Stars,
    long Seq,
    long HeardSeq
);

/// <summary>What happened since the load began.</summary>
/// <param name="Events">In the order of the log.</param>
/// <param name="Commands">Every command that the log remembers, with the number of its last event; 0 for none.</param>
internal sealed record Log(
    ImmutableArray<LoggedEvent> Events,
    IReadOnlyDictionary<Guid, long> Commands,
    ImmutableArray<string> DeadLetters
);
