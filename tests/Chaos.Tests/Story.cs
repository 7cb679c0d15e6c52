using System.Collections.Immutable;
using System.Globalization;

namespace CivicGrains.Chaos.Tests;

/// <summary>A made-up history: what callers were told, and what the log then has. All is well with it until a test spoils it.</summary>
internal sealed class Story
{
    public const string Compound = "compound/510105007004-C001";
    public const string First = "QY20261124-000001";
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Reference = new("5a7ac0de-0000-4000-8000-000000000001");
    public static readonly Guid Platform = new("00000000-0000-8000-8000-000000000001");

    private static readonly Person Resident = new(
        new DemoAccount("resident", "", "resident", Compound, ""),
        Guid.Empty,
        Reference,
        "",
        null!,
        []
    );

    private int _version;

    public List<Call> Calls { get; } = [];

    public List<LoggedEvent> Events { get; } = [];

    public Dictionary<Guid, long> Commands { get; } = [];

    /// <summary>One report that was accepted at noon and is due ten seconds later, and a remark on it.</summary>
    public static Story OfOneReport()
    {
        var story = new Story();
        var report = Guid.CreateVersion7();
        story.Happened("issue.reported", report, Reference);
        story.Happened("issue.accepted", report, Reference, Step(0, 10));
        story.Told(report, "/api/issues", 201, $$"""{"id": "{{First}}", "seq": {{story.Events[^1].Seq}}}""");
        var comment = Guid.CreateVersion7();
        story.Happened("issue.commented", comment, Reference);
        story.Told(comment, $"/api/issues/{First}/comment", 200, $$"""{"seq": {{story.Events[^1].Seq}}}""");
        return story;
    }

    public Log Log() => new([.. Events], Commands, []);

    /// <summary>All that <see cref="LogCheck"/> finds.</summary>
    /// <param name="secondsLater">When it looks.</param>
    public ImmutableArray<string> Violations(int secondsLater = 0) =>
        [
            .. LogCheck.CompareCommands(Calls, Log(), new HashSet<Guid> { Reference }),
            .. LogCheck.CompareReports(Calls, Log()),
            .. LogCheck.CompareDeadlines(Log(), Noon.AddSeconds(secondsLater)).Violations,
        ];

    public void Told(Guid command, string route, int status, string answer) =>
        Calls.Add(
            new Call(Resident, route, "{}", "", command, Person.OutcomeOf(status), status, answer, Noon, Noon, 1, 0)
        );

    public void Happened(
        string type,
        Guid command,
        Guid actor,
        string payload = "{}",
        int secondsLater = 0,
        string subject = First
    )
    {
        var version = ++_version;
        var at = Noon.AddSeconds(secondsLater);
        Events.Add(new LoggedEvent(100 + version, Compound, version, subject, type, command, actor, at, payload));
        Commands[command] = 100 + version;
    }

    /// <summary>The deadline acts.</summary>
    public void Climbs(int level, int secondsLater, int dueSecondsLater) =>
        Happened("issue.escalated", Guid.CreateVersion7(), Platform, Step(level, dueSecondsLater), secondsLater);

    /// <summary>Somebody is warned, and when the next warning is to come.</summary>
    public void Warns(int percent, int secondsLater, int? nextSecondsLater) =>
        Happened(
            "issue.warned",
            Guid.CreateVersion7(),
            Platform,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"percent": {{percent}}, "next": {{(nextSecondsLater is { } next ? WarningAt(next) : "null")}}}"""
            ),
            secondsLater
        );

    /// <summary>Takes events out as if they had never been committed, and closes the ranks behind them.</summary>
    public void Lose(Guid command)
    {
        Events.RemoveAll(it => it.CommandId == command);
        Commands.Remove(command);
    }

    public static string Step(int level, int dueSecondsLater) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"step": {"level": {{{level}}}, "dueAt": "{{{Noon.AddSeconds(dueSecondsLater):O}}}",
              "warning": {{{WarningAt(dueSecondsLater / 2)}}}}}
            """
        );

    private static string WarningAt(int secondsLater) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"percent": 50, "at": "{{Noon.AddSeconds(secondsLater):O}}"}"""
        );
}
