using System.Collections.Concurrent;

namespace CivicGrains.WebFrontend.Places;

/// <summary>
/// What was read of places, until somebody says that it may have changed. What was read before that and arrives after
/// it is answered but not remembered: it may be old, and nobody would ever say so again.
/// </summary>
internal sealed class Remembered<TValue>
{
    private readonly ConcurrentDictionary<Place, TValue> _values = new();
    private int _times;

    /// <summary>What is remembered, else what is read now; null is not remembered.</summary>
    public async ValueTask<TValue> GetAsync(Place place, Func<Task<TValue>> read)
    {
        if (_values.TryGetValue(place, out var known))
        {
            return known;
        }

        var before = Volatile.Read(ref _times);
        var value = await read();
        if (value is not null)
        {
            _values[place] = value;
            // Whoever forgets counts first and removes then: one of the two sees the other.
            if (Volatile.Read(ref _times) != before)
            {
                _values.TryRemove(place, out _);
            }
        }

        return value;
    }

    /// <summary>Forgets one place.</summary>
    public void Forget(Place place)
    {
        Interlocked.Increment(ref _times);
        _values.TryRemove(place, out _);
    }

    /// <summary>Forgets all places.</summary>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _times);
        _values.Clear();
    }
}
