using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>
/// What one person does all the time: residents report, comment and rate; staff take on what they find. What nobody
/// touches climbs by itself. Draws everything from a seed.
/// </summary>
internal sealed class Caller(Person person, int seed, History history)
{
    private static readonly string[] Categories =
    [
        "UTL-04",
        "SAF-01",
        "ENV-01",
        "UTL-03",
        "BLD-01",
        "SVC-03",
        "SAF-02",
    ];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Random _chance = new(seed);
    private readonly List<string> _own = [];
    private int _count;

    /// <summary>When the last call that was carried out began.</summary>
    public DateTimeOffset LastBegan { get; private set; }

    /// <summary>Ids of what this person has reported.</summary>
    public IReadOnlyList<string> Own => _own;

    public async Task RunAsync(CancellationToken ends)
    {
        while (!ends.IsCancellationRequested)
        {
            await (person.Account.Role is "resident" ? LiveAsync() : WorkAsync());
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task LiveAsync()
    {
        var what = _own.Count == 0 ? 0 : _chance.Next(10);
        if (what < 6)
        {
            var body = new
            {
                owner = person.Account.Place,
                category = Categories[_chance.Next(Categories.Length)],
                description = $"第{_count + 1}次上报，请处理。",
            };
            var call = await SendAsync("/api/issues", body);
            if (call.Outcome is CallOutcome.Acknowledged)
            {
                using var answer = JsonDocument.Parse(call.Answer);
                _own.Add(answer.RootElement.GetProperty("id").GetString()!);
            }

            return;
        }

        var issue = _own[_chance.Next(_own.Count)];
        await (
            what switch
            {
                6 or 7 => SendAsync($"/api/issues/{issue}/comment", new { note = "还没有人来。" }),
                8 => SendAsync($"/api/issues/{issue}/rate", new { stars = _chance.Next(1, 6) }),
                _ => SendAsync($"/api/issues/{issue}/close", new { }),
            }
        );
    }

    private async Task WorkAsync()
    {
        var page = await person.TryGetAsync($"/api/issues?status=dispatched&limit=50&{Where()}");
        var items = page?.GetProperty("items");
        if (items is not { } found || found.GetArrayLength() == 0)
        {
            await Task.Delay(Pause, TimeProvider.System);
            return;
        }

        var id = found[_chance.Next(found.GetArrayLength())].GetProperty("id").GetString();
        foreach (var (command, body) in Steps())
        {
            var call = await SendAsync($"/api/issues/{id}/{command}", body);
            if (call.Outcome is not CallOutcome.Acknowledged)
            {
                return;
            }
        }
    }

    private static IEnumerable<(string Command, object Body)> Steps() =>
        [("acknowledge", new { }), ("start", new { }), ("resolve", new { note = "已处理完毕。" })];

    /// <summary>What this desk may have to do with.</summary>
    private string Where()
    {
        var place = person.Account.Place;
        var key = place[(place.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return person.Account.Role switch
        {
            "community" => $"community={key}",
            "subdistrict" => $"subdistrict={key}",
            _ => $"handler={place}",
        };
    }

    private async Task<Call> SendAsync(string route, object body)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{seed}-{++_count}");
        var call = await person.CommandAsync(history, route, body, key);
        if (call.Outcome is not CallOutcome.Unknown)
        {
            LastBegan = call.BeganAt;
        }

        return call;
    }
}
