using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace CivicGrains.Load.Memory;

/// <summary>What a process of .NET holds, read from outside.</summary>
/// <param name="LiveBytes">Sizes of all objects that a full blocking collection reached.</param>
/// <param name="PrivateBytes">Memory of its own that the system has given it (<c>RssAnon</c>), after the collection.</param>
/// <param name="ByType">Live bytes by name of the type.</param>
internal sealed record LiveHeap(long LiveBytes, long PrivateBytes, IReadOnlyDictionary<string, long> ByType)
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const int BufferMebibytes = 512;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Makes the process collect twice (the first lets go what waits for a finalizer), and adds up what it reached the
    /// second time: whatever the collector keeps for later is not counted.
    /// </summary>
    public static async Task<LiveHeap> ReadAsync(int pid)
    {
        await WalkAsync(pid);
        var byType = await WalkAsync(pid);
        return new LiveHeap(byType.Values.Sum(), PrivateBytesOf(pid), byType);
    }

    private static async Task<Dictionary<string, long>> WalkAsync(int pid)
    {
        var client = new DiagnosticsClient(pid);
        using var patience = new CancellationTokenSource(Patience);
        using var session = await client.StartEventPipeSessionAsync(
            [
                new EventPipeProvider(
                    Runtime,
                    EventLevel.Informational,
                    (long)ClrTraceEventParser.Keywords.GCHeapSnapshot
                ),
            ],
            requestRundown: false,
            BufferMebibytes,
            patience.Token
        );
        var names = new Dictionary<ulong, string>();
        var bytes = new Dictionary<ulong, long>();
        var collection = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var source = new EventPipeEventSource(session.EventStream);
        source.Clr.GCStart += it =>
        {
            if (collection == 0 && it.Depth == 2 && it.Reason is GCReason.Induced)
            {
                collection = it.Count;
            }
        };
        source.Clr.TypeBulkType += it =>
        {
            for (var i = 0; i < it.Count; i++)
            {
                names[it.Values(i).TypeID] = it.Values(i).TypeName;
            }
        };
        source.Clr.GCBulkNode += it =>
        {
            for (var i = 0; i < it.Count; i++)
            {
                var node = it.Values(i);
                bytes[node.TypeID] = bytes.GetValueOrDefault(node.TypeID) + (long)node.Size;
            }
        };
        source.Clr.GCStop += it =>
        {
            if (collection != 0 && it.Count == collection)
            {
                done.TrySetResult();
            }
        };
        var reading = Task.Run(source.Process);
        await done.Task.WaitAsync(patience.Token);
        await session.StopAsync(patience.Token);
        await reading.WaitAsync(patience.Token);
        if (source.EventsLost > 0)
        {
            throw new InvalidOperationException($"{source.EventsLost} events of the walk through the heap were lost.");
        }

        return bytes
            .GroupBy(it => names.GetValueOrDefault(it.Key, "?"), it => it.Value, StringComparer.Ordinal)
            .ToDictionary(it => it.Key, it => it.Sum(), StringComparer.Ordinal);
    }

    private static long PrivateBytesOf(int pid)
    {
        const string name = "RssAnon:";
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"))
            .First(it => it.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            * 1024;
    }
}
