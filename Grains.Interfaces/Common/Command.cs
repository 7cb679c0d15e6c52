namespace CivicGrains.Grains.Interfaces.Common;

/// <summary>
/// A command on its way to a grain. Only the account id is taken from the caller: the silo looks up the roles itself.
/// </summary>
/// <param name="CommandId">The same wish, repeated, carries the same id and happens once.</param>
/// <param name="AccountId">Who is signed in.</param>
/// <param name="RequestHash">SHA-256 of route and body as received; another body under the same id is refused.</param>
[GenerateSerializer, Immutable, Alias("envelope")]
public sealed record CommandEnvelope(
    Guid CommandId,
    Guid AccountId,
    ImmutableArray<byte> RequestHash,
    DomainCommand Command
);

/// <summary>What became of a command: an answer, or a refusal.</summary>
/// <param name="Answer">The answer as JSON (null when refused): of an issue <c>{id, status, level, dueAt}</c>.</param>
/// <param name="Seq">Sequence number of the command's last event; 0 when it had none.</param>
[GenerateSerializer, Immutable, Alias("command-result")]
public sealed record CommandResult(string? Answer, long Seq, Rejection? Rejection);
