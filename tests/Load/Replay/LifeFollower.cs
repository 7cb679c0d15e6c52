using System.Text.Json;

namespace CivicGrains.Load.Replay;

/// <summary>What following issues to their end found.</summary>
internal sealed record LivesResult(
    IReadOnlyList<Life> Lives,
    IReadOnlyList<Disagreement> Disagreements,
    IReadOnlyDictionary<string, int> Acts,
    IReadOnlyDictionary<string, int> Refusals,
    TimeSpan Took
);

/// <summary>
/// Follows issues in the log to their end. Whenever something has happened to one, the district centre asks why, and
/// the demo people do with it what its lot is.
/// </summary>
internal sealed class LifeFollower(DistrictReader reader, CivicClient client, DemoAccount[] accounts, TimeProvider time)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Follows what was accepted, from the log's number before the first was sent.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="progress">Is told how many have ended, and of how many.</param>
    public async Task<LivesResult> FollowAsync(
        IReadOnlyList<Sent> sent,
        WallReading before,
        TimeSpan most,
        Action<long, long> progress,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        var beganAt = (await reader.ReadWallAsync(sent[0].Plan.Sender, cancellationToken)).At;
        var staff = new LifeStaff(accounts, reader, client);
        var centre = await staff.CentreAsync(cancellationToken);
        var followed = sent.Where(it => it.Fate is Fate.Accepted)
            .Select((it, number) => new Followed(it, LifeStaff.LotOf(number)))
            .ToDictionary(it => it.Sent.IssueId!, StringComparer.Ordinal);
        var after = before.Seq;
        while (followed.Values.Any(it => !it.HasEnded) && time.GetElapsedTime(began) < most)
        {
            var events = await reader.ReadLogAsync(null, after, long.MaxValue, cancellationToken);
            after = events.Count > 0 ? events[^1].Seq : after;
            var happened = events
                .Where(it => it.Subject is not null && followed.ContainsKey(it.Subject) && IsOfIssue(it))
                .GroupBy(it => followed[it.Subject!]);
            await Parallel.ForEachAsync(
                happened,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (it, _) => await LookAsync(it.Key, [.. it], centre, staff, cancellationToken)
            );
            progress(followed.Values.Count(it => it.HasEnded), followed.Count);
            await Task.Delay(Look, time, cancellationToken);
        }

        var took = time.GetElapsedTime(began);
        var endedAt = (await reader.ReadWallAsync(sent[0].Plan.Sender, cancellationToken)).At;
        var lives = new List<Life>();
        foreach (var it in followed.Values)
        {
            lives.Add(await LifeOfAsync(it, centre, (endedAt - beganAt) / took, cancellationToken));
        }

        return new LivesResult(lives, [.. lives.SelectMany(LifeCheck.Compare)], staff.Acts, staff.Refusals, took);
    }

    /// <summary>Tasks of grids name the issue too, but do not happen to it.</summary>
    private static bool IsOfIssue(LogEvent it) => it.Type.StartsWith("issue.", StringComparison.Ordinal);

    private async Task LookAsync(
        Followed followed,
        IReadOnlyList<LogEvent> events,
        SignedIn centre,
        LifeStaff staff,
        CancellationToken cancellationToken
    )
    {
        followed.Events.AddRange(events);
        var why = await ReadWhyAsync(followed.Sent.IssueId!, centre, cancellationToken);
        followed.Whys.Add(why);
        var done = await staff.ActAsync(
            followed.Lot,
            followed.Sent.IssueId!,
            followed.Sent.Plan.Sender,
            why,
            cancellationToken
        );
        followed.Acts.UnionWith(done);
        followed.HasEnded = why.Next is null && done.Count == 0;
    }

    private async Task<Life> LifeOfAsync(
        Followed followed,
        SignedIn centre,
        double speed,
        CancellationToken cancellationToken
    )
    {
        var id = followed.Sent.IssueId!;
        // Before the timeline, which then has all that it tells of.
        followed.Whys.Add(await ReadWhyAsync(id, centre, cancellationToken));
        var timeline = (await reader.ReadAsync(centre.Token, $"/api/issues/{id}/timeline", cancellationToken))
            .EnumerateArray()
            .Select(it => new TimelineLine(
                it.GetProperty("seq").GetInt64(),
                it.GetProperty("at").GetDateTimeOffset(),
                it.GetProperty("type").GetString()!,
                it.GetProperty("level") is { ValueKind: JsonValueKind.Number } level ? level.GetInt32() : null,
                it.GetProperty("status").GetString()!
            ))
            .ToList();
        var place = followed.Sent.Plan.Sender.Account.Place;
        var rules = await reader.ReadAsync(centre.Token, $"/api/places/{place}/rules", cancellationToken);
        return new Life(
            followed.Sent.Plan.Petition.Label,
            id,
            followed.Lot,
            followed.Events,
            timeline,
            followed.Whys,
            followed.Acts,
            RulesOf(rules),
            speed
        );
    }

    private async Task<WhyReading> ReadWhyAsync(string id, SignedIn centre, CancellationToken cancellationToken) =>
        WhyReading.Of(await reader.ReadAsync(centre.Token, $"/api/issues/{id}/why", cancellationToken));

    private static PlaceRules RulesOf(JsonElement rules) =>
        new(
            rules.GetProperty("version").GetInt32(),
            rules.GetProperty("districtVersion").GetInt32(),
            rules
                .GetProperty("categories")
                .EnumerateArray()
                .ToDictionary(
                    it => it.GetProperty("code").GetString()!,
                    it => (it.GetProperty("class").GetString()!, it.GetProperty("nightClass").GetString()),
                    StringComparer.Ordinal
                )
        );

    /// <summary>One that is followed; looked at by one at a time.</summary>
    private sealed class Followed(Sent sent, Lot lot)
    {
        public Sent Sent { get; } = sent;

        public Lot Lot { get; } = lot;

        public List<LogEvent> Events { get; } = [];

        public List<WhyReading> Whys { get; } = [];

        public HashSet<long> Acts { get; } = [];

        /// <summary>Whether nothing comes by itself any more.</summary>
        public bool HasEnded { get; set; }
    }
}
