using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Load.Replay;

/// <summary>The district does not answer as it must for anything to be said about it.</summary>
internal sealed class DistrictException(string message) : Exception(message);

/// <summary>Reads over HTTP what the district shows.</summary>
internal sealed class DistrictReader(CivicClient client, TimeProvider time)
{
    private const string Reported = "issue.reported";
    private const string Commented = "issue.commented";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WallPatience = TimeSpan.FromSeconds(30);

    /// <summary>Signs somebody in.</summary>
    public async Task<SignedIn> SignInAsync(DemoAccount account, CancellationToken cancellationToken)
    {
        var body = new { account = account.Account, password = account.Password };
        var answer = await client.PostAsync(null, "/api/sign-in", body, null, cancellationToken);
        return answer.IsGood
            ? new SignedIn(account, answer.Body!.Value.GetProperty("token").GetString()!)
            : throw new DistrictException($"{account.Account} cannot sign in: {answer.Code}.");
    }

    /// <summary>The wall as it stands.</summary>
    public async Task<WallReading> ReadWallAsync(SignedIn reader, CancellationToken cancellationToken)
    {
        var wall = await ReadAsync(reader.Token, "/api/wall", cancellationToken);
        string[] overlapping = ["open", "overdue"];
        var figures = wall.GetProperty("figures");
        return new WallReading(
            wall.GetProperty("seq").GetInt64(),
            wall.GetProperty("at").GetDateTimeOffset(),
            wall.GetProperty("today").GetProperty("reported").GetInt64(),
            figures.EnumerateObject().Where(it => !overlapping.Contains(it.Name)).Sum(it => it.Value.GetInt64()),
            figures.GetProperty("open").GetInt64(),
            wall.GetProperty("subdistricts")
                .EnumerateArray()
                .ToDictionary(
                    it => it.GetProperty("code").GetString()!,
                    it => new SubdistrictReading(
                        it.GetProperty("open").GetInt64(),
                        it.GetProperty("reportedToday").GetInt64()
                    ),
                    StringComparer.Ordinal
                )
        );
    }

    /// <summary>The wall when it has counted up to a number, or as it stands when that takes too long.</summary>
    public async Task<WallReading> ReadWallAtAsync(SignedIn reader, long seq, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var wall = await ReadWallAsync(reader, cancellationToken);
            if (wall.Seq >= seq || time.GetElapsedTime(began) > WallPatience)
            {
                return wall;
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }

    /// <summary>Everything in the log after a number, up to another one or to its end.</summary>
    public async Task<IReadOnlyList<LogEvent>> ReadLogAsync(
        string? stream,
        long after,
        long upTo,
        CancellationToken cancellationToken
    )
    {
        var events = new List<LogEvent>();
        var ofStream = stream is null ? "" : $"&stream={stream}";
        for (long? next = after; next is { } from && from < upTo; )
        {
            var route = string.Create(CultureInfo.InvariantCulture, $"/api/log?limit=1000&after={from}{ofStream}");
            var page = await ReadAsync(null, route, cancellationToken);
            events.AddRange(page.GetProperty("items").EnumerateArray().Select(EventOf).Where(it => it.Seq <= upTo));
            next = page.GetProperty("next") is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
        }

        return events;
    }

    /// <summary>Everything there is to hold against what was answered.</summary>
    public async Task<Evidence> ReadEvidenceAsync(
        IReadOnlyList<Sent> sent,
        SignedIn reader,
        WallReading before,
        CancellationToken cancellationToken
    )
    {
        var there = sent.Where(it => it.IssueId is not null).ToList();
        var after = await ReadWallAtAsync(
            reader,
            there.Select(it => it.Seq).DefaultIfEmpty(before.Seq).Max(),
            cancellationToken
        );
        var issues = new Dictionary<string, IssueReading>(StringComparer.Ordinal);
        foreach (var it in there.DistinctBy(it => it.IssueId))
        {
            if (await ReadIssueAsync(it, cancellationToken) is { } issue)
            {
                issues.Add(it.IssueId!, issue);
            }
        }

        var listed = new Dictionary<(string, string), IReadOnlyList<string>>();
        foreach (var (owner, resident) in ListsOf(there, issues))
        {
            listed.Add((owner, resident.Account.Account), await ReadListAsync(owner, resident, cancellationToken));
        }

        var streams = new Dictionary<string, IReadOnlyList<LogEvent>>(StringComparer.Ordinal);
        foreach (var stream in there.Select(it => it.Plan.Sender.Account.Place).Distinct(StringComparer.Ordinal))
        {
            var events = await ReadLogAsync(stream, 0, long.MaxValue, cancellationToken);
            streams.Add(stream, [.. events.Where(it => it.Type == Reported)]);
        }

        var range = await ReadLogAsync(null, before.Seq, after.Seq, cancellationToken);
        return new Evidence(issues, listed, streams, range, before, after);
    }

    /// <summary>The lists to look at: an issue may have moved to another owner, and a hidden one is for its reporter.</summary>
    private static IEnumerable<(string Owner, SignedIn Resident)> ListsOf(
        IEnumerable<Sent> there,
        Dictionary<string, IssueReading> issues
    ) =>
        there
            .Where(it => issues.ContainsKey(it.IssueId!))
            .Select(it => (issues[it.IssueId!].Owner, it.Plan.Sender))
            .DistinctBy(it => (it.Owner, it.Sender.Account.Account));

    private async Task<IssueReading?> ReadIssueAsync(Sent sent, CancellationToken cancellationToken)
    {
        var token = sent.Plan.Sender.Token;
        var answer = await client.GetAsync(token, $"/api/issues/{sent.IssueId}", cancellationToken);
        if (!answer.IsGood)
        {
            return null;
        }

        var issue = answer.Body!.Value;
        IReadOnlyList<string> comments = [];
        if (sent.Plan.Parts.Count > 1)
        {
            var timeline = await ReadAsync(token, $"/api/issues/{sent.IssueId}/timeline", cancellationToken);
            comments =
            [
                .. timeline
                    .EnumerateArray()
                    .Where(it => it.GetProperty("type").GetString() == Commented)
                    .Select(it => it.GetProperty("note").GetString() ?? ""),
            ];
        }

        return new IssueReading(
            issue.GetProperty("owner").GetString()!,
            issue.GetProperty("category").GetString()!,
            issue.GetProperty("visibility").GetString()!,
            issue.GetProperty("description").GetString(),
            comments
        );
    }

    private async Task<IReadOnlyList<string>> ReadListAsync(
        string owner,
        SignedIn resident,
        CancellationToken cancellationToken
    )
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            var from = next is null ? "" : $"&after={Uri.EscapeDataString(next)}";
            var page = await ReadAsync(resident.Token, $"/api/issues?limit=200&owner={owner}{from}", cancellationToken);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(it => it.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        } while (next is not null);
        return ids;
    }

    /// <summary>Reads something that must be there.</summary>
    public async Task<JsonElement> ReadAsync(string? token, string route, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(token, route, cancellationToken);
        return answer is { IsGood: true, Body: { } body }
            ? body
            : throw new DistrictException($"{route.Split('?')[0]} cannot be read: {answer.Code}.");
    }

    private static LogEvent EventOf(JsonElement it) =>
        new(
            it.GetProperty("seq").GetInt64(),
            it.GetProperty("stream").GetString()!,
            it.GetProperty("subject").GetString(),
            it.GetProperty("type").GetString()!,
            it.GetProperty("at").GetDateTimeOffset(),
            it.GetProperty("commandId").GetGuid()
        );
}
