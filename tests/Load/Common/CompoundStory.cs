using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CivicGrains.Load.Common;

/// <summary>A command that was accepted.</summary>
/// <param name="Topic">Of the compound.</param>
/// <param name="Issue">Its id.</param>
/// <param name="Seq">Number of its last event.</param>
/// <param name="StartedAt">Timestamp at which the request began; <paramref name="AcceptedAt"/> at which the answer was read.</param>
internal sealed record AcceptedCommand(
    string Name,
    string Topic,
    string Issue,
    long Seq,
    string Status,
    long StartedAt,
    long AcceptedAt
);

/// <summary>
/// What goes on in one compound: its resident reports, asks, its manager acknowledges, starts, answers the question and
/// resolves; then the next. Whoever comes while the last command is on its way reports something else.
/// </summary>
internal sealed class CompoundStory(HttpClient http, Neighbour resident, Neighbour manager)
{
    /// <summary>What begins a story; others that are reported meanwhile have none.</summary>
    public const string ReportName = "report";

    private static readonly (string Name, bool ByManager, string Body)[] Steps =
    [
        ("comment", false, """{"note":"有人来看过了吗？晚上孩子放学要走这里。"}"""),
        ("acknowledge", true, "{}"),
        ("start", true, "{}"),
        ("comment", true, """{"note":"师傅已经出发，半小时内到现场。"}"""),
        ("resolve", true, """{"note":"灯泡和镇流器都已更换，现场已试灯。"}"""),
    ];

    private int _isBusy;
    private readonly string _report =
        $$"""{"owner":"{{resident.Home}}","category":"{{Commands.SampleRows.Category}}","description":"{{Commands.SampleRows.Description}}"}""";
    private int _step = Steps.Length;
    private string _issue = "";

    public string Topic { get; } = resident.Home.ToString();

    /// <summary>Sends the next command now.</summary>
    /// <param name="address">Of the web process that is asked.</param>
    /// <exception cref="HttpRequestException">It was not accepted.</exception>
    public async Task<AcceptedCommand> GoOnAsync(string address)
    {
        if (Interlocked.Exchange(ref _isBusy, 1) == 1)
        {
            return await ReportAsync("report beside", address);
        }

        try
        {
            if (_step < Steps.Length)
            {
                var (name, byManager, body) = Steps[_step];
                var carried = await SendAsync(
                    name,
                    $"{address}/api/issues/{_issue}/{name}",
                    byManager ? manager : resident,
                    body
                );
                _step++;
                return carried with { Issue = _issue };
            }

            var reported = await ReportAsync(ReportName, address);
            (_issue, _step) = (reported.Issue, 0);
            return reported;
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    private Task<AcceptedCommand> ReportAsync(string name, string address) =>
        SendAsync(name, $"{address}/api/issues", resident, _report);

    private async Task<AcceptedCommand> SendAsync(string name, string route, Neighbour who, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var started = Stopwatch.GetTimestamp();
        using var response = await http.SendAsync(request);
        var accepted = Stopwatch.GetTimestamp();
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{name} at {who.Home}: {(int)response.StatusCode} {text}");
        }

        using var answer = JsonDocument.Parse(text);
        var root = answer.RootElement;
        return new AcceptedCommand(
            name,
            Topic,
            root.TryGetProperty("id", out var id) ? id.GetString()! : "",
            root.GetProperty("seq").GetInt64(),
            root.GetProperty("status").GetString()!,
            started,
            accepted
        );
    }
}
