using System.Security.Cryptography;
using CivicGrains.Domain.Common;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Photos;

/// <summary>Photos in PostgreSQL, in the table <c>photos</c>: a copy of the database is a copy of them too.</summary>
public sealed class PhotoStore(NpgsqlDataSource source) : IPhotoStore
{
    /// <summary>For how long a photo is kept that no issue mentions, in domain time.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Photos of one purge statement: a piece at a time, so that nobody waits for it long.</summary>
    private const int PurgeRows = 500;

    private static readonly string SelectSql = SqlText.Load("photo-select-upload");
    private static readonly string InsertSql = SqlText.Load("photo-insert");
    private static readonly string CountSql = SqlText.Load("photo-count-unmentioned");
    private static readonly string KeepSql = SqlText.Load("photo-keep");
    private static readonly string PurgeSql = SqlText.Load("photo-purge");

    /// <inheritdoc/>
    public async Task<StoredPhoto?> FindUploadAsync(Guid commandId, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(SelectSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = commandId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new StoredPhoto(
                reader.GetString(0),
                LogReader.ReadBytes(reader, 1),
                reader.GetInt32(2),
                reader.GetInt32(3)
            )
            : null;
    }

    /// <inheritdoc/>
    public async Task<StoredPhoto> AddAsync(NewPhoto photo, CancellationToken cancellationToken = default)
    {
        var salt = RandomNumberGenerator.GetBytes(PrivateText.SaltBytes);
        var commitment = PrivateText.Commit(salt, photo.Image.Span);
        await using var command = source.CreateCommand(InsertSql);
        command.Parameters.Add(new() { Value = commitment });
        command.Parameters.Add(new() { Value = salt });
        command.Parameters.Add(new() { Value = photo.CommandId });
        command.Parameters.Add(new() { Value = photo.RequestHash });
        command.Parameters.Add(new() { Value = photo.Uploader });
        command.Parameters.Add(new() { Value = photo.At.ToUniversalTime() });
        command.Parameters.Add(new() { Value = (photo.At + Life).ToUniversalTime() });
        command.Parameters.Add(new() { Value = photo.Width });
        command.Parameters.Add(new() { Value = photo.Height });
        command.Parameters.Add(new() { Value = photo.Image });
        command.Parameters.Add(new() { Value = photo.Thumbnail });
        // Nothing is inserted when the same upload came first: then that one is the photo.
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1
            ? new StoredPhoto(commitment, photo.RequestHash, photo.Width, photo.Height)
            : await FindUploadAsync(photo.CommandId, cancellationToken)
                ?? throw new InvalidOperationException("A photo was forgotten while it was uploaded.");
    }

    /// <inheritdoc/>
    public async Task<long> CountUnmentionedAsync(Guid uploader, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(CountSql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = uploader });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> KeepAsync(
        Guid uploader,
        IReadOnlyCollection<string> commitments,
        DateTimeOffset now,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(KeepSql);
        command.Parameters.Add(new() { Value = commitments.ToArray() });
        command.Parameters.Add(new() { Value = uploader });
        command.Parameters.Add(new() { Value = (now + Life).ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var theirs = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            theirs.Add(reader.GetString(0));
        }

        return theirs;
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(
        string commitment,
        PhotoSize size,
        CancellationToken cancellationToken = default
    )
    {
        var column = size is PhotoSize.Thumbnail ? "thumbnail" : "image";
        await using var command = source.CreateCommand($"select {column} from photos where commitment = $1");
        command.Parameters.Add(new() { Value = commitment });
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }

    /// <inheritdoc/>
    public async Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var total = 0;
        long looked;
        do
        {
            await using var command = source.CreateCommand(PurgeSql);
            command.Parameters.Add(new() { Value = now.ToUniversalTime() });
            command.Parameters.Add(new() { Value = PurgeRows });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            looked = reader.GetInt64(0);
            total += (int)reader.GetInt64(1);
        } while (looked == PurgeRows);

        return total;
    }
}
