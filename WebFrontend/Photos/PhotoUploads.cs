using System.Collections.Concurrent;
using System.Security.Cryptography;
using CivicGrains.Domain.Photos;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Photos;
using CivicGrains.WebFrontend.Http;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.Photos;

/// <summary>Takes photos in, through whatever door they come: reads them within bounds, makes them anew, stores them.</summary>
internal sealed class PhotoUploads(
    IPhotoStore store,
    PictureMaker pictures,
    DomainClock clock,
    IOptions<PhotoOptions> options
) : IDisposable
{
    private static readonly string[] Types = ["image/jpeg", "image/png", "image/webp"];

    private const int ReadBytes = 64 * 1024;

    private readonly SemaphoreSlim _places = new(options.Value.TakenAtOnce);

    /// <summary>How many places each account holds; a form sends its photos side by side, and nobody more than that.</summary>
    private readonly ConcurrentDictionary<Guid, int> _placesOf = new();

    /// <summary>Media types that are taken.</summary>
    public static ImmutableArray<string> TypesTaken { get; } = [.. Types];

    /// <summary>Takes a photo in.</summary>
    /// <param name="uploader">Reference of the account.</param>
    /// <param name="type">Media type that the sender gives it.</param>
    /// <param name="idOf">The command id, given the SHA-256 of what was sent.</param>
    /// <exception cref="RefusedException">It is no photo that is taken, or there is no room just now.</exception>
    public async Task<StoredPhoto> TakeAsync(
        Guid uploader,
        string? type,
        Stream sent,
        Func<byte[], Guid> idOf,
        CancellationToken cancellationToken
    )
    {
        if (!TypesTaken.Contains(type ?? "", StringComparer.OrdinalIgnoreCase))
        {
            throw new RefusedException(Rejections.PhotoWrongType.Now(PhotoCheck.Field));
        }

        if (!TryEnter(uploader))
        {
            throw new RefusedException(Rejections.PhotoBusy.Now(PhotoCheck.Field));
        }

        try
        {
            var bytes = await ReadAsync(sent, cancellationToken);
            var hash = SHA256.HashData(bytes.Span);
            var commandId = idOf(hash);
            if (await store.FindUploadAsync(commandId, cancellationToken) is { } known)
            {
                return Same(known, hash);
            }

            if (await store.CountUnmentionedAsync(uploader, cancellationToken) >= options.Value.UnmentionedMax)
            {
                throw new RefusedException(
                    Rejections.PhotoTooManyWaiting.With(PhotoCheck.Field, options.Value.UnmentionedMax)
                );
            }

            var picture = await pictures.MakeAsync(bytes, cancellationToken);
            var photo = new NewPhoto(
                commandId,
                hash,
                uploader,
                clock.GetUtcNow(),
                picture.Width,
                picture.Height,
                picture.Image,
                picture.Thumbnail
            );
            return Same(await store.AddAsync(photo, cancellationToken), hash);
        }
        finally
        {
            Leave(uploader);
        }
    }

    /// <summary>That a photo has too many bytes.</summary>
    public Rejection TooLarge() =>
        Rejections.PhotoTooLarge.With(PhotoCheck.Field, options.Value.BytesMax / (1024 * 1024));

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private bool TryEnter(Guid uploader)
    {
        if (
            _placesOf.AddOrUpdate(uploader, 1, (_, held) => held + 1) <= PhotoRules.PhotosMax
            && _places.Wait(TimeSpan.Zero)
        )
        {
            return true;
        }

        Forget(uploader);
        return false;
    }

    private void Leave(Guid uploader)
    {
        _places.Release();
        Forget(uploader);
    }

    private void Forget(Guid uploader)
    {
        if (_placesOf.AddOrUpdate(uploader, 0, (_, held) => held - 1) == 0)
        {
            // Only while it is nobody's: who came in meanwhile has counted it up.
            _placesOf.TryRemove(KeyValuePair.Create(uploader, 0));
        }
    }

    private static StoredPhoto Same(StoredPhoto stored, byte[] hash) =>
        stored.RequestHash.Span.SequenceEqual(hash)
            ? stored
            : throw new RefusedException(Rejections.IdempotencyOtherBody.Now());

    /// <summary>Reads to the end, or to the byte that is one too many.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(Stream sent, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Value.TakenWithin);
        try
        {
            return await ReadWithinAsync(sent, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(Rejections.PhotoUnreadable.Now(PhotoCheck.Field));
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadWithinAsync(Stream sent, CancellationToken cancellationToken)
    {
        var bytesMax = options.Value.BytesMax;
        var bytes = new byte[ReadBytes];
        var length = 0;
        while (true)
        {
            var read = await sent.ReadAsync(bytes.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return bytes.AsMemory(0, length);
            }

            length += read;
            if (length > bytesMax)
            {
                throw new RefusedException(TooLarge());
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(bytes.Length * 2, bytesMax + 1));
            }
        }
    }
}
