using System.Text.Json;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.District;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.People;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>A year as somebody wants to publish it, beside the one in force.</summary>
/// <param name="Version">Version of the calendar it was compared with.</param>
/// <param name="Problems">Why it cannot be published; empty when it can.</param>
public sealed record CalendarPreview(
    CalendarYear Year,
    int Version,
    CalendarDifference Difference,
    ImmutableArray<Rejection> Problems
);

/// <summary>A year that was published, as the log has it.</summary>
/// <param name="Version">Version of the calendar then.</param>
/// <param name="By">In which role; null when the account is gone.</param>
public sealed record PublishedYear(int Version, int Year, string? Source, DateTimeOffset At, Role? By);

/// <summary>What people ask of the working calendar, through whatever door they come.</summary>
internal sealed class CalendarRequests(
    LawKeeper laws,
    IOptions<DistrictOptions> district,
    CommandSender sender,
    IEventLog log,
    AccountStore accounts
)
{
    /// <summary>How long somebody who has published waits for this process to have heard of it.</summary>
    private static readonly TimeSpan InForceWithin = TimeSpan.FromSeconds(2);

    private static readonly string Published = EventCatalog.NameOf<CalendarYearPublished>();

    private readonly Place _district = Place.District(district.Value.Code);

    /// <summary>The calendar in force.</summary>
    public async ValueTask<WorkingCalendar> CalendarAsync(CancellationToken cancellationToken)
    {
        await laws.ReadyAsync(cancellationToken);
        return laws.Law.Calendar;
    }

    /// <summary>Whether somebody may publish years.</summary>
    public bool MayPublish(Actor? actor) => actor is not null && WhoMay.Administer(actor, _district);

    /// <summary>Lets pass who may publish years.</summary>
    /// <exception cref="RefusedException">They may not.</exception>
    public void EnsureMayPublish(Actor actor)
    {
        if (!MayPublish(actor))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, _district));
        }
    }

    /// <summary>Reads the number of a year.</summary>
    /// <exception cref="RefusedException">It is none, or of a year without a calendar.</exception>
    public static int YearOf(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            throw Query.Wrong("year", "a year such as 2027", "年份，如 2027");
        }

        return year is >= StatutoryDays.YearMin and <= StatutoryDays.YearMax
            ? year
            : throw new RefusedException(
                Rejections.CalendarYearOutOfRange.With("year", StatutoryDays.YearMin, StatutoryDays.YearMax)
            );
    }

    /// <summary>Reads a year that somebody wants to publish; whether it can be is not judged here.</summary>
    /// <exception cref="RefusedException">Something in it cannot be read.</exception>
    public static CalendarYear Read(int year, JsonFields fields) =>
        new CalendarYear(
            year,
            DayRanges.Read(fields.Words("daysOff"), "daysOff"),
            DayRanges.Read(fields.Words("makeUpWorkdays"), "makeUpWorkdays"),
            fields.OptionalString("source")?.Trim()
        ).Sorted();

    /// <summary>What publishing a year would change.</summary>
    public async Task<CalendarPreview> PreviewAsync(CalendarYear year, CancellationToken cancellationToken)
    {
        var calendar = await CalendarAsync(cancellationToken);
        return new CalendarPreview(
            year,
            calendar.Version,
            CalendarDifference.Between(calendar.YearOf(year.Year), year),
            [.. CalendarCheck.ProblemsOf(year)]
        );
    }

    /// <summary>Publishes a year. When it is answered, this process counts by it, or will in a moment.</summary>
    /// <param name="seen">The version of the calendar that the publisher has seen; null for any.</param>
    public async Task<(CommandOutcome Outcome, int Version)> PublishAsync(
        Guid accountId,
        Guid commandId,
        RequestBody body,
        CalendarYear year,
        int? seen,
        CancellationToken cancellationToken
    )
    {
        var command = new PublishCalendarYear(year, seen);
        var outcome = await sender.CarryOutAsync(
            _district,
            new CommandEnvelope(commandId, accountId, body.Hash, command),
            cancellationToken: cancellationToken
        );
        if (outcome.Answer is not { } answer)
        {
            return (outcome, 0);
        }

        using var json = JsonDocument.Parse(answer);
        var version = json.RootElement.GetProperty("version").GetInt32();
        await InForceAsync(version, cancellationToken);
        return (outcome, version);
    }

    /// <summary>Waits a moment until this process has heard of a version of the calendar.</summary>
    public async Task InForceAsync(int version, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InForceWithin);
        try
        {
            await laws.InForceAsync(law => law.Calendar.Version >= version, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is in the log all the same, and counted by as soon as the tail brings it.
        }
    }

    /// <summary>What was published, newest first.</summary>
    public async Task<ImmutableArray<PublishedYear>> HistoryAsync(CancellationToken cancellationToken)
    {
        var logged = new List<(LoggedEvent Logged, CalendarYearPublished Happened)>();
        await foreach (var it in log.ReadStreamAsync(_district.ToString(), 0, cancellationToken))
        {
            if (it.Type == Published)
            {
                logged.Add((it, (CalendarYearPublished)EventJson.Read(it.Type, it.Payload)));
            }
        }

        var people = (
            await accounts.FindByReferencesAsync(logged.Select(it => it.Logged.Actor).Distinct(), cancellationToken)
        ).ToDictionary(account => account.Reference);
        return
        [
            .. logged
                .AsEnumerable()
                .Reverse()
                .Select(it => new PublishedYear(
                    it.Happened.Version,
                    it.Happened.Year.Year,
                    it.Happened.Year.Source,
                    it.Logged.At,
                    RoleOf(people.GetValueOrDefault(it.Logged.Actor))
                )),
        ];
    }

    private Role? RoleOf(Account? account)
    {
        foreach (var held in account?.Roles ?? [])
        {
            if (held.Place.Covers(_district))
            {
                return held.Role;
            }
        }

        return null;
    }
}
