using System.Text;
using CivicGrains.Domain.Common;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Photos;
using CivicGrains.Storage.Tests.Rebuild;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Photos;

public sealed class PhotoStoreTests(PostgresServer server)
{
    private static readonly DateTimeOffset Morning = SmallTown.Morning;
    private static readonly Guid Uploader = new("3f0c9a52-7e41-4b8f-9d2c-1a6b5e4d3c2b");

    [Fact]
    public async Task Of_photos_that_are_named_only_those_that_the_uploader_uploaded_are_known()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new PhotoStore(database.Source);
        var mine = await store.AddAsync(APhoto("mine"));
        var theirs = await store.AddAsync(APhoto("theirs") with { Uploader = Guid.CreateVersion7() });

        var known = await store.KeepAsync(Uploader, [mine.Commitment, theirs.Commitment, SmallTown.Photo(1)], Morning);

        Assert.Equal([mine.Commitment], known);
    }

    [Fact]
    public async Task What_an_issue_mentions_waits_no_longer()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new PhotoStore(database.Source);
        var mentioned = await store.AddAsync(APhoto("mentioned"));
        await store.AddAsync(APhoto("waiting"));
        await store.AddAsync(APhoto("theirs") with { Uploader = Guid.CreateVersion7() });
        Assert.Equal(2, await store.CountUnmentionedAsync(Uploader));

        await database.ExecuteAsync(
            "insert into issue_photos values ('QY1', 'before', $1, 'compound/1', 0, now(), 1)",
            mentioned.Commitment
        );

        Assert.Equal(1, await store.CountUnmentionedAsync(Uploader));
    }

    [Fact]
    public async Task What_a_patrol_mentions_waits_no_longer_and_is_kept()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new PhotoStore(database.Source);
        var mentioned = await store.AddAsync(APhoto("mentioned"));
        var other = await store.AddAsync(APhoto("other"));

        await database.ExecuteAsync(
            """
            insert into patrols
            values (
              'grid/1', 1, 'grid/1', '1', '1', gen_random_uuid(), null, 'street', 'fire', 'pass', null, null, null, false,
              null, array[$1], null, null, now(), current_date, 1)
            """,
            mentioned.Commitment
        );

        Assert.Equal(1, await store.CountUnmentionedAsync(Uploader));
        await store.PurgeAsync(Morning.AddDays(9));
        Assert.NotNull(await store.ReadAsync(mentioned.Commitment, PhotoSize.Full));
        Assert.Null(await store.ReadAsync(other.Commitment, PhotoSize.Full));
    }

    [Fact]
    public async Task A_photo_that_was_sent_twice_is_one_photo_and_the_first()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new PhotoStore(database.Source);
        var photo = APhoto("once");

        Assert.Null(await store.FindUploadAsync(photo.CommandId));
        var first = await store.AddAsync(photo);
        var again = await store.AddAsync(photo with { Image = "other"u8.ToArray(), Width = 5 });

        Assert.Equal(first.Commitment, again.Commitment);
        Assert.Equal((40, 30), (again.Width, again.Height));
        Assert.Equal(photo.RequestHash.ToArray(), again.RequestHash.ToArray());
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from photos"));
        Assert.Equal("once"u8.ToArray(), await store.ReadAsync(first.Commitment, PhotoSize.Full));
        Assert.Equal("small"u8.ToArray(), await store.ReadAsync(first.Commitment, PhotoSize.Thumbnail));
        Assert.Null(await store.ReadAsync(SmallTown.Photo(1), PhotoSize.Full));
    }

    [Fact]
    public async Task The_same_picture_uploaded_by_two_people_has_two_names_that_each_open_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new PhotoStore(database.Source);

        var one = await store.AddAsync(APhoto("same"));
        var other = await store.AddAsync(APhoto("same"));

        Assert.NotEqual(one.Commitment, other.Commitment);
        var salt = await database.ScalarAsync<byte[]>("select salt from photos where commitment = $1", one.Commitment);
        Assert.Equal(one.Commitment, PrivateText.Commit(salt, "same"u8));
    }

    [Fact]
    public async Task A_photo_that_no_issue_mentions_is_forgotten_after_a_day_and_one_that_an_issue_mentions_never()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var store = new PhotoStore(database.Source);
        var idle = await store.AddAsync(APhoto("idle"));
        var mentioned = await store.AddAsync(APhoto("mentioned"));
        await MentionAsync(log, mentioned.Commitment);

        Assert.Equal(0, await store.PurgeAsync(Morning.AddHours(24)));
        Assert.NotNull(await store.ReadAsync(idle.Commitment, PhotoSize.Full));
        Assert.Equal(1, await store.PurgeAsync(Morning.AddHours(24).AddSeconds(1)));

        Assert.Null(await store.ReadAsync(idle.Commitment, PhotoSize.Full));
        Assert.Equal(0, await store.PurgeAsync(Morning.AddYears(50)));
        Assert.NotNull(await store.ReadAsync(mentioned.Commitment, PhotoSize.Full));
    }

    [Fact]
    public async Task A_photo_that_a_command_names_is_kept_for_another_day()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new PhotoStore(database.Source);
        var photo = await store.AddAsync(APhoto("named"));
        var late = Morning.AddHours(24).AddSeconds(-1);
        await store.KeepAsync(Uploader, [photo.Commitment], late);

        Assert.Equal(0, await store.PurgeAsync(late.AddHours(24)));
        // Who does not own it prolongs nothing.
        await store.KeepAsync(Guid.CreateVersion7(), [photo.Commitment], late.AddHours(24));
        Assert.Equal(1, await store.PurgeAsync(late.AddHours(24).AddSeconds(1)));
    }

    [Fact]
    public async Task More_photos_than_one_statement_takes_are_all_forgotten()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new PhotoStore(database.Source);
        await store.AddAsync(APhoto("first"));
        await database.ExecuteAsync(
            """
            insert into photos
            select commitment || n, salt, gen_random_uuid(), request_hash, uploader, uploaded_at, keep_until, width, height,
              image, thumbnail
            from photos, generate_series(1, 700) n
            """
        );

        Assert.Equal(701, await store.PurgeAsync(Morning.AddDays(2)));
    }

    [Fact]
    public async Task A_photo_that_was_changed_where_it_lies_is_found_with_the_event_that_mentions_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var store = new PhotoStore(database.Source);
        var photo = await store.AddAsync(APhoto("true"));
        await MentionAsync(log, photo.Commitment);
        var before = await new ChainVerifier(database.Source).VerifyAsync();
        await database.ExecuteAsync("update photos set image = 'false'");

        var fault = Assert.Single((await new ChainVerifier(database.Source).VerifyAsync()).Faults);

        Assert.Empty(before.Faults);
        Assert.Equal(1, before.Photos);
        Assert.Equal(SmallTown.Compound.ToString(), fault.Stream);
        Assert.Contains($"the photo {photo.Commitment}", fault.Message, StringComparison.Ordinal);
    }

    private static async Task MentionAsync(IEventLog log, string photo)
    {
        var compound = await SmallTown.BuildAsync(log);
        await SmallTown.ReportAsync(compound, 5, photo);
    }

    private static NewPhoto APhoto(string content) =>
        new(
            Guid.CreateVersion7(),
            new byte[32],
            Uploader,
            Morning,
            40,
            30,
            Encoding.UTF8.GetBytes(content),
            "small"u8.ToArray()
        );
}
