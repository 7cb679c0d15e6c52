namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>
/// A town of a test's own, for what counts all there is or changes it for all: on the server of all tests, and started
/// when it is first asked for, as a start takes longer than most tests.
/// </summary>
internal sealed class OwnTown(TestHost shared) : IAsyncDisposable
{
    private TestHost? _host;

    /// <summary>Its host.</summary>
    public async Task<TestHost> HostAsync() => _host ??= await TestHost.StartAsync(shared.Postgres);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
