using System.CommandLine;
using System.Globalization;
using CivicGrains.Load.Commands;
using CivicGrains.Load.Common;
using CivicGrains.Load.Deadlines;
using CivicGrains.Load.Fanout;
using CivicGrains.Load.Herd;
using CivicGrains.Load.History;
using CivicGrains.Load.Memory;
using CivicGrains.Load.Replay;
using CivicGrains.Load.Screen;

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
        var watchers = new Option<int>("--watchers") { Description = "Watchers.", DefaultValueFactory = _ => 5_000 };

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

        var screenRounds = new Option<int>("--rounds")
        {
            Description = "Rounds that count; each rate has one turn in each.",
            DefaultValueFactory = _ => 3,
        };
        var screenSeconds = new Option<double>("--seconds")
        {
            Description = "Length of a turn.",
            DefaultValueFactory = _ => 20,
        };
        var screenWatchers = new Option<int>("--watchers")
        {
            Description = "Watchers: half of compounds, half of issues, one of each a compound.",
            DefaultValueFactory = _ => 256,
        };
        var rates = new Option<double[]>("--rates")
        {
            Description = "Commands a second.",
            DefaultValueFactory = _ => [100, 500],
            AllowMultipleArgumentsPerToken = true,
        };
        var screen = new Command("screen", "From the answer at a caller to the message at another web process.")
        {
            screenRounds,
            screenSeconds,
            screenWatchers,
            rates,
        };
        screen.SetAction(parsed =>
            SayAsync(
                ScreenBenchmark.RunAsync(
                    parsed.GetValue(screenRounds),
                    TimeSpan.FromSeconds(parsed.GetValue(screenSeconds)),
                    parsed.GetValue(screenWatchers),
                    parsed.GetValue(rates)!,
                    Console.Error.WriteLine
                )
            )
        );

        var herdRounds = new Option<int>("--rounds")
        {
            Description = "Ends by SIGKILL, and as many in order.",
            DefaultValueFactory = _ => 3,
        };
        var herdSeconds = new Option<double>("--seconds")
        {
            Description = "Changes before and after each end.",
            DefaultValueFactory = _ => 5,
        };
        var herd = new Command("herd", "A web process with thousands of watchers ends: until all are right again.")
        {
            herdRounds,
            herdSeconds,
            watchers,
        };
        herd.SetAction(parsed =>
            SayAsync(
                HerdBenchmark.RunAsync(
                    parsed.GetValue(herdRounds),
                    parsed.GetValue(watchers),
                    TimeSpan.FromSeconds(parsed.GetValue(herdSeconds)),
                    Console.Error.WriteLine
                )
            )
        );

        var memoryRounds = new Option<int>("--rounds")
        {
            Description = "Rounds; each side has a new process in each.",
            DefaultValueFactory = _ => 3,
        };
        var memory = new Command("memory", "What an idle watcher costs beside a bare hub.") { memoryRounds, watchers };
        memory.SetAction(parsed =>
            SayAsync(
                MemoryBenchmark.RunAsync(
                    parsed.GetValue(memoryRounds),
                    parsed.GetValue(watchers),
                    Console.Error.WriteLine
                )
            )
        );

        return await new RootCommand(
            "Load on CivicGrains: benchmarks, both sides in one run, in turn; and petitions replayed."
        )
        {
            commands,
            fanout,
            screen,
            herd,
            memory,
            DeadlinesCommand(),
            HeapCommand(),
            HistoryCommand(),
            ReplayCommand.Create(),
            BareHub.Command(),
            HeapSilo.Command(),
        }
            .Parse(args)
            .InvokeAsync();
    }

    private static Command DeadlinesCommand()
    {
        var parts = new Option<string[]>("--parts")
        {
            Description = "What to measure: spread, sharp, crash.",
            DefaultValueFactory = _ => [DeadlinesBenchmark.Spread, DeadlinesBenchmark.Sharp, DeadlinesBenchmark.Crash],
            AllowMultipleArgumentsPerToken = true,
        };
        parts.AcceptOnlyFromAmong(DeadlinesBenchmark.Spread, DeadlinesBenchmark.Sharp, DeadlinesBenchmark.Crash);
        var count = new Option<int>("--count")
        {
            Description = "Deadlines that are spread.",
            DefaultValueFactory = _ => 50_000,
        };
        var minutes = new Option<double>("--minutes")
        {
            Description = "Time over which they are spread.",
            DefaultValueFactory = _ => 10,
        };
        var sharp = new Option<int>("--sharp")
        {
            Description = "Deadlines at one moment.",
            DefaultValueFactory = _ => 5_000,
        };
        var crash = new Option<int>("--crash")
        {
            Description = "Deadlines within a minute in which processes are killed.",
            DefaultValueFactory = _ => 2_000,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Rounds of sharp, and of each kind of crash.",
            DefaultValueFactory = _ => 3,
        };
        var command = new Command("deadlines", "How late deadlines are, and whether each happens once.")
        {
            parts,
            count,
            minutes,
            sharp,
            crash,
            rounds,
        };
        command.SetAction(parsed =>
            SayAsync(
                DeadlinesBenchmark.RunAsync(
                    new DeadlineOptions(
                        [.. parsed.GetValue(parts)!],
                        parsed.GetValue(count),
                        TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                        parsed.GetValue(sharp),
                        parsed.GetValue(crash),
                        parsed.GetValue(rounds)
                    ),
                    Console.Error.WriteLine
                )
            )
        );
        return command;
    }

    private static Command HeapCommand()
    {
        var issues = new Option<int>("--issues") { Description = "Open issues.", DefaultValueFactory = _ => 100_000 };
        var rounds = new Option<int>("--rounds")
        {
            Description = "Rounds of each kind; a new process in each.",
            DefaultValueFactory = _ => 3,
        };
        var command = new Command("heap", "What an open issue costs the silo that holds it.") { issues, rounds };
        command.SetAction(parsed =>
            SayAsync(
                HeapBenchmark.RunAsync(
                    parsed.GetValue(rounds),
                    parsed.GetValue(issues),
                    showsBar: true,
                    Console.Error.WriteLine
                )
            )
        );
        return command;
    }

    private static Command HistoryCommand()
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "Rounds that count; each length of history has one turn in each.",
            DefaultValueFactory = _ => 9,
        };
        var events = new Option<int>("--events")
        {
            Description = "Events of the shortest history; the others have ten and a hundred times as many.",
            DefaultValueFactory = _ => 10_000,
        };
        var past = new Option<int>("--past")
        {
            Description = "Past issues of the compound that is activated.",
            DefaultValueFactory = _ => 10_000,
        };
        var command = new Command("history", "Whether a long history makes commands and activations slower.")
        {
            rounds,
            events,
            past,
        };
        command.SetAction(parsed =>
            SayAsync(
                HistoryBenchmark.RunAsync(
                    new HistoryOptions(parsed.GetValue(rounds), parsed.GetValue(events), parsed.GetValue(past)),
                    Console.Error.WriteLine
                )
            )
        );
        return command;
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
