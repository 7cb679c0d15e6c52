using System.Collections.Concurrent;
using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>Up to where a topic is known.</summary>
internal sealed record Cursor(long? Seq, string? Epoch)
{
    public static readonly Cursor None = new(null, null);
}

/// <summary>
/// What a screen shows: of each topic, the last view of each issue. Checks that the ranges of each topic tile, over lost
/// connections too. One caller at a time.
/// </summary>
/// <param name="name">Whose it is, for those who read what does not hold.</param>
internal sealed class Screen(string name, IEnumerable<string> topics)
{
    private readonly Dictionary<string, Cursor> _cursors = topics.ToDictionary(
        topic => topic,
        _ => Cursor.None,
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, long> _snapshots = new(StringComparer.Ordinal);

    /// <summary>Changes that were handed over before the answer to <c>Watch</c>, which the server had sent first.</summary>
    private readonly Dictionary<string, List<JsonElement>> _early = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Topic, string Issue), JsonElement> _views = new();
    private readonly ConcurrentQueue<string> _violations = new();

    public string Name => name;

    public IReadOnlyCollection<string> Topics => _cursors.Keys;

    /// <summary>What it shows now.</summary>
    public IReadOnlyDictionary<(string Topic, string Issue), JsonElement> Views => _views;

    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>How many changes it was sent.</summary>
    public long Changes { get; private set; }

    /// <summary>The number of the last whole reading of a topic; null when there was none.</summary>
    public long? SnapshotOf(string topic) => _snapshots.TryGetValue(topic, out var seq) ? seq : null;

    /// <summary>From where to ask; what comes before the answer is kept until it is there.</summary>
    public Cursor BeginWatch(string topic)
    {
        _early[topic] = [];
        return _cursors[topic];
    }

    /// <summary>The server says: watch anew.</summary>
    public void Forget(string topic) => _cursors[topic] = Cursor.None;

    /// <summary>The answer to <c>Watch</c>.</summary>
    public void TakeAnswer(string topic, JsonElement answer)
    {
        var (asked, seq) = (_cursors[topic].Seq, answer.GetProperty("seq").GetInt64());
        if (answer.TryGetProperty("events", out var events))
        {
            foreach (var missed in events.EnumerateArray())
            {
                Take(topic, missed);
            }

            // What is not for this watcher is covered by the next range; without any, by the answer itself.
            var reached = _cursors[topic].Seq;
            if (events.GetArrayLength() > 0 ? seq != reached : asked is null || seq < asked)
            {
                _violations.Enqueue($"{name}: {topic} asked after {asked}, came to {reached} and was told {seq}.");
            }
        }
        else
        {
            TakeSnapshot(topic, seq, answer.GetProperty("snapshot"));
        }

        _cursors[topic] = new Cursor(seq, answer.GetProperty("epoch").GetString());
        if (_early.Remove(topic, out var early))
        {
            early.ForEach(change => Take(topic, change));
        }
    }

    /// <summary>A change that was pushed.</summary>
    public void TakeChange(JsonElement change)
    {
        var topic = change.GetProperty("topic").GetString()!;
        if (_early.TryGetValue(topic, out var early))
        {
            early.Add(change);
        }
        else
        {
            Take(topic, change);
        }
    }

    private void Take(string topic, JsonElement change)
    {
        Changes++;
        var (from, seq) = (change.GetProperty("from").GetInt64(), change.GetProperty("seq").GetInt64());
        var cursor = _cursors[topic];
        if (cursor.Seq is { } known && known != from)
        {
            var what = from > known ? "a hole" : "an overlap";
            _violations.Enqueue($"{name}: {topic} stood at {known}, then came ({from}, {seq}]: {what}.");
        }
        else if (seq <= from)
        {
            _violations.Enqueue($"{name}: {topic} was sent ({from}, {seq}], which holds nothing.");
        }

        _cursors[topic] = cursor with { Seq = seq };
        if (change.TryGetProperty("view", out var view))
        {
            TakeView(topic, view);
        }
    }

    /// <summary>Where the topic stands replaces what was known of it.</summary>
    private void TakeSnapshot(string topic, long seq, JsonElement snapshot)
    {
        _snapshots[topic] = seq;
        foreach (var known in _views.Keys.Where(key => key.Topic == topic))
        {
            _views.TryRemove(known, out _);
        }

        if (snapshot.TryGetProperty("items", out var items))
        {
            foreach (var item in items.EnumerateArray())
            {
                TakeView(topic, item);
            }
        }
        else
        {
            TakeView(topic, snapshot);
        }
    }

    /// <summary>The ticker has no ids; it is watched for its ranges alone.</summary>
    private void TakeView(string topic, JsonElement view)
    {
        if (
            view.ValueKind is JsonValueKind.Object
            && view.TryGetProperty("id", out var id)
            && view.TryGetProperty("seq", out var seq)
        )
        {
            var key = (topic, id.GetString()!);
            if (!_views.TryGetValue(key, out var known) || known.GetProperty("seq").GetInt64() <= seq.GetInt64())
            {
                _views[key] = view;
            }
        }
    }
}
