using System.Diagnostics.Metrics;
using System.Reflection;
using CivicGrains.Grains;
using CivicGrains.Silo;
using CivicGrains.Storage;
using CivicGrains.Storage.Operations;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Operations;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.Logging;

namespace CivicGrains.WebFrontend.Tests.Operations;

/// <summary>What the documents say of figures, alarms and log lines is what the code has.</summary>
public sealed class FiguresPageTests(TestHost host)
{
    [Fact]
    public async Task Every_figure_stands_in_the_documents_with_its_unit_and_meaning()
    {
        // What is counted is made known when it is first counted.
        using var resident = await host.ApiAsync("resident");
        await using var watcher = await host.WatcherAsync("resident");
        await watcher.WatchAsync("me");
        await resident.ReportAsync();
        await watcher.NextAsync("me");
        var known = new Dictionary<string, (string? Unit, string? Meaning)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    known[instrument.Name] = (instrument.Unit, instrument.Description);
                }
            },
        };
        listener.Start();

        var documented = Rows("## Our own")
            .ToDictionary(row => row[0], row => (row[1], row[2]), StringComparer.Ordinal);

        Assert.Equal(known.Keys.Order(StringComparer.Ordinal), documented.Keys.Order(StringComparer.Ordinal));
        Assert.All(known, it => Assert.Equal((it.Value.Unit!, it.Value.Meaning!), documented[it.Key]));
    }

    [Fact]
    public void Every_alarm_stands_in_the_documents() =>
        Assert.Equal(
            Alarms.All.Select(alarm => (alarm.Code, alarm.English)),
            Rows("## Alarms").Select(row => (row[0], row[1]))
        );

    [Fact]
    public void Every_log_line_has_a_number_of_its_own_that_stands_for_ever()
    {
        var messages = new[] { typeof(CivicStorage), typeof(CivicGrainsServices), typeof(CivicSilo), typeof(Alarms) }
            .SelectMany(type => type.Assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .OrderBy(message => message.EventId)
            .ToList();

        Assert.Distinct(messages.Select(message => message.EventId));
        Golden.Matches(
            "docs/log-events.txt",
            string.Join('\n', messages.Select(it => $"{it.EventId} {it.Level} {it.Message}"))
        );
    }

    /// <summary>The rows of the table under a heading; code without its marks.</summary>
    private static IEnumerable<string[]> Rows(string heading) =>
        File.ReadAllText(Golden.PathOf("docs/metrics.md"))
            .Split(heading)[1]
            .Split("\n## ")[0]
            .Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray());
}
