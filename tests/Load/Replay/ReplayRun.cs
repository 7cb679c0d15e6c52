using CivicGrains.WebFrontend.Hosting;

namespace CivicGrains.Load.Replay;

/// <summary>What to replay, and where.</summary>
/// <param name="Accounts">The <c>demo-accounts.json</c> of the host.</param>
/// <param name="PerSecond">Petitions that are due in a second.</param>
/// <param name="Watch">How long to watch afterwards; zero for not at all.</param>
internal sealed record ReplayOptions(string File, Uri Url, string Accounts, double PerSecond, TimeSpan Watch)
{
    /// <summary>How long one question is asked again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long each issue is followed to its end, at most; zero for not at all.</summary>
    public TimeSpan UntilEnd { get; init; }

    /// <summary>Whether to show a bar on the console.</summary>
    public bool ShowsBar { get; init; } = true;
}

/// <summary>
/// Sends a file of petitions to a running district as its residents, and holds what they were answered against what
/// the district shows afterwards.
/// </summary>
internal static class ReplayRun
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    /// <summary>Replays; prints to a writer what was found.</summary>
    /// <exception cref="PetitionFileException">The file cannot be read; nothing was sent.</exception>
    /// <exception cref="DistrictException">The district does not answer.</exception>
    public static async Task<ReplayResult> RunAsync(
        ReplayOptions options,
        TextWriter output,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var petitions = PetitionFile.Read(options.File);
        // Everybody has their own token; a shared cookie would make them one person.
        using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = options.Url, Timeout = AnswerWithin };
        var client = new CivicClient(http, time, options.Patience);
        var reader = new DistrictReader(client, time);
        var rules = KeywordRules.Load();

        var accounts = await Residents.ReadAccountsAsync(options.Accounts, cancellationToken);
        var plans = await PlanAsync(
            Path.GetFileName(options.File),
            petitions,
            accounts,
            rules,
            reader,
            cancellationToken
        );
        var asker = plans.Count > 0 ? plans[0].Sender : throw new PetitionFileException("The file has no petition.");

        var before = await reader.ReadWallAsync(asker, cancellationToken);
        var since = await reader.ReadLogAsync(null, before.Seq, long.MaxValue, cancellationToken);
        var logEnd = since.Count > 0 ? since[^1].Seq : before.Seq;
        await using var watch =
            options.Watch > TimeSpan.Zero
                ? await LiveCounts.StartAsync(options.Url, accounts, reader, before, plans, client, cancellationToken)
                : null;

        var began = time.GetTimestamp();
        var sender = new PetitionSender(client, time);
        Task<IReadOnlyList<Sent>> SendAsync(Action<long, long> progress) =>
            sender.SendAllAsync(plans, options.PerSecond, logEnd, progress, cancellationToken);
        var sent = options.ShowsBar
            ? await ProgressBar.RunAsync("Petitions", SendAsync)
            : await SendAsync((_, _) => { });
        var took = time.GetElapsedTime(began);

        // After all was sent, as what is resolved takes no comment any more.
        var following =
            options.UntilEnd > TimeSpan.Zero
                ? FollowAsync(
                    new LifeFollower(reader, client, accounts, time),
                    sent,
                    before,
                    options,
                    cancellationToken
                )
                : null;
        var evidence = await reader.ReadEvidenceAsync(sent, asker, before, cancellationToken);
        var disagreements = ReplayCheck.Compare(sent, evidence, logEnd);
        var lives = following is null ? null : await following;
        var result = new ReplayResult(sent, evidence, disagreements, client.Retries, rules, took);
        new ReplayReport(output).Write(result);
        if (lives is not null)
        {
            new LifeReport(output).Write(lives);
            result = result with { Lives = lives.Lives, Disagreements = [.. disagreements, .. lives.Disagreements] };
        }

        if (watch is not null)
        {
            await watch.ShowAsync(sent, options.Watch, reader, logEnd, output, time, cancellationToken);
        }

        await output.WriteLineAsync(result.Summary);
        return result;
    }

    private static Task<LivesResult> FollowAsync(
        LifeFollower follower,
        IReadOnlyList<Sent> sent,
        WallReading before,
        ReplayOptions options,
        CancellationToken cancellationToken
    )
    {
        Task<LivesResult> RunAsync(Action<long, long> progress) =>
            follower.FollowAsync(sent, before, options.UntilEnd, progress, cancellationToken);
        return options.ShowsBar ? ProgressBar.RunAsync("Ended", RunAsync) : RunAsync((_, _) => { });
    }

    private static async Task<IReadOnlyList<Plan>> PlanAsync(
        string fileName,
        IReadOnlyList<Petition> petitions,
        DemoAccount[] accounts,
        KeywordRules rules,
        DistrictReader reader,
        CancellationToken cancellationToken
    )
    {
        var residents = Residents.Of(accounts);
        if (residents.Length == 0)
        {
            throw new DistrictException("The accounts file has no resident.");
        }

        var signedIn = new Dictionary<string, SignedIn>(StringComparer.Ordinal);
        var plans = new List<Plan>(petitions.Count);
        foreach (var petition in petitions)
        {
            var sender = Residents.SenderOf(petition.Id, residents);
            if (!signedIn.TryGetValue(sender.Account, out var person))
            {
                person = await reader.SignInAsync(sender, cancellationToken);
                signedIn.Add(sender.Account, person);
            }

            plans.Add(
                new Plan(
                    petition,
                    rules.Match(petition),
                    person,
                    PetitionText.PartsOf(petition),
                    PetitionSender.KeyOf(fileName, petition.Id)
                )
            );
        }

        return plans;
    }
}
