using System.Security.Cryptography;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Seals;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Seals;

public sealed class SealStoreTests(PostgresServer server)
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    [Fact]
    public async Task A_day_before_the_last_sealed_one_is_refused()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new SealStore(database.Source);
        await store.SealAsync(Day);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.SealAsync(Day.AddDays(-1)));
    }

    [Fact]
    public async Task A_day_without_a_seal_and_a_stream_of_later_prove_nothing()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new SealStore(database.Source);
        await HappenAsync(database, 1, "grid/510105007004", 1, Day);
        await HappenAsync(database, 2, "grid/510105007005", 1, Day.AddDays(1));
        Assert.Null(await store.ProveAsync(Day, "grid/510105007004"));
        await store.SealAsync(Day);
        Assert.Null(await store.ProveAsync(Day, "grid/510105007005"));
    }

    [Fact]
    public async Task Sealing_twice_or_from_two_processes_keeps_the_first_seal()
    {
        await using var database = await server.CreateDatabaseAsync();
        await HappenAsync(database, 1, "grid/510105007004", 1, Day);
        var store = new SealStore(database.Source);
        var seals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => store.SealAsync(Day)));
        await HappenAsync(database, 2, "grid/510105007004", 2, Day);
        var again = await store.SealAsync(Day);
        Assert.All(seals, seal => Assert.Equal(again.Hash(), seal.Hash()));
        Assert.Equal(1, await database.ScalarAsync<long>("select count(*) from seals"));
    }

    [Fact]
    public async Task Past_days_are_sealed_at_their_own_end_and_each_covers_the_one_before()
    {
        await using var database = await server.CreateDatabaseAsync();
        await HappenAsync(database, 1, "compound/510105007004-C001", 1, Day);
        await HappenAsync(database, 2, "compound/510105007004-C001", 2, Day.AddDays(2));
        await HappenAsync(database, 4, "grid/510105007004", 1, Day.AddDays(2));
        await HappenAsync(database, 9, "compound/510105007004-C001", 3, Day.AddDays(3));

        var store = new SealStore(database.Source);
        var sealedDays = new List<Seal>();
        await store.SealUpToAsync(Day.AddDays(3), new Collector(sealedDays));
        Assert.Equal([1, 1, 4, 9], sealedDays.Select(s => s.Seq));
        Assert.Equal(Enumerable.Range(0, 4).Select(n => Day.AddDays(n)), sealedDays.Select(s => s.Date));
        Assert.Equal(Seal.Genesis.ToArray(), sealedDays[0].Previous.ToArray());
        foreach (var (before, seal) in sealedDays.Zip(sealedDays.Skip(1)))
        {
            Assert.Equal(before.Hash(), seal.Previous.ToArray());
        }

        Assert.Equal(sealedDays[^1], await store.FindLastAsync(), SameSeal);
        Assert.Equal(Day.AddDays(4), await store.FindNextDayAsync());
        Assert.Empty(await new SealVerifier(database.Source).VerifyAsync());
    }

    [Fact]
    public async Task How_a_stream_stood_on_a_past_day_can_be_proved_later()
    {
        await using var database = await server.CreateDatabaseAsync();
        for (var n = 1; n <= 5; n++)
        {
            await HappenAsync(database, n, $"grid/51010500700{n}", 1, Day);
        }

        var store = new SealStore(database.Source);
        var seal = await store.SealAsync(Day);
        await HappenAsync(database, 6, "grid/510105007003", 2, Day.AddDays(1));
        await store.SealAsync(Day.AddDays(1));

        var proof = (await store.ProveAsync(Day, "grid/510105007003"))!;
        Assert.Equal(1, proof.Head.Version);
        Assert.True(Merkle.Verify(proof.Head, proof.Steps, seal.Root.Span));
        Assert.False(Merkle.Verify(proof.Head with { Version = 2 }, proof.Steps, seal.Root.Span));
    }

    [Theory]
    [InlineData("update events set hash = sha256('other') where seq = 1")]
    [InlineData("delete from events where seq = 2")]
    [InlineData("update seals set root = sha256('other')")]
    [InlineData("update seals set previous = sha256('other')")]
    [InlineData("update seals set seq = 1")]
    public async Task A_change_of_the_past_or_of_a_seal_is_found(string change)
    {
        await using var database = await server.CreateDatabaseAsync();
        await HappenAsync(database, 1, "grid/510105007004", 1, Day);
        await HappenAsync(database, 2, "grid/510105007005", 1, Day);
        await new SealStore(database.Source).SealAsync(Day);
        await database.ExecuteAsync(change);
        var faults = await new SealVerifier(database.Source).VerifyAsync();
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Equal(Day, fault.Date));
    }

    private static bool SameSeal(Seal? one, Seal? other) => one!.Hash().AsSpan().SequenceEqual(other!.Hash());

    /// <summary>An event at noon of a day; its hash is a stand-in.</summary>
    private static async Task HappenAsync(TestDatabase database, long seq, string stream, int version, DateOnly day)
    {
        var hash = SHA256.HashData([(byte)seq]);
        await database.ExecuteAsync(
            """
            insert into events (seq, stream, version, type, payload, command_id, actor, at, hash)
            values ($1, $2, $3, 'grid.registered', '{}', $4, $4, $5, $6)
            """,
            seq,
            stream,
            version,
            Guid.CreateVersion7(),
            Town.StartOf(day).AddHours(12),
            hash
        );
        await database.ExecuteAsync(
            """
            insert into stream_heads (stream, version, hash) values ($1, $2, $3)
            on conflict (stream) do update set version = excluded.version, hash = excluded.hash
            """,
            stream,
            version,
            hash
        );
    }

    private sealed class Collector(List<Seal> seals) : IProgress<Seal>
    {
        public void Report(Seal value) => seals.Add(value);
    }
}
