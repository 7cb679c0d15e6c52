namespace CivicGrains.WebFrontend.Live;

/// <summary>One connection's watch of one topic. Guarded by the gate of its connection.</summary>
internal sealed class Subscription(LiveConnection connection, Topic topic, Actor actor)
{
    public LiveConnection Connection => connection;

    public Topic Topic => topic;

    public Actor Actor => actor;

    /// <summary>Everything of the topic up to this number was sent, or is not for these eyes.</summary>
    public long Cursor { get; set; }

    /// <summary>Whether changes wait, because the answer to <c>Watch</c> is not written yet.</summary>
    public bool Held { get; set; } = true;

    /// <summary>Whether nothing will be sent any more.</summary>
    public bool Ended { get; set; }

    /// <summary>Changes that wait for the answer to <c>Watch</c>; null when none ever did, or none does any more.</summary>
    public WaitingChanges? Waiting { get; set; }
}
