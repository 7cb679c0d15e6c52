using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace CivicGrains.Load.Replay;

/// <summary>The command line of a replay.</summary>
internal static class ReplayCommand
{
    private const string AccountsFile = "demo-accounts.json";

    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            Description = "CSV (RFC 4180, UTF-8) with the columns id, submitted_at, title and detail.",
        };
        var rate = new Option<double>("--rate")
        {
            Description = "Petitions a second, whether or not answers come.",
            DefaultValueFactory = _ => 20,
        };
        rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 10_000))
            {
                result.AddError("--rate is a number above 0, at most 10000.");
            }
        });
        var url = new Option<Uri>("--url")
        {
            Description = "Address of the host.",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080"),
            CustomParser = AddressOf,
        };
        var accounts = new Option<string>("--accounts")
        {
            Description = $"The {AccountsFile} in the data folder of the host.",
            DefaultValueFactory = _ => Path.Combine(".data", AccountsFile),
        };
        var watch = new Option<int>("--watch")
        {
            Description = "Seconds to watch how the petitions climb and tasks come to grids.",
        };
        var untilEnd = new Option<double>("--until-end")
        {
            Description = "Minutes at most to follow each issue to its end, while demo staff handle most of them.",
        };
        untilEnd.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 10_000))
            {
                result.AddError("--until-end is a number of minutes above 0, at most 10000.");
            }
        });
        var command = new Command("replay", "A file of petitions as reports of residents, held against what is shown.")
        {
            file,
            rate,
            url,
            accounts,
            watch,
            untilEnd,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    new ReplayOptions(
                        parsed.GetValue(file)!,
                        parsed.GetValue(url)!,
                        parsed.GetValue(accounts)!,
                        parsed.GetValue(rate),
                        TimeSpan.FromSeconds(parsed.GetValue(watch))
                    )
                    {
                        UntilEnd = TimeSpan.FromMinutes(parsed.GetValue(untilEnd)),
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Uri? AddressOf(ArgumentResult result)
    {
        if (
            Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
            && address.Scheme is ("http" or "https")
        )
        {
            return address;
        }

        result.AddError("--url is an address such as http://127.0.0.1:5080.");
        return null;
    }

    private static async Task<int> RunAsync(ReplayOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.Accounts))
        {
            await Console.Error.WriteLineAsync($"There is no accounts file at {Path.GetFullPath(options.Accounts)}.");
            return 2;
        }

        try
        {
            var result = await ReplayRun.RunAsync(options, Console.Out, TimeProvider.System, cancellationToken);
            return result.Disagreements.Count == 0 ? 0 : 1;
        }
        catch (PetitionFileException e)
        {
            await Console.Error.WriteLineAsync($"{options.File}: {e.Message} Nothing was sent.");
            return 2;
        }
        catch (JsonException)
        {
            await Console.Error.WriteLineAsync($"{options.Accounts} is not an accounts file. Nothing was sent.");
            return 2;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped. Replayed again, it goes on with what is not there yet.");
            return 130;
        }
        catch (DistrictException e)
        {
            await Console.Error.WriteLineAsync($"{options.Url}: {e.Message}");
            return 2;
        }
    }
}
