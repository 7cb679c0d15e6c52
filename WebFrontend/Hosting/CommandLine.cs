using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using CivicGrains.Storage.Server;
using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Processes;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>What the host can be asked to do from a shell.</summary>
internal static class CommandLine
{
    /// <summary>A connection string may hold a password, and a command line is for everybody to read.</summary>
    public const string ConnectionVariable = "CIVIC_Connection";

    private const int Refused = 2;
    private const int ProcessesMax = 32;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port of the web",
        DefaultValueFactory = _ => new HostSettings().Port,
        CustomParser = result => NumberOf(result, 0, ushort.MaxValue, "a port"),
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of everything that is kept",
        DefaultValueFactory = _ => new HostSettings().DataFolder,
        Recursive = true,
    };

    private static readonly Option<IPAddress> Listen = new("--listen")
    {
        Description = "Address to listen at",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result =>
        {
            if (IPAddress.TryParse(TextOf(result), out var address))
            {
                return address;
            }

            result.AddError($"'{TextOf(result)}' is not an IP address.");
            return null;
        },
    };

    private static readonly Option<bool> NoDemo = new("--no-demo")
    {
        Description = "Environment Production: no demo district, no demo accounts",
    };

    private static readonly Option<string> Demo = new("--demo")
    {
        Description = "How much of the demo district is loaded: the whole, or a corner of it that loads in seconds",
        DefaultValueFactory = _ => "full",
    };

    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "Connection string of an existing PostgreSQL; without it a private one runs in the data folder",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ConnectionVariable),
        Recursive = true,
    };

    private static readonly Option<int> Silos = new("--silos")
    {
        Description = "Silo processes; with --silos or --web the district runs as several processes",
        DefaultValueFactory = _ => new HostSettings().Silos,
        CustomParser = result => NumberOf(result, 1, ProcessesMax, "a number of processes"),
    };

    private static readonly Option<int> Webs = new("--web")
    {
        Description = "Web processes; each also answers alone, at the ports after --port",
        DefaultValueFactory = _ => new HostSettings().Webs,
        CustomParser = result => NumberOf(result, 1, ProcessesMax, "a number of processes"),
    };

    private static readonly Option<string?> Cluster = new("--cluster")
    {
        Description = "Cluster of the silos, as they were told",
    };

    private static readonly Option<int?> OwnPort = new("--own-port")
    {
        Description = "Port on the loopback address at which this process alone answers",
        CustomParser = result => NumberOf(result, 0, ushort.MaxValue, "a port"),
    };

    private static readonly Option<double?> Speed = new("--speed")
    {
        Description = "Seconds in the town per real second",
        CustomParser = result =>
        {
            const NumberStyles style = NumberStyles.AllowDecimalPoint;
            if (double.TryParse(TextOf(result), style, CultureInfo.InvariantCulture, out var speed) && speed > 0)
            {
                return speed;
            }

            result.AddError($"'{TextOf(result)}' is not a speed: a number greater than 0.");
            return null;
        },
    };

    private static readonly Option<string?> Budgets = new("--budgets")
    {
        Description = "'demo' divides every time limit by 1,440: a day passes in a minute",
    };

    /// <summary>Parses the arguments and does what they say.</summary>
    /// <returns>Exit code: 0 done, 2 refused with a message, 1 failed.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Budgets.AcceptOnlyFromAmong("demo");
        Demo.AcceptOnlyFromAmong("full", "small");
        var root = new RootCommand("CivicGrains: the all-in-one host for one machine")
        {
            Port,
            Data,
            Listen,
            NoDemo,
            Demo,
            Connection,
            Speed,
            Budgets,
            Silos,
            Webs,
        };
        root.SetAction(
            (parsed, token) =>
                parsed.GetResult(Silos) is { Implicit: false } || parsed.GetResult(Webs) is { Implicit: false }
                    ? RunAsync(SettingsOf(parsed), Up.RunAsync, token)
                    : RunAsync(SettingsOf(parsed), Running.RunAsync, token)
        );
        root.Add(
            CommandOf(
                "up",
                "Run the district as several processes on this machine, and keep them running",
                Up.RunAsync,
                [Port, Listen, NoDemo, Demo, Speed, Budgets, Silos, Webs]
            )
        );
        root.Add(
            CommandOf(
                "web",
                "Run one web process against silos that run elsewhere",
                WebProcess.RunAsync,
                [Port, Listen, NoDemo, Cluster, OwnPort]
            )
        );
        foreach (var verb in Verbs.All)
        {
            root.Add(CommandOf(verb.Name, verb.Description, verb.RunAsync, []));
        }

        // The host ends by itself on Ctrl-C; without this it would be cut off after two seconds.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static Command CommandOf(
        string name,
        string description,
        Func<HostSettings, CancellationToken, Task<int>> act,
        ImmutableArray<Option> options
    )
    {
        var command = new Command(name, description);
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, token) => RunAsync(SettingsOf(parsed), act, token));
        return command;
    }

    private static async Task<int> RunAsync(
        HostSettings settings,
        Func<HostSettings, CancellationToken, Task<int>> act,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var ends = new EndSignals(cancellationToken);
            return await act(settings, ends.Token);
        }
        catch (Exception e) when (e is HostRefusedException or PrivateServerException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Refused;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static string TextOf(ArgumentResult result) => result.Tokens[0].Value;

    private static int NumberOf(ArgumentResult result, int least, int most, string what)
    {
        if (
            int.TryParse(TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
        {
            return number;
        }

        result.AddError($"'{TextOf(result)}' is not {what}: a number from {least} to {most}.");
        return least;
    }

    /// <summary>A command that does not take an option has its default.</summary>
    private static HostSettings SettingsOf(ParseResult parsed) =>
        new()
        {
            Port = parsed.GetValue(Port),
            DataFolder = parsed.GetValue(Data)!,
            Listen = parsed.GetValue(Listen) ?? IPAddress.Loopback,
            IsDemo = !parsed.GetValue(NoDemo),
            DemoScale = parsed.GetValue(Demo) is "small" ? DemoScale.Small : DemoScale.Full,
            Connection = parsed.GetValue(Connection),
            Speed = parsed.GetValue(Speed),
            HasDemoBudgets = parsed.GetValue(Budgets) is not null,
            Silos = parsed.GetValue(Silos),
            Webs = parsed.GetValue(Webs),
            ClusterId = parsed.GetValue(Cluster),
            OwnPort = parsed.GetValue(OwnPort),
        };
}
