namespace CivicGrains.WebFrontend.People;

/// <summary>Limits of signing in.</summary>
internal sealed class SignInOptions
{
    /// <value>Attempts from one address in a minute, right or wrong. The default is 600: a whole office shares an address.</value>
    public int AttemptsPerMinute { get; set; } = 600;

    /// <value>Wrong passwords for one account in a minute; then its attempts are refused unread. The default is 20.</value>
    public int FailuresPerMinute { get; set; } = 20;

    /// <value>How long a token holds. The default is 12 hours.</value>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromHours(12);

    /// <value>How long one stays signed in without doing anything. The default is 14 days.</value>
    public TimeSpan RefreshLife { get; set; } = TimeSpan.FromDays(14);
}
