using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Who looks at a page, in which language and size, and when: what every part of a page may need.</summary>
public sealed class Visit
{
    /// <summary>The language the page is in.</summary>
    public required Language Language { get; init; }

    /// <summary>Whether it is shown in 长辈版: larger type, larger targets.</summary>
    public required bool IsLarge { get; init; }

    /// <summary>Who is signed in; null when nobody is.</summary>
    public required Account? Account { get; init; }

    /// <summary>Whether it was asked who is signed in; not on pages that say what went wrong before anybody asked.</summary>
    public required bool IsAsked { get; init; }

    /// <summary>Whether the district is made up, which every page then says.</summary>
    public required bool IsDemo { get; init; }

    /// <summary>Path and query of the page.</summary>
    public required string Address { get; init; }

    /// <summary>Domain time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Domain seconds per real second, by which the script counts on.</summary>
    public required double Speed { get; init; }

    /// <summary>Proves that a form came from a page of ours.</summary>
    public required string FormToken { get; init; }

    /// <summary>Addresses of scripts and styles.</summary>
    public required Func<string, string> Asset { get; init; }

    /// <summary>Whether the page is in English.</summary>
    public bool IsEnglish => Language is Language.English;

    /// <summary>Who acts; null when nobody is signed in.</summary>
    public Actor? Actor => Account is { } account ? new Actor(account.Reference, account.Roles) : null;

    /// <summary>
    /// Tells the tabs of two people apart, and nobody else anything: empty when nobody is signed in, null when that was
    /// not asked. A page that does not know must not tell other tabs that somebody signed out.
    /// </summary>
    public string? Who => !IsAsked ? null : Account?.Reference.ToString("N")[..8] ?? "";

    /// <summary>A sentence in the language of the page.</summary>
    public string T(string chinese, string english) => IsEnglish ? english : chinese;

    /// <summary>Words of the domain in the language of the page.</summary>
    public string T((string English, string Chinese) words) => IsEnglish ? words.English : words.Chinese;

    /// <summary>A status.</summary>
    public string T(IssueStatus status) => T(IssueWording.Chinese(status), IssueWording.English(status));

    /// <summary>A role.</summary>
    public string T(Role role) => T(IssueWording.Chinese(role), IssueWording.English(role));

    /// <summary>A moment in the town's time: <c>11月24日 14:05</c>, with the year where it is another.</summary>
    public string Moment(DateTimeOffset at)
    {
        var (there, now) = (TownTime.Local(at), TownTime.Local(Now));
        var pattern = (IsEnglish, there.Year == now.Year) switch
        {
            (true, true) => "d MMM HH:mm",
            (true, false) => "d MMM yyyy HH:mm",
            (false, true) => "M月d日 HH:mm",
            (false, false) => "yyyy年M月d日 HH:mm",
        };
        return there.ToString(pattern, CultureInfo.InvariantCulture);
    }

    /// <summary>Hours and minutes in the town's time.</summary>
    public static string Clock(DateTimeOffset at) => TownTime.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>How long until a deadline, or since it has passed, in the two largest units.</summary>
    public string Until(DateTimeOffset due)
    {
        var left = due - Now;
        var span = Span(left.Duration());
        return left >= TimeSpan.Zero ? T($"剩余{span}", $"{span} left") : T($"已超{span}", $"{span} over");
    }

    /// <summary>A key for a form: the same form sent twice is one wish.</summary>
    public static string NewKey() => Guid.CreateVersion7().ToString("N");

    private string Span(TimeSpan span) =>
        span.TotalDays >= 1 ? T($"{span.Days}天{span.Hours}小时", $"{span.Days} d {span.Hours} h")
        : span.TotalHours >= 1 ? T($"{span.Hours}小时{span.Minutes}分", $"{span.Hours} h {span.Minutes} min")
        : T($"{(int)span.TotalMinutes}分钟", $"{(int)span.TotalMinutes} min");
}
