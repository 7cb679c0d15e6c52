using System.Globalization;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.Clock;

namespace CivicGrains.Load.Replay;

/// <summary>What is looked at.</summary>
internal enum Point
{
    /// <summary>The issue can be read by its reporter, and is of the category it was sent as.</summary>
    Readable,

    /// <summary>Every word of the petition can be read.</summary>
    Whole,

    /// <summary>It stands once in the list of its owner.</summary>
    Listed,

    /// <summary>It was reported once in the log of its compound, at the time the answer says.</summary>
    Logged,

    /// <summary>No two reports in the log come from one wish.</summary>
    Once,

    /// <summary>The wall moved by what the log says.</summary>
    Wall,

    /// <summary>Somebody answered.</summary>
    Answered,

    /// <summary>It came to an end: archived, or marked and supervised at the district centre.</summary>
    Ended,

    /// <summary>Whatever happened to it was possible as it stood, and its timeline is what the log has.</summary>
    Legal,

    /// <summary>Each step has its reason, and every answer to why told of all that had happened.</summary>
    Reasoned,

    /// <summary>Versions, class, limits and deadlines of an answer to why are those of the rules in force.</summary>
    ByRule,

    /// <summary>What an answer to why foretold is what came next by itself, at its moment.</summary>
    Foretold,
}

/// <summary>Something does not agree. Names rows and numbers, never words of a petition.</summary>
internal sealed record Disagreement(Point Point, string What);

/// <summary>Holds what was answered against what the district shows: a pure function of both.</summary>
internal static class ReplayCheck
{
    private const string Reported = "issue.reported";
    private const string Archived = "issue.archived";
    private const string SentAway = "issue.sent-away";
    private const string TakenOver = "issue.taken-over";

    /// <summary>Everything that does not agree.</summary>
    /// <param name="logEnd">End of the log before the first petition was sent.</param>
    public static IReadOnlyList<Disagreement> Compare(IReadOnlyList<Sent> sent, Evidence evidence, long logEnd) =>
        [
            .. sent.SelectMany(it => it.IssueId is null ? Unanswered(it) : OfIssue(it, evidence, logEnd)),
            .. Twice(evidence),
            .. WallOf(evidence, sent),
        ];

    /// <summary>How many issues others reported meanwhile.</summary>
    public static int OthersIn(Evidence evidence, IEnumerable<Sent> sent)
    {
        var ours = sent.Select(it => it.IssueId).ToHashSet(StringComparer.Ordinal);
        return evidence.Range.Count(it => it.Type == Reported && !ours.Contains(it.Subject));
    }

    private static IEnumerable<Disagreement> Unanswered(Sent sent) =>
        sent.Fate is Fate.Unanswered
            ?
            [
                new Disagreement(
                    Point.Answered,
                    $"{sent.Plan.Petition}: {sent.Code}; whether it is there is not known."
                ),
            ]
            : [];

    private static IEnumerable<Disagreement> OfIssue(Sent sent, Evidence evidence, long logEnd)
    {
        var name = $"{sent.Plan.Petition}, {sent.IssueId},";
        foreach (var code in sent.Untold)
        {
            yield return new Disagreement(Point.Whole, $"{name} lacks a part of its text: {code}.");
        }

        foreach (var fault in InLog(sent, evidence, logEnd))
        {
            yield return new Disagreement(Point.Logged, $"{name} {fault}.");
        }

        if (!evidence.Issues.TryGetValue(sent.IssueId!, out var issue))
        {
            yield return new Disagreement(Point.Readable, $"{name} cannot be read by who reported it.");
            yield break;
        }

        if (issue.Category != sent.Plan.Match.Category)
        {
            yield return new Disagreement(
                Point.Readable,
                $"{name} is of category {issue.Category} and was sent as {sent.Plan.Match.Category}."
            );
        }

        if (issue.Description != sent.Plan.Parts[0])
        {
            yield return new Disagreement(Point.Whole, $"{name} does not say what was sent.");
        }

        var missing = sent.Plan.Parts.Skip(1).Count(part => issue.Comments.Count(it => it == part) != 1);
        if (missing > 0 && sent.Untold.Count == 0)
        {
            yield return new Disagreement(
                Point.Whole,
                string.Create(CultureInfo.InvariantCulture, $"{name} has {missing} comments not exactly once.")
            );
        }

        var list = evidence.Listed.GetValueOrDefault((issue.Owner, sent.Plan.Sender.Account.Account), []);
        var listed = list.Count(id => id == sent.IssueId);
        if (listed != 1)
        {
            yield return new Disagreement(
                Point.Listed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} stands {listed} times in the list of {issue.Owner}."
                )
            );
        }
    }

    private static IEnumerable<string> InLog(Sent sent, Evidence evidence, long logEnd)
    {
        var stream = evidence.Streams.GetValueOrDefault(sent.Plan.Sender.Account.Place, []);
        var reports = stream.Where(it => it.Subject == sent.IssueId).ToList();
        if (reports.Count != 1)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"was reported {reports.Count} times in the log");
        }
        else if (reports[0].Seq > sent.Seq)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"is number {reports[0].Seq} of the log and was answered with {sent.Seq}"
            );
        }
        else if (sent.Fate is Fate.Accepted && reports[0].Seq <= logEnd)
        {
            yield return "was in the log before it was sent";
        }
    }

    /// <summary>A wish that was carried out twice has two reports under one command id.</summary>
    private static IEnumerable<Disagreement> Twice(Evidence evidence) =>
        evidence
            .Range.Concat(evidence.Streams.Values.SelectMany(it => it))
            .Where(it => it.Type == Reported)
            .DistinctBy(it => it.Seq)
            .GroupBy(it => it.CommandId)
            .Where(it => it.Count() > 1)
            .Select(it => new Disagreement(
                Point.Once,
                $"One wish made the issues {string.Join(", ", it.Select(e => e.Subject))}."
            ));

    /// <summary>
    /// The figures before and after differ by what the log says in between, whoever else was at work. A figure of the
    /// day is one of the day of the second reading: had that not begun at the first, it was 0 then.
    /// </summary>
    private static IEnumerable<Disagreement> WallOf(Evidence evidence, IReadOnlyList<Sent> sent)
    {
        var (before, after) = (evidence.Before, evidence.After);
        var day = Town.DateOf(after.At);
        var isSameDay = Town.DateOf(before.At) == day;
        var reports = evidence.Range.Where(it => it.Type == Reported).ToList();
        var ofDay = reports.Where(it => Town.DateOf(it.At) == day).ToList();

        var last = sent.Where(it => it.IssueId is not null).Select(it => it.Seq).DefaultIfEmpty(0).Max();
        if (after.Seq < last)
        {
            yield return Wrong("wall: sequence number", last, after.Seq);
        }

        var accepted = sent.Count(it => it.Fate is Fate.Accepted);
        var inRange = reports.Select(it => it.Subject).Intersect(AcceptedIds(sent), StringComparer.Ordinal).Count();
        if (inRange != accepted)
        {
            yield return Wrong("accepted petitions in the log between the two readings", accepted, inRange);
        }

        var today = (isSameDay ? before.ReportedToday : 0) + ofDay.Count;
        if (after.ReportedToday != today)
        {
            yield return Wrong("wall: reported today", today, after.ReportedToday);
        }

        var issues = before.Issues + reports.Count - evidence.Range.Count(it => it.Type == Archived);
        if (after.Issues != issues)
        {
            yield return Wrong("wall: issues in any status", issues, after.Issues);
        }

        var open = after.Subdistricts.Values.Sum(it => it.Open);
        if (after.Open != open)
        {
            yield return Wrong("wall: open issues of the subdistricts together", after.Open, open);
        }

        var moved = SubdistrictsWithMoves(evidence.Range);
        foreach (var (code, subdistrict) in after.Subdistricts.Where(it => !moved.Contains(it.Key)))
        {
            var then = isSameDay ? before.Subdistricts.GetValueOrDefault(code)?.ReportedToday ?? 0 : 0;
            var expected = then + ofDay.Count(it => SubdistrictOf(it.Stream) == code);
            if (subdistrict.ReportedToday != expected)
            {
                yield return Wrong($"wall: reported today in {code}", expected, subdistrict.ReportedToday);
            }
        }
    }

    private static IEnumerable<string?> AcceptedIds(IEnumerable<Sent> sent) =>
        sent.Where(it => it.Fate is Fate.Accepted).Select(it => it.IssueId);

    /// <summary>An issue that moves takes its day along, which the export does not tell: these are left out.</summary>
    private static HashSet<string?> SubdistrictsWithMoves(IEnumerable<LogEvent> range) =>
        range
            .Where(it => it.Type is SentAway or TakenOver)
            .Select(it => SubdistrictOf(it.Stream))
            .ToHashSet(StringComparer.Ordinal);

    private static string? SubdistrictOf(string stream) => Place.Parse(stream).SubdistrictCode;

    private static Disagreement Wrong(string what, long expected, long found) =>
        new(Point.Wall, string.Create(CultureInfo.InvariantCulture, $"{what}: {expected} expected, {found} found."));
}
