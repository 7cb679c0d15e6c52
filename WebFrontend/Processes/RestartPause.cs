namespace CivicGrains.WebFrontend.Processes;

/// <summary>
/// How long to wait before a process is started again: not at all for one that ran well, ever longer for one that ends
/// soon after its start, so that a process that cannot live does not take the machine from those that can.
/// </summary>
internal sealed class RestartPause
{
    /// <summary>One that lived this long has run well.</summary>
    public static readonly TimeSpan WellAfter = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    private TimeSpan _last;

    /// <summary>The pause after a process that lived so long.</summary>
    public TimeSpan After(TimeSpan lived)
    {
        if (lived >= WellAfter)
        {
            _last = TimeSpan.Zero;
        }
        else
        {
            var next = _last * 2;
            _last =
                next < Least ? Least
                : next > Most ? Most
                : next;
        }

        return _last;
    }
}
