using System.Globalization;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Commands;

/// <summary>A grain that keeps the state of one issue by <c>WriteStateAsync</c>: the usual way of Orleans.</summary>
public interface IAdoNetGrain : IGrainWithStringKey
{
    Task WriteAsync(string payload);
}

[GenerateSerializer]
public sealed class AdoNetState
{
    [Id(0)]
    public string Payload { get; set; } = "";

    [Id(1)]
    public long Writes { get; set; }
}

internal sealed class AdoNetGrain([PersistentState("bench-issue", "snapshots")] IPersistentState<AdoNetState> state)
    : Grain,
        IAdoNetGrain
{
    public Task WriteAsync(string payload)
    {
        state.State.Payload = payload;
        state.State.Writes++;
        return state.WriteStateAsync();
    }
}

/// <summary>No event, no command id, no list row, no text: one row by one caller, written anew.</summary>
internal sealed class AdoNetWrites(IGrainFactory grains) : ISide
{
    public string Name => "AdoNet WriteStateAsync";

    public Task PrepareAsync(int callers) => Task.CompletedTask;

    public Task DoAsync(int caller) =>
        grains
            .GetGrain<IAdoNetGrain>(string.Create(CultureInfo.InvariantCulture, $"bench_{caller}"))
            .WriteAsync(SampleRows.AcceptedPayload);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
