namespace CivicGrains.Storage.Photos;

/// <summary>A photo to store: JPEG, made anew, with nothing in it but the picture.</summary>
/// <param name="CommandId">The same for a repeat of the same upload.</param>
/// <param name="RequestHash">SHA-256 of what was sent.</param>
/// <param name="Uploader">Reference of the account that uploads it.</param>
/// <param name="At">Domain time.</param>
/// <param name="Width">In pixels, as it is shown.</param>
/// <param name="Height">In pixels, as it is shown.</param>
public sealed record NewPhoto(
    Guid CommandId,
    ReadOnlyMemory<byte> RequestHash,
    Guid Uploader,
    DateTimeOffset At,
    int Width,
    int Height,
    ReadOnlyMemory<byte> Image,
    ReadOnlyMemory<byte> Thumbnail
);

/// <summary>A photo that is stored.</summary>
/// <param name="Commitment">The name of the photo: HMAC-SHA-256 of its bytes under a salt, 64 characters of hex.</param>
/// <param name="RequestHash">SHA-256 of what was sent.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record StoredPhoto(string Commitment, ReadOnlyMemory<byte> RequestHash, int Width, int Height);

/// <summary>In which size a photo is wanted.</summary>
public enum PhotoSize
{
    /// <summary>As large as it is kept.</summary>
    Full,

    /// <summary>For lists.</summary>
    Thumbnail,
}

/// <summary>
/// Where photos lie: beside the log, which names them by their commitments. Whoever wants them elsewhere than in
/// PostgreSQL writes another one of these.
/// </summary>
public interface IPhotoStore
{
    /// <summary>What an earlier upload under the same id has stored; null when there was none, or it was forgotten.</summary>
    Task<StoredPhoto?> FindUploadAsync(Guid commandId, CancellationToken cancellationToken = default);

    /// <summary>Stores a photo; when the same upload was stored before, that one stays and is answered.</summary>
    Task<StoredPhoto> AddAsync(NewPhoto photo, CancellationToken cancellationToken = default);

    /// <summary>How many photos of an uploader no issue mentions.</summary>
    Task<long> CountUnmentionedAsync(Guid uploader, CancellationToken cancellationToken = default);

    /// <summary>
    /// Which of these photos the uploader has uploaded. They are kept for another <see cref="PhotoStore.Life"/>, so that
    /// none is forgotten between this question and the command that names it.
    /// </summary>
    /// <param name="now">Domain time.</param>
    Task<IReadOnlySet<string>> KeepAsync(
        Guid uploader,
        IReadOnlyCollection<string> commitments,
        DateTimeOffset now,
        CancellationToken cancellationToken = default
    );

    /// <summary>The bytes of a photo, JPEG; null when it is not there (any more).</summary>
    Task<byte[]?> ReadAsync(string commitment, PhotoSize size, CancellationToken cancellationToken = default);

    /// <summary>Forgets photos whose time has passed and that no issue mentions.</summary>
    /// <param name="now">Domain time.</param>
    /// <returns>How many were forgotten.</returns>
    Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken = default);
}
