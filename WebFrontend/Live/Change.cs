using CivicGrains.WebFrontend.Issues;
using Microsoft.AspNetCore.SignalR;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// One event on its way to the watchers of one topic: its view for each audience is written once, and each message is
/// serialized once for everybody who gets the same.
/// </summary>
/// <param name="thing">What it is about, for a slow connection that gets only the newest of each thing.</param>
/// <param name="issue">The issue as it is now; null when the event is about a place.</param>
internal sealed class Change(
    string topic,
    long seq,
    string kind,
    string thing,
    SeenIssue? issue,
    ReadOnlyMemory<byte>? figures
)
{
    private readonly Lock _gate = new();
    private readonly RawJson?[] _views = new RawJson?[Enum.GetValues<Sight>().Length];
    private readonly Dictionary<(Sight, long), SerializedHubMessage> _messages = [];
    private (Sight Sight, long From, SerializedHubMessage Message)? _last;

    public long Seq => seq;

    public string Thing => thing;

    /// <summary>What somebody may see of it in this topic.</summary>
    public Sight SightOf(Subscription subscription) =>
        issue is not null ? issue.In(subscription.Topic, subscription.Actor, kind)
        : PlaceNews.IsFor(subscription.Actor, subscription.Topic, kind) ? Sight.Fields
        : Sight.None;

    /// <summary>
    /// Whether whoever watches this one issue may not see it any more: it has moved to where it is not theirs. Nothing
    /// of it would come again, and what they are shown would be old without saying so.
    /// </summary>
    public bool EndsSightOf(Subscription subscription) =>
        subscription.Topic.Kind is TopicKind.Issue && issue?.For(subscription.Actor) is Sight.None;

    /// <summary>The message of one audience that has seen everything up to a number.</summary>
    public SerializedHubMessage Message(Sight sight, long from)
    {
        lock (_gate)
        {
            if (_last is { } last && last.Sight == sight && last.From == from)
            {
                return last.Message;
            }

            if (!_messages.TryGetValue((sight, from), out var message))
            {
                message = LiveMessages.Of(new Changed(topic, from, seq, kind, View(sight)));
                _messages.Add((sight, from), message);
            }

            _last = (sight, from, message);
            return message;
        }
    }

    private RawJson View(Sight sight) =>
        _views[(int)sight] ??= issue is null ? RawJson.Null : new RawJson(IssueView.Write(issue.Issue, sight, figures));
}
