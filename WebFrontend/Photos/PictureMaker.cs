using CivicGrains.WebFrontend.Http;
using Microsoft.Extensions.Options;
using NetVips;
using Vips = NetVips.NetVips;
using VipsLog = NetVips.Log;

namespace CivicGrains.WebFrontend.Photos;

/// <summary>A photo made anew.</summary>
/// <param name="Width">In pixels, as it is shown.</param>
/// <param name="Height">In pixels, as it is shown.</param>
/// <param name="Image">JPEG.</param>
/// <param name="Thumbnail">JPEG.</param>
internal sealed record Picture(int Width, int Height, byte[] Image, byte[] Thumbnail);

/// <summary>
/// Makes every photo anew: only pixels pass, so that nothing else that was in the file does (where it was taken, with
/// which camera, other files hidden in it), and whoever looks at it opens bytes that this platform has written.
/// </summary>
internal sealed class PictureMaker : IDisposable
{
    private const int Quality = 80;

    /// <summary>As an option of the loader: the argument of the same name is not passed on to it.</summary>
    private const string CutShortFails = "[fail_on=truncated]";

    private static readonly double[] White = [255, 255, 255];

    private static readonly VipsLog.LogDelegate Ignored = static (_, _, _) => { };

    private readonly PhotoOptions _options;
    private readonly SemaphoreSlim _turns;

    static PictureMaker()
    {
        // One photo, one core; and nothing is made twice, so that nothing is worth keeping.
        Vips.Concurrency = 1;
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        // What it warns of on the way to a refusal is the sender's to know, not the log's.
        VipsLog.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Ignored);
    }

    public PictureMaker(IOptions<PhotoOptions> options)
    {
        _options = options.Value;
        _turns = new SemaphoreSlim(_options.MadeAtOnce);
    }

    /// <summary>Makes a photo anew, upright, in sRGB, no larger than it is kept.</summary>
    /// <exception cref="RefusedException">It is no photo that is taken, has too many pixels, or is damaged.</exception>
    public async Task<Picture> MakeAsync(ReadOnlyMemory<byte> sent, CancellationToken cancellationToken)
    {
        if (!IsPicture(sent.Span))
        {
            throw new RefusedException(Rejections.PhotoWrongType.Now(PhotoCheck.Field));
        }

        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Make(sent.ToArray()), cancellationToken);
        }
        catch (VipsException)
        {
            // What it says may be of the photo; that it cannot be read is all that counts.
            throw new RefusedException(Rejections.PhotoUnreadable.Now(PhotoCheck.Field));
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    /// <summary>By their first bytes, whatever the sender says: nothing else comes near a decoder.</summary>
    private static bool IsPicture(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        || (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8));

    private Picture Make(byte[] sent)
    {
        EnsureFewPixels(sent);
        using var small = Image.ThumbnailBuffer(
            sent,
            _options.SideMax,
            CutShortFails,
            height: _options.SideMax,
            size: Enums.Size.Down,
            outputProfile: "srgb"
        );
        using var plain = Plain(small);
        // Read once, here: what is wrong with the file shows now.
        using var image = plain.CopyMemory();
        using var thumbnail = image.ThumbnailImage(
            _options.ThumbnailSide,
            height: _options.ThumbnailSide,
            size: Enums.Size.Down
        );
        return new Picture(image.Width, image.Height, Jpeg(image), Jpeg(thumbnail));
    }

    /// <summary>By its header alone: a few bytes can be a picture that no memory holds.</summary>
    private void EnsureFewPixels(byte[] sent)
    {
        using var header = Image.NewFromBuffer(sent, access: Enums.Access.Sequential);
        if ((long)header.Width * header.Height > _options.PixelsMax)
        {
            var (width, height) = (header.Width, header.Height);
            throw new RefusedException(
                Rejections.PhotoTooManyPixels.With(
                    [_options.PixelsMax / 1_000_000, width, height],
                    [_options.PixelsMax / 10_000, width, height]
                ) with
                {
                    Field = PhotoCheck.Field,
                }
            );
        }
    }

    /// <summary>Three bands of eight bits; what is transparent becomes white.</summary>
    private static Image Plain(Image picture)
    {
        using var coloured = picture.Colourspace(Enums.Interpretation.Srgb);
        using var opaque = coloured.HasAlpha() ? coloured.Flatten(background: White) : coloured.Copy();
        return opaque.Cast(Enums.BandFormat.Uchar);
    }

    private static byte[] Jpeg(Image picture) =>
        picture.JpegsaveBuffer(q: Quality, optimizeCoding: true, keep: Enums.ForeignKeep.None);
}
