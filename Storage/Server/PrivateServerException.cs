namespace CivicGrains.Storage.Server;

/// <summary>
/// The private server cannot run here, and the person who started the host can do something about it. Says so in both
/// languages.
/// </summary>
public sealed class PrivateServerException(string english, string chinese, Exception? cause = null)
    : Exception($"{english}{Environment.NewLine}{chinese}", cause)
{
    /// <summary>What is wrong and what to do, in English.</summary>
    public string English { get; } = english;

    /// <summary>The same in Chinese.</summary>
    public string Chinese { get; } = chinese;
}
