namespace CivicGrains.Domain.Issues;

/// <summary>What a department is called in for. It says who may blow, and how soon the department is on site.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WhistleKind>))]
public enum WhistleKind
{
    /// <summary>工作推进哨: what the subdistrict cannot do alone. It blows at once; who is below it drafts.</summary>
    WorkPush,

    /// <summary>攻坚克难哨: what only the district's weight moves. It is drafted, and the district centre blows.</summary>
    HardCase,

    /// <summary>应急哨: danger. Level 1 and 2 blow at once.</summary>
    Emergency,
}

/// <summary>How a whistle stands. One that is declined, let off or rated is over and stands nowhere.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WhistleState>))]
public enum WhistleState
{
    /// <summary>Somebody asks for it, and somebody above decides. The department does not know yet.</summary>
    Drafted,

    /// <summary>The department is called in.</summary>
    Blown,

    /// <summary>签收: the department has seen it.</summary>
    Signed,

    /// <summary>联系: the department has spoken with who called it.</summary>
    Contacted,

    /// <summary>报到: the department is on site.</summary>
    OnSite,

    /// <summary>The department has done its part, and waits to be rated.</summary>
    Solved,

    /// <summary>The department disputes that it is its matter, and the district centre decides.</summary>
    Objected,
}

/// <summary>What a department reports of a whistle, in this order. A later one says the earlier ones as well.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WhistleStep>))]
public enum WhistleStep
{
    /// <summary>It has seen it.</summary>
    Signed,

    /// <summary>It has spoken with who called it.</summary>
    Contacted,

    /// <summary>It is there.</summary>
    OnSite,

    /// <summary>It has done its part. No clock runs for this: the issue has its own.</summary>
    Solved,
}

/// <summary>Until when a department that is called in does what.</summary>
[GenerateSerializer, Immutable, Alias("whistle-clocks")]
public sealed record WhistleClocks(DateTimeOffset SignBy, DateTimeOffset ContactBy, DateTimeOffset OnSiteBy)
{
    /// <summary>Until when a step is to be done; null for the last, which has no clock.</summary>
    public DateTimeOffset? Of(WhistleStep step) =>
        step switch
        {
            WhistleStep.Signed => SignBy,
            WhistleStep.Contacted => ContactBy,
            WhistleStep.OnSite => OnSiteBy,
            _ => null,
        };
}

/// <summary>
/// 吹哨: a department that is called in to help with an issue. Whoever has the issue keeps it and leads (首接负责). A
/// department has one whistle of an issue at a time.
/// </summary>
/// <param name="Department">Key of the department, such as <c>housing</c>.</param>
/// <param name="DraftedBy">Reference of who asked for it: somebody else decides.</param>
/// <param name="Clocks">Null while it is drafted.</param>
/// <param name="ObjectedBy">Reference of who disputed it, which is possible once; null while nobody did.</param>
[GenerateSerializer, Immutable, Alias("whistle")]
public sealed record Whistle(
    string Department,
    WhistleKind Kind,
    WhistleState State,
    Guid DraftedBy,
    WhistleClocks? Clocks = null,
    Guid? ObjectedBy = null
)
{
    private const int SubdistrictLevel = 2;

    /// <summary>The steps that were not done in time: each is told once.</summary>
    [Id(100)]
    public ImmutableArray<WhistleStep> Missed
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Whether the department knows of it.</summary>
    [JsonIgnore]
    public bool IsBlown => State is not WhistleState.Drafted;

    /// <summary>Whether it is still to be decided or done.</summary>
    [JsonIgnore]
    public bool IsOpen => State is not WhistleState.Solved;

    /// <summary>Level whose staff decide a draft or an objection; null when neither waits.</summary>
    [JsonIgnore]
    public int? DeciderLevel =>
        State switch
        {
            WhistleState.Drafted => Kind is WhistleKind.HardCase ? IssueLevels.Last : SubdistrictLevel,
            WhistleState.Objected => IssueLevels.Last,
            _ => null,
        };

    /// <summary>Level whose staff are to decide it, or to rate what was done; null when nobody above is awaited.</summary>
    [JsonIgnore]
    public int? AwaitedLevel => State is WhistleState.Solved ? SubdistrictLevel : DeciderLevel;

    /// <summary>
    /// The step whose clock ends next, and when; null when none runs. What is missed already runs no more, and while
    /// something is to be decided nothing does.
    /// </summary>
    [JsonIgnore]
    public (WhistleStep Step, DateTimeOffset At)? Next
    {
        get
        {
            (WhistleStep Step, DateTimeOffset At)? next = null;
            if (Clocks is null || State is WhistleState.Objected)
            {
                return next;
            }

            for (var step = WhistleStep.Signed; step <= WhistleStep.OnSite; step++)
            {
                if (
                    !Has(step)
                    && !Missed.Contains(step)
                    && Clocks.Of(step) is { } at
                    && (next is null || at < next.Value.At)
                )
                {
                    next = (step, at);
                }
            }

            return next;
        }
    }

    /// <summary>Whether the department has done a step, or a later one.</summary>
    public bool Has(WhistleStep step) => State is not WhistleState.Objected && State >= StateOf(step);

    /// <summary>How a whistle stands after a step.</summary>
    public static WhistleState StateOf(WhistleStep step) =>
        step switch
        {
            WhistleStep.Signed => WhistleState.Signed,
            WhistleStep.Contacted => WhistleState.Contacted,
            WhistleStep.OnSite => WhistleState.OnSite,
            WhistleStep.Solved => WhistleState.Solved,
            _ => throw new UnreachableException(),
        };

    /// <inheritdoc/>
    public bool Equals(Whistle? other) =>
        other is not null
        && Department == other.Department
        && Kind == other.Kind
        && State == other.State
        && DraftedBy == other.DraftedBy
        && Clocks == other.Clocks
        && ObjectedBy == other.ObjectedBy
        && Missed.AsSpan().SequenceEqual(other.Missed.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Department, Kind, State, Clocks);
}
