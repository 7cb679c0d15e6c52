using System.CommandLine;
using System.Globalization;
using CivicGrains.Load.Commands;
using CivicGrains.Load.Common;
using CivicGrains.Load.Fanout;
using CivicGrains.Load.Replay;

namespace CivicGrains.Load;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "Rounds that count; each side has one turn in each.",
            DefaultValueFactory = _ => 7,
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "Length of a turn.",
            DefaultValueFactory = _ => 2,
        };
        var watchers = new Option<int>("--watchers")
        {
            Description = "Watchers of the one issue.",
            DefaultValueFactory = _ => 5_000,
        };

        var callers = new Option<int[]>("--callers")
        {
            Description = "Numbers of callers to measure with.",
            DefaultValueFactory = _ => [1, 64, 256, 1_024],
            AllowMultipleArgumentsPerToken = true,
        };

        var commands = new Command("commands", "Grain commands beside hand-written SQL and AdoNet grain storage.")
        {
            rounds,
            seconds,
            callers,
        };
        commands.SetAction(parsed =>
            SayAsync(
                CommandsBenchmark.RunAsync(
                    parsed.GetValue(rounds),
                    TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    parsed.GetValue(callers)!,
                    Console.Error.WriteLine
                )
            )
        );

        var fanout = new Command("fanout", "One change to many watchers of one issue beside a bare hub.")
        {
            rounds,
            watchers,
        };
        fanout.SetAction(parsed =>
            SayAsync(
                FanoutBenchmark.RunAsync(parsed.GetValue(rounds), parsed.GetValue(watchers), Console.Error.WriteLine)
            )
        );

        return await new RootCommand(
            "Load on CivicGrains: benchmarks, both sides in one run, in turn; and petitions replayed."
        )
        {
            commands,
            fanout,
            ReplayCommand.Create(),
            BareHub.Command(),
        }
            .Parse(args)
            .InvokeAsync();
    }

    private static async Task<int> SayAsync(Task<Findings> running)
    {
        var findings = await running;
        Console.WriteLine(findings.ToString());
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}"
            )
        );
        return findings.Reached ? 0 : 1;
    }
}
