using Orleans.Storage;

namespace CivicGrains.Storage.Tests.Orleans;

/// <summary>Our SQL for grain storage, held against the provider itself.</summary>
public sealed class GrainStorageTests(OrleansHost orleans) : IClassFixture<OrleansHost>
{
    [Fact]
    public async Task Of_many_first_writes_at_once_one_wins_and_one_row_is_left()
    {
        var grain = GrainId.Create("compound", "510105007004-C100");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => TryWriteAsync(grain, n)));

        Assert.Single(outcomes, won => won);
        Assert.Equal(1, await RowsAsync(grain));
        Assert.InRange((await ReadAsync(grain)).State!.Value, 0, 15);
    }

    [Fact]
    public async Task A_write_under_an_old_etag_is_refused_and_changes_nothing()
    {
        var grain = GrainId.Create("compound", "510105007004-C101");
        await TryWriteAsync(grain, 1);
        var old = await ReadAsync(grain);
        var newer = await ReadAsync(grain);
        newer.State = new Kept { Value = 2 };
        await orleans.Storage.WriteStateAsync("kept", grain, newer);

        old.State = new Kept { Value = 3 };
        await Assert.ThrowsAsync<InconsistentStateException>(() => orleans.Storage.WriteStateAsync("kept", grain, old));
        await Assert.ThrowsAsync<InconsistentStateException>(() => orleans.Storage.ClearStateAsync("kept", grain, old));
        Assert.Equal(2, (await ReadAsync(grain)).State!.Value);
    }

    [Fact]
    public async Task What_was_never_written_does_not_exist()
    {
        var read = await ReadAsync(GrainId.Create("compound", "510105007004-C102"));
        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
    }

    [Fact]
    public async Task A_state_is_read_as_it_was_written_and_can_be_written_again()
    {
        var grain = GrainId.Create("compound", "510105007004-C103");
        await TryWriteAsync(grain, 1);
        var state = await ReadAsync(grain);
        for (var value = 2; value < 5; value++)
        {
            state.State = new Kept { Value = value };
            await orleans.Storage.WriteStateAsync("kept", grain, state);
        }

        Assert.Equal((4, "4"), ((await ReadAsync(grain)).State!.Value, (await ReadAsync(grain)).ETag));
    }

    [Fact]
    public async Task Large_states_are_packed_by_lz4_which_takes_a_seventh_of_the_time() =>
        Assert.True(
            await orleans.Database.ScalarAsync<bool>(
                "select attcompression = 'l' from pg_attribute where attrelid = 'orleans_storage'::regclass and attname = 'payload'"
            )
        );

    [Fact]
    public async Task A_cleared_state_is_gone_and_can_be_written_anew()
    {
        var grain = GrainId.Create("compound", "510105007004-C104");
        await TryWriteAsync(grain, 1);
        var state = await ReadAsync(grain);
        await orleans.Storage.ClearStateAsync("kept", grain, state);
        Assert.False((await ReadAsync(grain)).RecordExists);

        state = await ReadAsync(grain);
        state.State = new Kept { Value = 9 };
        await orleans.Storage.WriteStateAsync("kept", grain, state);
        Assert.Equal(9, (await ReadAsync(grain)).State!.Value);
        Assert.Equal(1, await RowsAsync(grain));
    }

    [Fact]
    public async Task Keys_of_master_grids_and_districts_do_not_collide_with_one_another()
    {
        // Keys of digits alone are read as hexadecimal: a fixed length and no leading zero keep them apart.
        GrainId[] grains =
        [
            GrainId.Create("grid", "510105007004"),
            GrainId.Create("grid", "510105007005"),
            GrainId.Create("grid", "510105017004"),
            GrainId.Create("grid", "510105007004-G03"),
            GrainId.Create("district", "510105"),
            GrainId.Create("district", "510104"),
        ];
        for (var n = 0; n < grains.Length; n++)
        {
            Assert.True(await TryWriteAsync(grains[n], n), grains[n].ToString());
        }

        for (var n = 0; n < grains.Length; n++)
        {
            Assert.Equal(n, (await ReadAsync(grains[n])).State!.Value);
        }
    }

    [Fact]
    public async Task States_of_other_names_are_kept_apart()
    {
        var grain = GrainId.Create("grid", "510105007009");
        await TryWriteAsync(grain, 1, "grid-snapshot");
        Assert.False((await ReadAsync(grain, "grid-settings")).RecordExists);
        Assert.True((await ReadAsync(grain, "grid-snapshot")).RecordExists);
    }

    private async Task<bool> TryWriteAsync(GrainId grain, int value, string name = "kept")
    {
        try
        {
            await orleans.Storage.WriteStateAsync(name, grain, new GrainState<Kept>(new Kept { Value = value }));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private async Task<GrainState<Kept>> ReadAsync(GrainId grain, string name = "kept")
    {
        var state = new GrainState<Kept>(new Kept());
        await orleans.Storage.ReadStateAsync(name, grain, state);
        return state;
    }

    private Task<long> RowsAsync(GrainId grain) =>
        orleans.Database.ScalarAsync<long>(
            "select count(*) from orleans_storage where grain_id_extension = $1",
            grain.Key.ToString()
        );

    [GenerateSerializer, Alias("storage-test-kept")]
    public sealed class Kept
    {
        [Id(0)]
        public int Value { get; set; }
    }
}
