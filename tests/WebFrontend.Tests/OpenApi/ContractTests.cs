using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.OpenApi;

public sealed class ContractTests(TestHost host)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_description_of_the_API_is_committed() =>
        Golden.Matches("docs/openapi.json", JsonSerializer.Serialize(await DocumentAsync(), Indented));

    [Fact]
    public async Task What_anybody_may_ask_without_signing_in_is_committed()
    {
        var open = (await OperationsAsync())
            .Where(operation => !operation.IsSecured)
            .Select(o => $"{o.Method} {o.Path}");

        Golden.Matches("docs/open-operations.txt", string.Join('\n', open.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task What_changes_something_is_refused_to_strangers_before_its_body_is_read()
    {
        var open = new[] { "/api/sign-in", "/api/sign-in/refresh" };
        var writing = (await OperationsAsync()).Where(o => o.Method != "GET" && !open.Contains(o.Path)).ToList();
        Assert.NotEmpty(writing);

        foreach (var operation in writing)
        {
            var path = operation
                .Path.Replace("{id}", "QY20261124-000001")
                .Replace("{command}", "acknowledge")
                .Replace("{year}", "2027");
            Assert.Equal(401, await StatusWithoutBodyAsync(operation.Method, path));
        }
    }

    [Theory]
    [InlineData("POST", "/api/issues/QY20261124-000001/nonsense")]
    [InlineData("PUT", "/api/issues")]
    [InlineData("DELETE", "/api/nothing")]
    [InlineData("POST", "/hubs/live/negotiate")]
    public async Task What_is_not_described_is_refused_to_strangers_as_well(string method, string path) =>
        Assert.Equal(401, await StatusWithoutBodyAsync(method, path));

    [Theory]
    [InlineData("/docs")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Pages_for_everybody_answer(string path)
    {
        using var http = new HttpClient { BaseAddress = host.Address };

        using var response = await http.GetAsync(path);

        Assert.True(response.IsSuccessStatusCode);
    }

    /// <summary>Announces a body and sends none: only who does not wait for it can answer.</summary>
    private async Task<int> StatusWithoutBodyAsync(string method, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.Address.Host, host.Address.Port);
        var stream = client.GetStream();
        var head =
            $"{method} {path} HTTP/1.1\r\nHost: town\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        return int.Parse(status!.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private async Task<JsonElement> DocumentAsync()
    {
        using var api = await host.ApiAsync(null);
        return (await api.GetAsync("/openapi/v1.json")).Expect(200);
    }

    private async Task<List<(string Method, string Path, bool IsSecured)>> OperationsAsync() =>
        [
            .. (await DocumentAsync())
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject()
                        .Select(operation =>
                            (
                                operation.Name.ToUpperInvariant(),
                                path.Name,
                                operation.Value.TryGetProperty("security", out _)
                            )
                        )
                ),
        ];
}
