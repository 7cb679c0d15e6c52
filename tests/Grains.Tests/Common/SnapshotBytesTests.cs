using CivicGrains.Domain.Compounds;
using CivicGrains.Grains.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace CivicGrains.Grains.Tests.Common;

/// <summary>An active grain holds its state, and not its snapshot as well.</summary>
public sealed class SnapshotBytesTests
{
    private static readonly Place Place = Place.Compound("510105007004-C012");

    [Fact]
    public async Task The_bytes_of_a_snapshot_are_let_go_when_it_was_written_or_read()
    {
        var storage = new OneRecord();
        var store = new SnapshotStore(
            storage,
            Options.Create(new SnapshotOptions()),
            NullLogger<SnapshotStore>.Instance
        );

        var writer = store.Of<CompoundState>(GrainId.Create("compound", Place.Key));
        await writer.WriteLastAsync(CompoundState.Initial(Place), 10, new byte[32], CancellationToken.None);
        Assert.NotEmpty(storage.Kept!.Bytes);
        Assert.Empty(storage.Asked!.State!.Bytes);

        var reader = store.Of<CompoundState>(GrainId.Create("compound", Place.Key));
        var snapshot = await reader.ReadAsync(CancellationToken.None);
        Assert.Equal(10, snapshot!.Version);
        Assert.Empty(storage.Asked!.State!.Bytes);
        Assert.Equal("tag", storage.Asked.ETag);
    }

    /// <summary>A storage of one record that remembers with what it was asked last.</summary>
    private sealed class OneRecord : IGrainStorage
    {
        public SnapshotEnvelope? Kept { get; private set; }

        public IGrainState<SnapshotEnvelope>? Asked { get; private set; }

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Asked = (IGrainState<SnapshotEnvelope>)grainState;
            (Asked.State, Asked.ETag, Asked.RecordExists) = (Kept!, "tag", true);
            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            Asked = (IGrainState<SnapshotEnvelope>)grainState;
            Kept = Asked.State;
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            throw new NotSupportedException();
    }
}
