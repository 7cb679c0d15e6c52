using System.Globalization;
using CivicGrains.Storage.Clock;
using Npgsql;

namespace CivicGrains.Storage.Issues;

/// <summary>
/// Makes ids of issues, such as <c>QY20261124-000123</c>: the town's date and a number of the whole district. Numbers
/// come in blocks of 100, so that most ids cost no question; those that a process does not use stay unused.
/// </summary>
public sealed class IssueNumbers(NpgsqlDataSource source, DomainClock clock) : IDisposable
{
    /// <summary>Numbers of a block, which is the increment of the sequence <c>issue_numbers</c>.</summary>
    public const int BlockSize = 100;

    private readonly SemaphoreSlim turn = new(1);
    private long next;
    private int left;

    /// <summary>The next id.</summary>
    public async ValueTask<string> NextAsync(CancellationToken cancellationToken = default)
    {
        await turn.WaitAsync(cancellationToken);
        long number;
        try
        {
            if (left == 0)
            {
                await using var command = source.CreateCommand("select nextval('issue_numbers')");
                next = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
                left = BlockSize;
            }

            number = next++;
            left--;
        }
        finally
        {
            turn.Release();
        }

        var date = Town.DateOf(clock.GetUtcNow());
        return string.Create(CultureInfo.InvariantCulture, $"QY{date:yyyyMMdd}-{number:000000}");
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
