namespace CivicGrains.Domain.Issues;

/// <summary>吹哨: call a department in to help, or ask that it is.</summary>
/// <param name="Department">Key of the department, such as <c>housing</c>.</param>
/// <param name="Reason">What for; needed.</param>
[GenerateSerializer, Immutable, Alias("blow-whistle")]
public sealed record BlowWhistle(string IssueId, string Department, WhistleKind Kind, PrivateText? Reason)
    : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>Decide a draft, or the objection of a department.</summary>
/// <param name="Granted">Of a draft: blow it; of an objection: it holds, and the department is let off.</param>
/// <param name="Note">Needed where it is not granted.</param>
[GenerateSerializer, Immutable, Alias("decide-whistle")]
public sealed record DecideWhistle(string IssueId, string Department, bool Granted, PrivateText? Note = null)
    : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>报到: the department says how far it is.</summary>
/// <param name="Department">Null where the actor belongs to one department that was called in.</param>
/// <param name="Note">For the chain.</param>
[GenerateSerializer, Immutable, Alias("report-to-whistle")]
public sealed record ReportToWhistle(
    string IssueId,
    WhistleStep Step,
    string? Department = null,
    PrivateText? Note = null
) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>The department disputes that it is its matter, before it signs.</summary>
/// <param name="Department">Null where the actor belongs to one department that was called in.</param>
[GenerateSerializer, Immutable, Alias("object-whistle")]
public sealed record ObjectWhistle(string IssueId, PrivateText? Reason, string? Department = null)
    : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>The subdistrict says how well the department helped.</summary>
/// <param name="Stars">1 to 5.</param>
[GenerateSerializer, Immutable, Alias("rate-whistle")]
public sealed record RateWhistle(string IssueId, string Department, int Stars, PrivateText? Note = null)
    : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}
