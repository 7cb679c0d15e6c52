using System.Text;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Testing;

namespace CivicGrains.Domain.Tests.Common;

public sealed class EventJsonTests
{
    private const string Examples = "tests/Domain.Tests/Golden/events.jsonl";

    [Fact]
    public void An_event_of_an_unknown_name_is_not_read()
    {
        Assert.Throws<JsonException>(() => EventJson.Read("issue.vanished", "{}"));
    }

    [Fact]
    public void A_payload_that_is_null_or_broken_is_not_read()
    {
        Assert.Throws<JsonException>(() => EventJson.Read("issue.started", "null"));
        Assert.Throws<JsonException>(() => EventJson.Read("issue.started", "{"));
        Assert.Throws<JsonException>(() =>
            EventJson.Read(
                "project.registered",
                """{"name":"x","compound":"nowhere/1","homeGrid":"grid/510105007004"}"""
            )
        );
    }

    [Fact]
    public void Every_event_has_a_name_and_an_example()
    {
        var types = typeof(DomainEvent)
            .Assembly.GetTypes()
            .Where(t => t.IsAssignableTo(typeof(DomainEvent)) && !t.IsAbstract)
            .ToHashSet();

        Assert.Equal(types, EventCatalog.All.Values.ToHashSet());
        Assert.Equal(types, EventExamples.All.Select(e => e.GetType()).ToHashSet());
    }

    [Fact]
    public void The_golden_examples_are_what_is_written_today()
    {
        var lines = new StringBuilder();
        foreach (var example in EventExamples.All)
        {
            lines.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $$"""{"type":"{{EventCatalog.NameOf(example)}}","payload":{{EventJson.Write(example)}}}"""
            );
            lines.Append('\n');
        }

        Golden.Matches(Examples, lines.ToString());
    }

    [Fact]
    public void Events_of_when_limits_were_seconds_are_read_as_limits_of_so_many_seconds()
    {
        var old = File.ReadAllLines(Golden.PathOf("tests/Domain.Tests/Golden/events-of-seconds.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(it => it.GetProperty("type").GetString()!, it => it.GetProperty("payload").GetRawText());
        Assert.Equal(31, old.Count);

        foreach (var (type, payload) in old)
        {
            Assert.Equal(
                EventJson.Write(EventJson.Read(type, payload)),
                EventJson.Write(EventJson.Read(type, Encoding.UTF8.GetBytes(payload)))
            );
        }

        var terms = ((IssueAccepted)EventJson.Read("issue.accepted", old["issue.accepted"])).Terms;
        Assert.Equal(
            ("7200s", "604800s", "259200s"),
            ($"{terms.Acknowledge}", $"{terms.Cap}", $"{terms.RatingWindow}")
        );
        Assert.Equal(["172800s", "86400s", "", "172800s"], terms.Budgets.Select(it => it.ToString()));
        Assert.Equal(terms, ((IssueSentAway)EventJson.Read("issue.sent-away", old["issue.sent-away"])).Carried.Terms);
        var rules = (
            (RulesPublished)EventJson.Read("district.rules-published", old["district.rules-published"])
        ).Template;
        Assert.Equal(("3600s", "259200s"), ($"{rules.Categories[0].FirstLevel}", $"{rules.RatingWindow}"));
        Assert.Equal(ClockRules.Default, rules.Clocks);
        Assert.Equal(WhistleRules.Default, rules.Whistles);
    }

    [Fact]
    public void Every_golden_example_is_read_back_and_written_to_the_same_bytes()
    {
        Assert.All(
            File.ReadAllLines(Golden.PathOf(Examples)),
            line =>
            {
                using var json = JsonDocument.Parse(line);
                var type = json.RootElement.GetProperty("type").GetString()!;
                var payload = json.RootElement.GetProperty("payload").GetRawText();

                var happened = EventJson.Read(type, payload);

                Assert.Equal(payload, EventJson.Write(happened));
                Assert.Equal(payload, EventJson.Write(EventJson.Read(type, Encoding.UTF8.GetBytes(payload))));
                Assert.Equal(payload, Encoding.UTF8.GetString(EventJson.WriteUtf8(happened)));
            }
        );
    }

    [Fact]
    public void An_older_event_without_its_optional_fields_is_read()
    {
        var resolved = (IssueResolved)
            EventJson.Read(
                "issue.resolved",
                """{"issueId":"QY20261124-000001","selfHandled":false,"before":{"role":"grid-head","place":"grid/510105007004"},"windowEndsAt":"2026-11-27T00:00:00+00:00"}"""
            );
        var reported = (IssueReported)
            EventJson.Read(
                "issue.reported",
                """{"issueId":"QY20261124-000001","category":"UTL-04","visibility":"compound","source":"resident","description":"9f86"}"""
            );
        var registered = (GridRegistered)EventJson.Read("grid.registered", """{"name":"x","households":3}""");

        Assert.Empty(resolved.Photos);
        Assert.Null(resolved.Note);
        Assert.Null(reported.Photos);
        Assert.Empty(registered.Heads);
    }

    [Fact]
    public void A_field_that_this_version_does_not_know_is_passed_over()
    {
        var started = EventJson.Read("issue.started", """{"issueId":"QY20261124-000001","mood":"good"}""");

        Assert.Equal(new IssueStarted("QY20261124-000001"), started);
    }

    [Fact]
    public void Chinese_and_quotes_stay_readable()
    {
        var payload = EventJson.Write(new GridRegistered("草堂路<第3>网格 & 'A+'", 1, [], false));

        Assert.Contains("草堂路<第3>网格 & 'A+'", payload, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_from_many_threads_at_once_mixes_nothing()
    {
        var expected = EventExamples.All.Select(EventJson.Write).ToArray();

        Parallel.For(
            0,
            2_000,
            i =>
            {
                var n = i % expected.Length;
                Assert.Equal(expected[n], EventJson.Write(EventExamples.All[n]));
            }
        );
    }
}
