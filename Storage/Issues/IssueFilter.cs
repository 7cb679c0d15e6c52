using System.Collections.Immutable;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;

namespace CivicGrains.Storage.Issues;

/// <summary>What a list is ordered by, newest first.</summary>
public enum IssueOrder
{
    /// <summary>When it was reported.</summary>
    Reported,

    /// <summary>When anything last happened to it.</summary>
    Updated,
}

/// <summary>Which issues a list shows; what is left out does not narrow it.</summary>
public sealed record IssueFilter
{
    /// <summary>Most items of a page.</summary>
    public const int PageMax = 200;

    /// <summary>
    /// Where: an owner; or a community, subdistrict or district, with everything in it; or a department, with what it
    /// handles and what it is called in for.
    /// </summary>
    public Place? Place { get; init; }

    /// <summary>Any of these; empty = all.</summary>
    public ImmutableArray<IssueStatus> Statuses { get; init; } = [];

    /// <summary>Only those whose deadlines run.</summary>
    public bool OpenOnly { get; init; }
    public bool? Overdue { get; init; }

    /// <summary>Only area incidents.</summary>
    public bool IncidentsOnly { get; init; }

    /// <summary>
    /// Level whose staff something waits for: a request to decide, a whistle to decide or to rate, a check, a call back.
    /// 1 to 4; null for any.
    /// </summary>
    public int? AwaitsLevel { get; init; }
    public string? Category { get; init; }

    /// <summary>Key of a department that is called in to help with it.</summary>
    public string? WhistledTo { get; init; }

    /// <summary>Reference of the account that reported it.</summary>
    public Guid? Reporter { get; init; }

    /// <summary>Reference of an account that reported or follows it.</summary>
    public Guid? ConcernedWith { get; init; }
    public Place? HandlerPlace { get; init; }
    public Role? HandlerRole { get; init; }

    /// <summary>Words that the text has, in one piece.</summary>
    public string? Query { get; init; }
    public IssueOrder Order { get; init; }

    /// <summary>The last item of the page before.</summary>
    public TimeCursor? After { get; init; }

    /// <summary>Items of a page, 1 to <see cref="PageMax"/>.</summary>
    public int Limit { get; init; } = 50;
}
