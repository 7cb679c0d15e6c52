using System.Text.Json;

namespace CivicGrains.Load.Common;

/// <summary>What a screen shows of an issue.</summary>
internal readonly record struct ShownIssue(long Seq, string Status);

/// <summary>
/// One topic as one watcher knows it: the last number, the last view of each issue, and whether the ranges tiled.
/// Guarded by itself.
/// </summary>
internal sealed class WatchedTopic(string name)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShownIssue> _shown = new(StringComparer.Ordinal);
    private long? _seq;
    private string? _epoch;
    private int _broken;

    public string Name => name;

    /// <summary>Number and epoch to go on from; nulls before the first answer.</summary>
    public (long? Seq, string? Epoch) Cursor
    {
        get
        {
            lock (_gate)
            {
                return (_seq, _epoch);
            }
        }
    }

    /// <summary>How often a range did not begin where the last one ended.</summary>
    public int Broken
    {
        get
        {
            lock (_gate)
            {
                return _broken;
            }
        }
    }

    /// <summary>How many issues are shown otherwise than they are, or not at all.</summary>
    public int WrongAgainst(IReadOnlyDictionary<string, ShownIssue> truth)
    {
        lock (_gate)
        {
            return truth.Count(it => !_shown.TryGetValue(it.Key, out var seen) || seen != it.Value)
                + _shown.Keys.Count(id => !truth.ContainsKey(id));
        }
    }

    /// <summary>Takes the answer to <c>Watch</c>.</summary>
    /// <returns>Whether it told what was missed, one by one; else it was a snapshot.</returns>
    public bool Answered(JsonElement answer)
    {
        lock (_gate)
        {
            var resumed = answer.TryGetProperty("events", out var events);
            if (resumed)
            {
                foreach (var missed in events.EnumerateArray())
                {
                    TakeHoldingGate(missed);
                }
            }
            else
            {
                _shown.Clear();
                ShowSnapshotHoldingGate(answer.GetProperty("snapshot"));
            }

            _seq = answer.GetProperty("seq").GetInt64();
            _epoch = answer.GetProperty("epoch").GetString();
            return resumed;
        }
    }

    /// <summary>Takes a <c>Changed</c>.</summary>
    /// <returns>Its range.</returns>
    public (long From, long Seq) Changed(JsonElement change)
    {
        lock (_gate)
        {
            return TakeHoldingGate(change);
        }
    }

    /// <summary>Forgets where it stood: the server wants it watched anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            (_seq, _epoch) = (null, null);
        }
    }

    private (long From, long Seq) TakeHoldingGate(JsonElement change)
    {
        var (from, seq) = (change.GetProperty("from").GetInt64(), change.GetProperty("seq").GetInt64());
        if (from != _seq || seq <= from)
        {
            _broken++;
        }

        _seq = seq;
        Show(change.GetProperty("view"));
        return (from, seq);
    }

    private void ShowSnapshotHoldingGate(JsonElement snapshot)
    {
        if (!snapshot.TryGetProperty("items", out var items))
        {
            Show(snapshot);
            return;
        }

        foreach (var item in items.EnumerateArray())
        {
            Show(item);
        }
    }

    private void Show(JsonElement view)
    {
        if (view.ValueKind is JsonValueKind.Object)
        {
            var seen = new ShownIssue(view.GetProperty("seq").GetInt64(), view.GetProperty("status").GetString()!);
            var id = view.GetProperty("id").GetString()!;
            // A view may be newer than its message: an older one that follows says nothing new.
            if (!_shown.TryGetValue(id, out var known) || known.Seq <= seen.Seq)
            {
                _shown[id] = seen;
            }
        }
    }
}
