using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using CivicGrains.Storage.Server;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>What the host can be asked to do from a shell.</summary>
internal static class CommandLine
{
    private const int Refused = 2;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port of the web",
        DefaultValueFactory = _ => new HostSettings().Port,
        CustomParser = result =>
        {
            if (ushort.TryParse(TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                return port;
            }

            result.AddError($"'{TextOf(result)}' is not a port: a number from 0 to 65535.");
            return 0;
        },
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

    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "Connection string of an existing PostgreSQL; without it a private one runs in the data folder",
        Recursive = true,
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
        var root = new RootCommand("CivicGrains: the all-in-one host for one machine")
        {
            Port,
            Data,
            Listen,
            NoDemo,
            Connection,
            Speed,
            Budgets,
        };
        root.SetAction((parsed, token) => RunAsync(SettingsOf(parsed), Running.RunAsync, token));
        foreach (var verb in Verbs.All)
        {
            var command = new Command(verb.Name, verb.Description);
            command.SetAction((parsed, token) => RunAsync(VerbSettingsOf(parsed), verb.RunAsync, token));
            root.Add(command);
        }

        // The host ends by itself on Ctrl-C; without this it would be cut off after two seconds.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
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

    private static HostSettings SettingsOf(ParseResult parsed) =>
        new()
        {
            Port = parsed.GetValue(Port),
            DataFolder = parsed.GetValue(Data)!,
            Listen = parsed.GetValue(Listen)!,
            IsDemo = !parsed.GetValue(NoDemo),
            Connection = parsed.GetValue(Connection),
            Speed = parsed.GetValue(Speed),
            HasDemoBudgets = parsed.GetValue(Budgets) is not null,
        };

    private static HostSettings VerbSettingsOf(ParseResult parsed) =>
        new() { DataFolder = parsed.GetValue(Data)!, Connection = parsed.GetValue(Connection) };
}
