using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Common;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace CivicGrains.Grains.Tests.Common;

/// <summary>Snapshots spare reading, and are never believed when they are not of the stream's history.</summary>
[Collection(nameof(SharedCluster))]
public sealed class SnapshotTests(CivicClusterFixture fixture) : IAsyncLifetime
{
    private readonly CivicCluster cluster = fixture.Cluster;
    private readonly Town town = new(fixture.Cluster);
    private Compound compound = null!;
    private string issue = "";

    /// <summary>A compound with a history that is worth a snapshot, whose grain has been forgotten.</summary>
    public async ValueTask InitializeAsync()
    {
        compound = await town.CompoundAsync();
        issue = await compound.ReportAsync();
        for (var i = 0; i < 10; i++)
        {
            var comment = new Comment(issue, PrivateText.Of("note", "还没亮"));
            await town.SurelyAsync(compound.Place, compound.Resident, comment);
        }

        await cluster.ForgetAsync(compound.Place);
        cluster.Faults.TakeEventsRead(compound.Place.ToString());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_snapshot_of_another_schema_is_not_read()
    {
        await ChangeAsync(it => it with { Schema = it.Schema + 1 });

        await AcknowledgeAsync();

        Assert.Equal(13, EventsRead());
    }

    [Fact]
    public async Task A_snapshot_of_another_history_is_not_believed()
    {
        await ChangeAsync(it => it with { Hash = new byte[32] });

        await AcknowledgeAsync();

        // The event at its version was looked at, then the whole stream was read.
        Assert.Equal(1 + 13, EventsRead());
    }

    [Fact]
    public async Task A_snapshot_that_is_ahead_of_the_stream_is_not_believed()
    {
        await ChangeAsync(it => it with { Version = it.Version + 5 });

        await AcknowledgeAsync();

        Assert.Equal(13, EventsRead());
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_costs_only_the_reading_of_the_stream()
    {
        await ChangeAsync(it => it with { Bytes = [1, 2, 3] });

        await AcknowledgeAsync();

        Assert.Equal(13, EventsRead());
    }

    [Fact]
    public async Task A_snapshot_spares_the_reading_of_all_events_but_the_one_that_proves_it()
    {
        await AcknowledgeAsync();

        Assert.Equal(1, EventsRead());
    }

    [Fact]
    public async Task Events_after_the_snapshot_are_folded_into_it()
    {
        await AcknowledgeAsync();
        await cluster.ForgetAsync(compound.Place);
        cluster.Faults.TakeEventsRead(compound.Place.ToString());

        await town.SurelyAsync(compound.Place, compound.Manager, new Start(issue));

        Assert.Equal(2, EventsRead());
    }

    [Fact]
    public async Task A_short_history_is_worth_no_snapshot()
    {
        var other = await town.CompoundAsync();
        await other.ReportAsync();

        await cluster.ForgetAsync(other.Place);

        Assert.False((await ReadAsync(other.Place)).RecordExists);
    }

    [Fact]
    public async Task A_storage_that_fails_is_not_noticed_by_callers()
    {
        await cluster.Database.ExecuteAsync("alter table orleans_storage rename to orleans_storage_away");
        try
        {
            await AcknowledgeAsync();
            await cluster.ForgetAsync(compound.Place);
            await town.SurelyAsync(compound.Place, compound.Manager, new Start(issue));
        }
        finally
        {
            await cluster.Database.ExecuteAsync("alter table orleans_storage_away rename to orleans_storage");
        }
    }

    [Fact]
    public async Task A_snapshot_that_another_activation_wrote_is_not_overwritten_blindly_but_the_next_one_is_written()
    {
        await AcknowledgeAsync();
        // Somebody else writes while the grain is active: its tag is old now.
        await ChangeAsync(it => it);
        for (var i = 0; i < 10; i++)
        {
            var comment = new Comment(issue, PrivateText.Of("note", "还没亮"));
            await town.SurelyAsync(compound.Place, compound.Resident, comment);
        }

        await cluster.ForgetAsync(compound.Place);
        Assert.Equal(13, (await ReadAsync(compound.Place)).State!.Version);

        await town.SurelyAsync(compound.Place, compound.Manager, new Start(issue));
        await cluster.ForgetAsync(compound.Place);
        Assert.Equal(25, (await ReadAsync(compound.Place)).State!.Version);
    }

    [Fact]
    public async Task Master_grids_and_the_district_whose_keys_are_digits_alone_have_rows_of_their_own()
    {
        // The storage reads such keys as hexadecimal numbers; their fixed length keeps them apart.
        var places = new[] { "grid/510105007004", "grid/510105007005", "district/510105" };

        foreach (var place in places.Select(Place.Parse))
        {
            var stored = new GrainState<SnapshotEnvelope>(new SnapshotEnvelope(1, place.Key[^1], [], []));
            await Storage.WriteStateAsync(NameOf(place), IdOf(place), stored);
        }

        foreach (var place in places.Select(Place.Parse))
        {
            Assert.Equal(place.Key[^1], (await ReadAsync(place)).State!.Version);
        }
    }

    private Task<CommandResult> AcknowledgeAsync() =>
        town.SurelyAsync(compound.Place, compound.Manager, new Acknowledge(issue));

    private int EventsRead() => cluster.Faults.TakeEventsRead(compound.Place.ToString());

    private IGrainStorage Storage =>
        cluster.Providers[0].GetRequiredKeyedService<IGrainStorage>(SnapshotOptions.StorageName);

    private async Task<GrainState<SnapshotEnvelope>> ReadAsync(Place place)
    {
        var stored = new GrainState<SnapshotEnvelope>(new SnapshotEnvelope());
        await Storage.ReadStateAsync(NameOf(place), IdOf(place), stored);
        return stored;
    }

    private async Task ChangeAsync(Func<SnapshotEnvelope, SnapshotEnvelope> change)
    {
        var stored = await ReadAsync(compound.Place);
        Assert.True(stored.RecordExists);
        stored.State = change(stored.State!);
        await Storage.WriteStateAsync(NameOf(compound.Place), IdOf(compound.Place), stored);
    }

    private static string NameOf(Place place) => $"{place.Kind.Kebab()}-snapshot";

    private static GrainId IdOf(Place place) => GrainId.Create(place.Kind.Kebab(), place.Key);
}
