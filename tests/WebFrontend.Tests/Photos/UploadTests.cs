using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CivicGrains.Storage.Photos;
using CivicGrains.WebFrontend.Photos;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicGrains.WebFrontend.Tests.Photos;

public sealed class UploadTests(TestHost host)
{
    [Theory]
    [InlineData("image/heic")]
    [InlineData("image/gif")]
    [InlineData("image/svg+xml")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task Another_type_is_refused_with_the_types_that_are_taken(string? type)
    {
        using var api = await host.ApiAsync("resident");

        var answer = (await api.UploadAsync(Pictures.Jpeg(), type)).ExpectProblem(415, "photo.wrong-type");

        Assert.Contains("JPEG、PNG或WebP", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(
            "JPEG, PNG or WebP",
            answer.Json.GetProperty("messages").GetProperty("en").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_only_called_a_photo_is_refused()
    {
        using var api = await host.ApiAsync("resident");

        byte[][] others =
        [
            Pictures.Zip(),
            Pictures.Heic(),
            "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
            "GIF89a"u8.ToArray(),
            [],
        ];
        foreach (var other in others)
        {
            (await api.UploadAsync(other)).ExpectProblem(415, "photo.wrong-type");
        }
    }

    [Fact]
    public async Task A_small_file_of_very_many_pixels_is_refused_unopened()
    {
        using var api = await host.ApiAsync("resident");
        var bomb = Pictures.PixelBomb();
        Assert.InRange(bomb.Length, 1, 1_000_000);

        var answer = (await api.UploadAsync(bomb, "image/png")).ExpectProblem(413, "photo.too-many-pixels");

        Assert.Contains("5000万像素", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("30000", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_photo_that_was_cut_short_or_damaged_is_refused()
    {
        using var api = await host.ApiAsync("resident");
        foreach (
            var (photo, type) in new[]
            {
                (Pictures.Jpeg(), "image/jpeg"),
                (Pictures.Png(), "image/png"),
                (Pictures.WebP(), "image/webp"),
            }
        )
        {
            (await api.UploadAsync(photo[..^20], type)).ExpectProblem(400, "photo.unreadable");
            (await api.UploadAsync(photo[..(photo.Length / 2)], type)).ExpectProblem(400, "photo.unreadable");
            (await api.UploadAsync(photo[..12], type)).ExpectProblem(400, "photo.unreadable");
        }
    }

    [Fact]
    public async Task A_photo_that_says_it_is_too_large_is_refused_unread()
    {
        var status = await StatusAsync($"Content-Length: {(10 * 1024 * 1024) + 1}", megabytes: 0);

        Assert.Equal(413, status);
    }

    [Fact]
    public async Task A_photo_that_does_not_say_how_large_it_is_is_refused_while_it_comes()
    {
        Assert.Equal(413, await StatusAsync("Transfer-Encoding: chunked", megabytes: 11));
    }

    [Fact]
    public async Task The_same_photo_sent_again_under_its_key_is_the_same_photo_and_another_is_refused()
    {
        using var api = await host.ApiAsync("resident");
        using var neighbour = await host.ApiAsync("neighbour");
        var photo = Pictures.Jpeg();

        var first = (await api.UploadAsync(photo, key: "p-1")).Expect(201);
        var again = (await api.UploadAsync(photo, key: "p-1")).Expect(201);
        var other = (await api.UploadAsync(photo)).Expect(201);
        var theirs = (await neighbour.UploadAsync(photo, key: "p-1")).Expect(201);

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.NotEqual(first.GetProperty("id").GetString(), other.GetProperty("id").GetString());
        Assert.NotEqual(first.GetProperty("id").GetString(), theirs.GetProperty("id").GetString());
        (await api.UploadAsync(Pictures.Jpeg(200, 100), key: "p-1")).ExpectProblem(409, "idempotency.other-body");
    }

    [Fact]
    public async Task Everything_but_the_pixels_is_gone_and_the_photo_stands_upright()
    {
        var sent = Pictures.OfATelephone();
        string[] told = ["exif-data", "xmp-data", "icc-profile-data", "exif-ifd3-GPSLatitude", "orientation"];
        Assert.All(told, field => Assert.Contains(field, Pictures.FieldsOf(sent)));

        var (width, height, full, thumbnail) = await StoredAsync(sent, "image/jpeg");

        Assert.Equal((80, 120), (width, height));
        Assert.Equal((80, 120), Pictures.SizeOf(full));
        foreach (var stored in new[] { full, thumbnail })
        {
            Assert.DoesNotContain(
                Pictures.FieldsOf(stored),
                field => told.Contains(field) || field.StartsWith("exif", StringComparison.Ordinal)
            );
            Assert.DoesNotContain(Pictures.Secret, Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
            Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        }

        // Red lay at the left and stands at the top.
        Assert.True(Pictures.At(full, 40, 10) is [> 200, < 60, < 60]);
        Assert.True(Pictures.At(full, 40, 110) is [< 60, < 60, > 200]);
    }

    [Theory]
    [InlineData(4000, 3000, 2048, 1536, 400, 300)]
    [InlineData(300, 200, 300, 200, 300, 200)]
    [InlineData(1000, 3000, 683, 2048, 133, 400)]
    public async Task A_photo_is_kept_as_large_as_is_useful_and_never_grows(
        int width,
        int height,
        int keptWidth,
        int keptHeight,
        int smallWidth,
        int smallHeight
    )
    {
        var stored = await StoredAsync(Pictures.Jpeg(width, height), "image/jpeg");

        Assert.Equal((keptWidth, keptHeight), (stored.Width, stored.Height));
        Assert.Equal((keptWidth, keptHeight), Pictures.SizeOf(stored.Full));
        Assert.Equal((smallWidth, smallHeight), Pictures.SizeOf(stored.Thumbnail));
    }

    [Fact]
    public async Task What_is_transparent_becomes_white_and_of_what_moves_the_first_picture_is_kept()
    {
        var square = await StoredAsync(Pictures.Transparent(), "image/png");
        var first = await StoredAsync(Pictures.Animated(), "image/webp");

        Assert.True(Pictures.At(square.Full, 5, 5) is [> 250, > 250, > 250]);
        Assert.True(Pictures.At(square.Full, 50, 50) is [< 30, < 30, > 230]);
        Assert.Equal((64, 48), (first.Width, first.Height));
        Assert.True(Pictures.At(first.Full, 30, 24) is [> 200, < 60, < 60]);
    }

    [Fact]
    public async Task More_photos_at_once_than_there_is_room_for_are_asked_to_come_again_and_one_that_broke_off_gives_way()
    {
        var errors = new Errors();
        await using (
            var narrow = await TestHost.StartAsync(
                host.Postgres,
                builder =>
                {
                    builder.Services.Configure<PhotoOptions>(photos => photos.TakenAtOnce = 1);
                    builder.Logging.AddProvider(errors);
                }
            )
        )
        {
            using var api = await narrow.ApiAsync("resident");
            using (var slow = new TcpClient())
            {
                await slow.ConnectAsync(narrow.Address.Host, narrow.Address.Port);
                var head = Head(await narrow.TokenAsync("resident"), "Expect: 100-continue\r\nContent-Length: 1000");
                await slow.GetStream().WriteAsync(head);
                // The server asks for the body when it begins to read: then the one place is taken.
                using var reader = new StreamReader(slow.GetStream());
                var asked = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
                Assert.Contains("100", asked, StringComparison.Ordinal);

                (await api.UploadAsync(Pictures.Jpeg())).ExpectProblem(503, "photo.busy");
            }

            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while ((await api.UploadAsync(Pictures.Jpeg())).Status != 201)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }

        // A telephone that lost its network is no error of ours.
        Assert.Empty(errors.Lines);
    }

    [Fact]
    public async Task One_account_neither_holds_every_place_nor_fills_the_disk()
    {
        await using var small = await TestHost.StartAsync(
            host.Postgres,
            builder => builder.Services.Configure<PhotoOptions>(photos => photos.UnmentionedMax = 6)
        );
        using var resident = await small.ApiAsync("resident");
        using var neighbour = await small.ApiAsync("neighbour");
        var token = await small.TokenAsync("resident");
        var slow = new List<TcpClient>();
        try
        {
            for (var place = 0; place < 5; place++)
            {
                slow.Add(new TcpClient());
                await slow[^1].ConnectAsync(small.Address.Host, small.Address.Port);
                await slow[^1].GetStream().WriteAsync(Head(token, "Expect: 100-continue\r\nContent-Length: 1000"));
                using var reader = new StreamReader(slow[^1].GetStream(), leaveOpen: true);
                await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
            }

            (await resident.UploadAsync(Pictures.Jpeg())).ExpectProblem(503, "photo.busy");
            (await neighbour.UploadAsync(Pictures.Jpeg())).Expect(201);
        }
        finally
        {
            slow.ForEach(it => it.Dispose());
        }

        for (var photo = 1; photo < 6; photo++)
        {
            (await neighbour.UploadAsync(Pictures.Jpeg())).Expect(201);
        }

        (await neighbour.UploadAsync(Pictures.Jpeg())).ExpectProblem(409, "photo.too-many-waiting");
    }

    [Fact]
    public async Task A_photo_that_never_comes_to_its_end_is_given_up()
    {
        await using var hasty = await TestHost.StartAsync(
            host.Postgres,
            builder =>
                builder.Services.Configure<PhotoOptions>(photos => photos.TakenWithin = TimeSpan.FromMilliseconds(50))
        );

        Assert.Equal(400, await StatusAsync("Content-Length: 1000", megabytes: 0, hasty));
    }

    private async Task<(int Width, int Height, byte[] Full, byte[] Thumbnail)> StoredAsync(byte[] sent, string type)
    {
        using var api = await host.ApiAsync("resident");
        var answer = (await api.UploadAsync(sent, type)).Expect(201);
        var (store, id) = (host.Services.GetRequiredService<IPhotoStore>(), answer.GetProperty("id").GetString()!);
        return (
            answer.GetProperty("width").GetInt32(),
            answer.GetProperty("height").GetInt32(),
            (await store.ReadAsync(id, PhotoSize.Full))!,
            (await store.ReadAsync(id, PhotoSize.Thumbnail))!
        );
    }

    /// <summary>Sends a part of a body that does not end; the answer comes all the same.</summary>
    private async Task<int> StatusAsync(string length, int megabytes, TestHost? at = null)
    {
        at ??= host;
        using var client = new TcpClient();
        await client.ConnectAsync(at.Address.Host, at.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Head(await at.TokenAsync("resident"), length));
        var chunk = new byte[1024 * 1024];
        chunk[0] = 0xFF;
        for (var n = 0; n < megabytes; n++)
        {
            await stream.WriteAsync("100000\r\n"u8.ToArray());
            await stream.WriteAsync(chunk);
            await stream.WriteAsync("\r\n"u8.ToArray());
        }

        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        return int.Parse(status!.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static byte[] Head(string token, string length) =>
        Encoding.ASCII.GetBytes(
            $"POST /api/photos HTTP/1.1\r\nHost: town\r\nAuthorization: Bearer {token}\r\nContent-Type: image/jpeg\r\n{length}\r\n\r\n"
        );

    private sealed class Errors : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose() { }
    }
}
