using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using NetVips;

namespace CivicGrains.WebFrontend.Tests.Photos;

/// <summary>Files that people, and others, might send as photos.</summary>
internal static class Pictures
{
    /// <summary>What a file says of itself besides its pixels.</summary>
    public const string Secret = "taken at the window of 3-1-602";

    /// <summary>A photo with a pattern, so that it is not small for being plain.</summary>
    public static byte[] Jpeg(int width = 640, int height = 480)
    {
        using var image = Noise(width, height);
        return image.JpegsaveBuffer(q: 85);
    }

    public static byte[] Png(int width = 320, int height = 240)
    {
        using var image = Noise(width, height);
        return image.PngsaveBuffer();
    }

    public static byte[] WebP(int width = 320, int height = 240)
    {
        using var image = Noise(width, height);
        return image.WebpsaveBuffer();
    }

    /// <summary>A blue square on nothing.</summary>
    public static byte[] Transparent()
    {
        using var blue = Plain(60, 60, 0, 0, 255);
        using var opaque = blue.Bandjoin(255);
        using var embedded = opaque.Embed(20, 20, 100, 100, Enums.Extend.Black);
        return embedded.PngsaveBuffer();
    }

    /// <summary>Two frames, the first red, the second blue.</summary>
    public static byte[] Animated()
    {
        using var red = Plain(64, 48, 255, 0, 0);
        using var blue = Plain(64, 48, 0, 0, 255);
        using var both = Image.Arrayjoin([red, blue], across: 1);
        using var animated = both.Mutate(it => it.Set(GValue.GIntType, "page-height", 48));
        return animated.WebpsaveBuffer(lossless: true);
    }

    /// <summary>
    /// As a telephone that was held upright writes it: lying, red at the left, with place, time, remarks and a profile of
    /// colours beside the pixels.
    /// </summary>
    public static byte[] OfATelephone()
    {
        using var red = Plain(60, 80, 255, 0, 0);
        using var blue = Plain(60, 80, 0, 0, 255);
        using var lying = red.Join(blue, Enums.Direction.Horizontal);
        using var told = lying.Mutate(it =>
        {
            it.Set(GValue.GIntType, "orientation", 6);
            it.Set(GValue.GStrType, "exif-ifd0-ImageDescription", Secret);
            it.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N");
            it.Set(GValue.GStrType, "exif-ifd3-GPSLatitude", "30/1 40/1 3/1");
            it.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes($"<x:xmpmeta>{Secret}</x:xmpmeta>"));
        });
        var jpeg = told.JpegsaveBuffer(q: 95, profile: "srgb");
        // Remarks of programs, in the two other places where they write them.
        return [.. jpeg[..2], .. Segment(0xED, $"Photoshop 3.0\0{Secret}"), .. Segment(0xFE, Secret), .. jpeg[2..]];
    }

    /// <summary>A whole PNG of some hundred kilobytes that would be 900 million pixels.</summary>
    public static byte[] PixelBomb()
    {
        const int side = 30_000;
        using var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 1;
        Chunk(png, "IHDR", header);
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Optimal))
        {
            var row = new byte[1 + (side / 8)];
            for (var y = 0; y < side; y++)
            {
                packed.Write(row);
            }
        }

        Chunk(png, "IDAT", pixels.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    /// <summary>Something else altogether, whatever it is called.</summary>
    public static byte[] Zip()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create))
        {
            using var entry = new StreamWriter(archive.CreateEntry("photo.jpg").Open());
            entry.Write("not a photo");
        }

        return zip.ToArray();
    }

    /// <summary>The beginning of what newer telephones write.</summary>
    public static byte[] Heic() => [0, 0, 0, 0x18, .. "ftypheic"u8, 0, 0, 0, 0, .. "heicmif1"u8, .. new byte[200]];

    /// <summary>Red, green and blue of a pixel.</summary>
    public static double[] At(byte[] picture, int x, int y)
    {
        using var image = Image.NewFromBuffer(picture);
        return image.Getpoint(x, y);
    }

    /// <summary>Width and height.</summary>
    public static (int Width, int Height) SizeOf(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return (image.Width, image.Height);
    }

    /// <summary>What stands in a file besides its pixels.</summary>
    public static string[] FieldsOf(byte[] picture)
    {
        using var image = Image.NewFromBuffer(picture);
        return image.GetFields();
    }

    private static Image Noise(int width, int height)
    {
        using var noise = Image.Gaussnoise(width, height, sigma: 40, mean: 128);
        using var bands = noise.Bandjoin(noise, noise);
        return bands.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static Image Plain(int width, int height, params double[] colour)
    {
        using var black = Image.Black(width, height, bands: 3);
        using var plain = black + colour;
        return plain.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static byte[] Segment(byte marker, string content) =>
        [0xFF, marker, 0, (byte)(content.Length + 2), .. Encoding.ASCII.GetBytes(content)];

    private static void Chunk(Stream png, string type, byte[] content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        png.Write(number);
    }
}
