using CivicGrains.Domain.Places;
using CivicGrains.WebFrontend.Live;

namespace CivicGrains.WebFrontend.Tests.Live;

public sealed class EventRingTests
{
    private const string Stream = "compound/510105007004-C001";

    private static readonly Topic Watched = Topic.Parse("issue/QY20261124-000001", Guid.Empty)!;

    [Theory]
    [InlineData(9)]
    [InlineData(31)]
    public void What_lies_before_the_ring_or_after_its_end_cannot_be_told(long after)
    {
        var ring = RingOf(capacity: 3, begin: 10, 20, 30);

        Assert.Null(ring.After(after, Watched, 10, out var seq));
        Assert.Equal(30, seq);
    }

    [Fact]
    public void What_has_left_the_ring_cannot_be_told_but_what_followed_it_can()
    {
        var ring = RingOf(capacity: 2, begin: 10, 20, 30, 40);

        Assert.Null(ring.After(19, Watched, 10, out _));
        Assert.Equal([30, 40], SeqsOf(ring.After(20, Watched, 10, out _)));
    }

    [Fact]
    public void Too_many_cannot_be_told_one_by_one()
    {
        var ring = RingOf(capacity: 5, begin: 10, 20, 30, 40);

        Assert.Null(ring.After(10, Watched, 2, out _));
        Assert.Equal([20, 30, 40], SeqsOf(ring.After(10, Watched, 3, out _)));
    }

    [Fact]
    public void Only_the_topics_own_events_are_told_in_order()
    {
        var ring = RingOf(capacity: 5, begin: 10, 20);
        ring.Add(EventOf(21, "QY20261124-000002"));
        ring.Add(EventOf(22, "QY20261124-000001"));

        Assert.Equal([20, 22], SeqsOf(ring.After(10, Watched, 10, out var seq)));
        Assert.Equal(22, seq);
        Assert.Empty(ring.After(22, Watched, 10, out _)!);
    }

    private static EventRing RingOf(int capacity, long begin, params long[] seqs)
    {
        var ring = new EventRing(capacity);
        ring.BeginAfter(begin);
        foreach (var seq in seqs)
        {
            ring.Add(EventOf(seq, "QY20261124-000001"));
        }

        return ring;
    }

    private static LiveEvent EventOf(long seq, string subject) =>
        new(seq, Stream, Place.Parse(Stream), subject, "issue.commented");

    private static IEnumerable<long> SeqsOf(IEnumerable<LiveEvent>? events) => events!.Select(it => it.Seq);
}
