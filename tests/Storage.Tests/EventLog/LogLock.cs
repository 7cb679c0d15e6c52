using System.Diagnostics;
using CivicGrains.Testing;
using Npgsql;

namespace CivicGrains.Storage.Tests.EventLog;

/// <summary>The lock of the log, held by a test: whoever appends meanwhile waits.</summary>
internal sealed class LogLock : IAsyncDisposable
{
    private const long Key = 4801050001;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestDatabase database;
    private readonly NpgsqlConnection connection;

    private LogLock(TestDatabase database, NpgsqlConnection connection)
    {
        this.database = database;
        this.connection = connection;
    }

    public static async Task<LogLock> TakeAsync(TestDatabase database)
    {
        var open = await database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", open);
        command.Parameters.Add(new() { Value = Key });
        await command.ExecuteNonQueryAsync();
        return new LogLock(database, open);
    }

    /// <summary>Returns when so many appends wait for the lock.</summary>
    public async Task WaitForWaitersAsync(int count)
    {
        var since = Stopwatch.GetTimestamp();
        while (await CountWaitersAsync() < count)
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, "Nobody waits for the lock of the log.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Process ids of the backends that wait for the lock.</summary>
    public Task<IReadOnlyList<int>> WaitersAsync() =>
        database.ColumnAsync<int>(
            """
            select pid from pg_locks
            where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())
            """
        );

    public async ValueTask DisposeAsync()
    {
        await using (var command = new NpgsqlCommand("select pg_advisory_unlock($1)", connection))
        {
            command.Parameters.Add(new() { Value = Key });
            await command.ExecuteNonQueryAsync();
        }

        await connection.DisposeAsync();
    }

    private async Task<int> CountWaitersAsync() => (await WaitersAsync()).Count;
}
