using System.Threading.Channels;
using CivicGrains.WebFrontend.Issues;
using Npgsql;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// The ticker of the district: everything that happens anywhere, masked, with the figures of the district at most
/// twice a second. What happens in between waits for the next figures, which go with the last change of the bundle.
/// </summary>
internal sealed class DistrictTicker(TopicReader topics, LiveOptions options, ILogger logger)
{
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(
        new BoundedChannelOptions(options.EventsKept)
        {
            SingleReader = true,
            SingleWriter = true,
            // A bundle this long is beyond reading: the oldest is covered by the range of the next.
            FullMode = BoundedChannelFullMode.DropOldest,
        }
    );

    /// <summary>Adds a change; never waits.</summary>
    /// <param name="issue">Null for what happened in a roll-call.</param>
    public void Add(LiveTopic topic, LiveEvent it, SeenIssue? issue) =>
        _entries.Writer.TryWrite(new Entry(topic, it, issue));

    /// <summary>Sends what is added, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _entries.Reader.WaitToReadAsync(stoppingToken))
            {
                var bundle = new List<Entry>();
                while (_entries.Reader.TryRead(out var entry))
                {
                    if (entry.Issue?.Ticker is not Sight.None)
                    {
                        bundle.Add(entry);
                    }
                }

                if (bundle.Count > 0)
                {
                    await SendAsync(bundle, stoppingToken);
                    await Task.Delay(options.FiguresEvery, TimeProvider.System, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.TickerEnded();
        }
    }

    private async Task SendAsync(List<Entry> bundle, CancellationToken stoppingToken)
    {
        // They go with an issue: what happened in a roll-call has no view.
        var carrier = bundle.FindLastIndex(entry => entry.Issue is not null);
        var figures = carrier < 0 ? null : await FiguresAsync(bundle[^1].Event.Seq, stoppingToken);
        for (var i = 0; i < bundle.Count; i++)
        {
            var (topic, it, issue) = bundle[i];
            var withFigures = i == carrier ? figures : null;
            topic.Post(new Change(topic.Topic.Name, it.Seq, it.Type, it.Subject ?? it.Stream, issue, withFigures));
        }
    }

    private async Task<ReadOnlyMemory<byte>?> FiguresAsync(long upTo, CancellationToken stoppingToken)
    {
        try
        {
            return TopicSnapshot.WriteFigures(await topics.ReadDistrictFiguresAsync(upTo, stoppingToken));
        }
        catch (NpgsqlException e)
        {
            logger.FiguresNotRead(e);
            return null;
        }
    }

    private readonly record struct Entry(LiveTopic Topic, LiveEvent Event, SeenIssue? Issue);
}
