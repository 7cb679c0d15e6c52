namespace CivicGrains.Domain.Issues;

/// <summary>A wish about one issue. The words of commands in the API are the camelCase names of the records.</summary>
[GenerateSerializer, Immutable, Alias("issue-command")]
public abstract record IssueCommand(string IssueId) : DomainCommand
{
    private protected static ImmutableArray<PrivateText> TextsOf(params ReadOnlySpan<PrivateText?> texts)
    {
        var some = ImmutableArray.CreateBuilder<PrivateText>(texts.Length);
        foreach (var text in texts)
        {
            if (text is not null)
            {
                some.Add(text);
            }
        }

        return some.ToImmutable();
    }
}

/// <summary>Report something at an owner.</summary>
/// <param name="Building">Public name of the building; null when none was named.</param>
/// <param name="Location">Finer location as JSON (<c>lat, long, datum, text</c>), kept beside the log; null when none was given.</param>
/// <param name="Photos">Commitments of photos of what is wrong.</param>
[GenerateSerializer, Immutable, Alias("report")]
public sealed record Report(
    string IssueId,
    string Category,
    PrivateText Description,
    string? Building = null,
    PrivateText? Location = null,
    IssueSource Source = IssueSource.Resident,
    ImmutableArray<string> Photos = default
) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Description, Location);
}

/// <summary>Accept a submitted issue; it is dispatched by the owner's rule.</summary>
[GenerateSerializer, Immutable, Alias("accept")]
public sealed record Accept(string IssueId) : IssueCommand(IssueId);

/// <summary>Reject a submitted issue.</summary>
[GenerateSerializer, Immutable, Alias("reject")]
public sealed record Reject(string IssueId, PrivateText? Reason) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>Give an open issue to another handler of its level.</summary>
/// <param name="To">A place of the level: another grid at level 1, another department at level 3; null = the owner's rule again.</param>
[GenerateSerializer, Immutable, Alias("dispatch")]
public sealed record Dispatch(string IssueId, Place? To = null, PrivateText? Reason = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>The handler has seen it.</summary>
[GenerateSerializer, Immutable, Alias("acknowledge")]
public sealed record Acknowledge(string IssueId) : IssueCommand(IssueId);

/// <summary>The handler begins.</summary>
[GenerateSerializer, Immutable, Alias("start")]
public sealed record Start(string IssueId) : IssueCommand(IssueId);

/// <summary>The handler is done, with evidence.</summary>
[GenerateSerializer, Immutable, Alias("resolve")]
public sealed record Resolve(string IssueId, PrivateText? Note, ImmutableArray<string> Photos) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>A grid head solved it on the spot, with evidence.</summary>
[GenerateSerializer, Immutable, Alias("self-handle")]
public sealed record SelfHandle(string IssueId, PrivateText? Note, ImmutableArray<string> Photos)
    : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>Staff who did not handle it have checked it.</summary>
[GenerateSerializer, Immutable, Alias("verify")]
public sealed record Verify(string IssueId, bool Passed, PrivateText? Note = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>The reporter says it is not solved.</summary>
[GenerateSerializer, Immutable, Alias("not-solved")]
public sealed record NotSolved(string IssueId, PrivateText? Reason = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>The reporter is content, and ends it.</summary>
[GenerateSerializer, Immutable, Alias("close")]
public sealed record Close(string IssueId) : IssueCommand(IssueId);

/// <summary>Rate it.</summary>
/// <param name="Stars">1 to 5.</param>
[GenerateSerializer, Immutable, Alias("rate")]
public sealed record Rate(string IssueId, int Stars, PrivateText? Note = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>The reporter wants it done again.</summary>
[GenerateSerializer, Immutable, Alias("reopen")]
public sealed record Reopen(string IssueId, PrivateText? Reason = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>A remark for everyone who may see it.</summary>
[GenerateSerializer, Immutable, Alias("comment")]
public sealed record Comment(string IssueId, PrivateText Text) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Text);
}

/// <summary>A remark for the chain that handles it.</summary>
[GenerateSerializer, Immutable, Alias("note")]
public sealed record Note(string IssueId, PrivateText Text) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Text);
}

/// <summary>The reporter answers a question.</summary>
[GenerateSerializer, Immutable, Alias("answer")]
public sealed record Answer(string IssueId, PrivateText Text) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Text);
}

/// <summary>The handler hands it one level up, with a reason.</summary>
[GenerateSerializer, Immutable, Alias("escalate")]
public sealed record Escalate(string IssueId, PrivateText? Reason) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>It belongs to another owner.</summary>
[GenerateSerializer, Immutable, Alias("relocate")]
public sealed record Relocate(string IssueId, Place To, PrivateText? Reason = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>Tell me too.</summary>
[GenerateSerializer, Immutable, Alias("follow")]
public sealed record Follow(string IssueId) : IssueCommand(IssueId);

/// <summary>I am affected too: tell me as you tell who reported it.</summary>
[GenerateSerializer, Immutable, Alias("join")]
public sealed record Join(string IssueId, PrivateText? Note = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>Do not tell me any more.</summary>
[GenerateSerializer, Immutable, Alias("leave")]
public sealed record Leave(string IssueId) : IssueCommand(IssueId);

/// <summary>并案: it is about the same as another one of the owner, in which it lives on.</summary>
/// <param name="Into">The other one.</param>
[GenerateSerializer, Immutable, Alias("merge")]
public sealed record Merge(string IssueId, string Into, PrivateText? Reason = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>It is something else after all.</summary>
[GenerateSerializer, Immutable, Alias("split")]
public sealed record Split(string IssueId, PrivateText? Reason = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>The reporter takes it back.</summary>
[GenerateSerializer, Immutable, Alias("withdraw")]
public sealed record Withdraw(string IssueId, PrivateText? Reason = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>退单: the handler disputes that it is theirs.</summary>
[GenerateSerializer, Immutable, Alias("return")]
public sealed record Return(string IssueId, PrivateText? Reason) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>延期: the handler asks for more time.</summary>
/// <param name="Limit">How much, at most the budget of the step; null = the budget.</param>
[GenerateSerializer, Immutable, Alias("extend")]
public sealed record Extend(string IssueId, PrivateText? Reason, TimeLimit? Limit = null) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>挂起: the handler asks that the clocks stand still; a question to the reporter needs nobody's leave.</summary>
/// <param name="Why">For which of the reasons.</param>
/// <param name="Limit">How long, at most as the rules have it; null = that long.</param>
/// <param name="PlannedFor">Of works or a season: until which day.</param>
[GenerateSerializer, Immutable, Alias("suspend")]
public sealed record Suspend(
    string IssueId,
    SuspensionReason Why,
    PrivateText? Reason,
    TimeLimit? Limit = null,
    DateOnly? PlannedFor = null
) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>Decide what the handler asks for.</summary>
/// <param name="To">Of a return that is granted: to whom of the level; null = one level up.</param>
[GenerateSerializer, Immutable, Alias("decide")]
public sealed record DecideRequest(string IssueId, bool Granted, PrivateText? Note = null, Place? To = null)
    : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>The clocks may run on.</summary>
[GenerateSerializer, Immutable, Alias("resume")]
public sealed record Resume(string IssueId) : IssueCommand(IssueId);

/// <summary>督办: somebody above orders that it is done.</summary>
[GenerateSerializer, Immutable, Alias("supervise")]
public sealed record Supervise(string IssueId, PrivateText? Note) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>作废: staff end what is nobody's matter.</summary>
[GenerateSerializer, Immutable, Alias("void")]
public sealed record Void(string IssueId, PrivateText? Reason) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Reason);
}

/// <summary>Who rated low was called back.</summary>
/// <param name="Solved">Whether it is solved, as they say.</param>
/// <param name="CausedByHandling">Whether the handling was to blame.</param>
[GenerateSerializer, Immutable, Alias("call-back")]
public sealed record CallBack(string IssueId, bool Solved, bool CausedByHandling, PrivateText? Note = null)
    : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Note);
}

/// <summary>Reaction of the platform: the working calendar has changed, so that deadlines are counted anew.</summary>
[GenerateSerializer, Immutable, Alias("recount-deadlines")]
public sealed record RecountDeadlines : DomainCommand;

/// <summary>Reaction of the platform: an issue that was sent away arrives at its new owner.</summary>
[GenerateSerializer, Immutable, Alias("take-over")]
public sealed record TakeOver(string IssueId, Place From, Issue Carried) : IssueCommand(IssueId);

/// <summary>
/// Wish of the platform at a master grid: many report the same in its community. One incident is made of it; where there
/// is one that is open, these belong to it as well.
/// </summary>
/// <param name="IssueId">Number that the incident gets where there is none yet.</param>
/// <param name="Description">What it says of itself.</param>
/// <param name="Issues">The reports, which stay where they are.</param>
[GenerateSerializer, Immutable, Alias("gather")]
public sealed record Gather(
    string IssueId,
    string Category,
    PrivateText Description,
    ImmutableArray<GatheredIssue> Issues
) : IssueCommand(IssueId)
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => TextsOf(Description);
}

/// <summary>Reaction of the platform: a patrol of a grid found something that is still wrong. Once.</summary>
/// <param name="Grid">The grid.</param>
/// <param name="Person">Reference of who found it, in whose name it is reported.</param>
/// <param name="Description">Commitment of what they wrote, which lies beside the log already.</param>
/// <param name="Photos">Commitments of photos.</param>
[GenerateSerializer, Immutable, Alias("file-hazard")]
public sealed record FileHazard(
    string IssueId,
    Place Grid,
    Guid Person,
    string Category,
    string? Building,
    string Description,
    ImmutableArray<string> Photos
) : IssueCommand(IssueId), IInTheNameOf;

/// <summary>Reaction of the platform: it is part of an area incident of its community.</summary>
/// <param name="To">The incident.</param>
[GenerateSerializer, Immutable, Alias("link")]
public sealed record Link(string IssueId, string To) : IssueCommand(IssueId);

/// <summary>Reaction of the platform: the new owner has it, the old one may forget it.</summary>
/// <param name="To">The new owner.</param>
[GenerateSerializer, Immutable, Alias("confirm-handed-over")]
public sealed record ConfirmHandedOver(string IssueId, Place To) : IssueCommand(IssueId);

/// <summary>Reaction of the platform: the place it was sent to did not take it, so that it comes back.</summary>
/// <param name="To">The place that did not take it.</param>
/// <param name="Carried">The issue as it was sent.</param>
/// <param name="Code">Code of the refusal.</param>
[GenerateSerializer, Immutable, Alias("return-to-sender")]
public sealed record ReturnToSender(string IssueId, Place To, Issue Carried, string Code) : IssueCommand(IssueId);
