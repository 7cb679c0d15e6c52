namespace CivicGrains.Domain.Grids;

/// <summary>A task of a grid: an issue whose handler the grid is.</summary>
/// <param name="Owner">Where the issue lives.</param>
/// <param name="OfferedAt">When it was last offered to somebody.</param>
public sealed record GridTask(
    string IssueId,
    Place Owner,
    string Category,
    int Level,
    DateTimeOffset DueAt,
    DateTimeOffset OfferedAt
)
{
    /// <summary>Who has it: reference of a head or officer; null while nobody is there, and for tasks of before there was a rota.</summary>
    public Guid? OfferedTo { get; init; }

    /// <summary>Who is asked first in a round has 1; 0 for tasks of before there was a rota.</summary>
    public int Turn { get; init; }

    /// <summary>How long each has to acknowledge it; null where nobody is asked in turn.</summary>
    public TimeLimit? OfferOn { get; init; }

    /// <summary>When the next is offered it; null when it is acknowledged or everybody was asked.</summary>
    public DateTimeOffset? OfferOnAt { get; init; }

    /// <summary>Until when nobody is disturbed with it; null when it was not quiet.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>References of the volunteers who were invited to help.</summary>
    public ImmutableArray<Guid> Invited
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>References of those who were asked in this round.</summary>
    public ImmutableArray<Guid> Tried
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>When it was acknowledged; null before.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Since when the community knows that nobody answered; null while it does not.</summary>
    public DateTimeOffset? UnansweredAt { get; init; }

    /// <summary>
    /// Whether somebody else has to be found: who has it left or is away, or, where it is not acknowledged, is on duty no
    /// longer.
    /// </summary>
    public bool IsLost(Guid holder, GridRoster roster, DateTimeOffset at) =>
        AcknowledgedAt is not null ? !roster.IsPresent(holder, at) : !roster.OnDutyAt(at).Contains(holder);

    /// <summary>The next moment at which something happens to it by itself; null when nothing does.</summary>
    public DateTimeOffset? NextDueAt(GridRoster roster)
    {
        if (Turn == 0)
        {
            return null;
        }

        // When the roster changed, and when it was acknowledged, it was looked at again.
        var since = OfferedAt > roster.ChangedAt ? OfferedAt : roster.ChangedAt;
        since = AcknowledgedAt > since ? AcknowledgedAt.Value : since;
        return OfferedTo is { } holder
            ? roster.FirstMoment(since, OfferOnAt ?? DateTimeOffset.MaxValue, at => IsLost(holder, roster, at))
                ?? OfferOnAt
            : roster.FirstMoment(since, DateTimeOffset.MaxValue, at => !roster.OnDutyAt(at).IsEmpty);
    }
}
