using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Seals;
using Npgsql;

namespace CivicGrains.Storage.Operations;

/// <summary>How it stands with the platform, as far as the database knows.</summary>
/// <param name="EndSeq">Sequence number of the newest event.</param>
/// <param name="Now">Real time, by the clock of the server.</param>
/// <param name="ServerStarted">When the database server was started.</param>
/// <param name="Launched">When the first silo of this launch was started; null while there is none.</param>
/// <param name="Waiting">Dead letters that wait for a decision.</param>
/// <param name="Retrying">Dead letters that are tried again.</param>
/// <param name="NextDue">The next deadline of any issue, in domain time.</param>
/// <param name="Unsealed">The first day without a seal; null while nothing has happened.</param>
public sealed record OperationsState(
    long EndSeq,
    DateTimeOffset Now,
    DateTimeOffset ServerStarted,
    DateTimeOffset? Launched,
    long Waiting,
    long Retrying,
    DateTimeOffset? NextDue,
    DateOnly? Unsealed,
    Verification? Verified,
    IReadOnlyList<Follower> Followers,
    IReadOnlyList<SiloMember> Silos
);

/// <summary>Work that one process at a time does.</summary>
/// <param name="Name">Of its lease.</param>
/// <param name="LeaseSeconds">Until its lease ends; negative when it has ended and nobody took it.</param>
/// <param name="Seq">Up to where it has come; null when it does not follow the log.</param>
public sealed record Follower(string Name, double LeaseSeconds, long? Seq);

/// <summary>A silo of this launch, as the table of members has it.</summary>
/// <param name="Status">1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead.</param>
/// <param name="AliveAt">When it last said so.</param>
public sealed record SiloMember(
    string Name,
    string Address,
    int Status,
    DateTimeOffset StartedAt,
    DateTimeOffset AliveAt
)
{
    /// <summary>The status of a silo that takes calls.</summary>
    public const int Active = 3;

    /// <summary>The status of a silo that is no more.</summary>
    public const int Dead = 6;
}

/// <summary>Reads how it stands with the platform.</summary>
public sealed class OperationsReader(NpgsqlDataSource source, SealStore seals)
{
    private static readonly string ReadSql = SqlText.Load("operations-read");
    private static readonly string SilosSql = SqlText.Load("operations-silos");
    private static readonly string FollowersSql = SqlText.Load("operations-followers");

    /// <summary>How it stands now.</summary>
    public async Task<OperationsState> ReadAsync(CancellationToken cancellationToken = default)
    {
        var unsealed = await seals.FindNextDayAsync(cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var followers = await FollowersAsync(connection, cancellationToken);
        var silos = await SilosAsync(connection, cancellationToken);
        var verified = await VerifiedAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand(ReadSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OperationsState(
            reader.GetInt64(0),
            await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken),
            await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken),
            await MomentOrNullAsync(reader, 3, cancellationToken),
            reader.GetInt64(4),
            reader.GetInt64(5),
            await MomentOrNullAsync(reader, 6, cancellationToken),
            unsealed,
            verified,
            followers,
            silos
        );
    }

    private static async Task<IReadOnlyList<Follower>> FollowersAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(FollowersSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var followers = new List<Follower>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var seq = await reader.IsDBNullAsync(2, cancellationToken) ? (long?)null : reader.GetInt64(2);
            followers.Add(new Follower(reader.GetString(0), reader.GetDouble(1), seq));
        }

        return followers;
    }

    private static async Task<IReadOnlyList<SiloMember>> SilosAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SilosSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var silos = new List<SiloMember>();
        while (await reader.ReadAsync(cancellationToken))
        {
            silos.Add(
                new SiloMember(
                    reader.GetString(0),
                    reader.GetString(1),
                    reader.GetInt32(2),
                    await reader.GetFieldValueAsync<DateTimeOffset>(3, cancellationToken),
                    await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken)
                )
            );
        }

        return silos;
    }

    private static async Task<Verification?> VerifiedAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select at, events, faults from verifications order by id desc limit 1",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Verification(
                await reader.GetFieldValueAsync<DateTimeOffset>(0, cancellationToken),
                reader.GetInt64(1),
                reader.GetInt32(2)
            )
            : null;
    }

    private static async Task<DateTimeOffset?> MomentOrNullAsync(
        NpgsqlDataReader reader,
        int column,
        CancellationToken cancellationToken
    ) =>
        await reader.IsDBNullAsync(column, cancellationToken)
            ? null
            : await reader.GetFieldValueAsync<DateTimeOffset>(column, cancellationToken);
}
