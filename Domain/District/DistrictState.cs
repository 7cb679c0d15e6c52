using System.Text.Json.Serialization.Metadata;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.District;

/// <summary>The district: the rules and the working calendar in force.</summary>
public sealed partial record DistrictState : IStreamState<DistrictState>
{
    /// <summary>The place itself.</summary>
    public required Place Place { get; init; }

    /// <summary>Version of the rules in force; 0 before any were published.</summary>
    public int Version { get; init; }

    /// <summary>The rules in force; null before any were published: then the defaults hold.</summary>
    public RuleTemplate? Template { get; init; }

    /// <summary>Templates of earlier versions, by version: issues that were accepted under them keep them.</summary>
    public ImmutableSortedDictionary<int, RuleTemplate> Earlier { get; init; } =
        ImmutableSortedDictionary<int, RuleTemplate>.Empty;

    /// <summary>Version of the working calendar; 0 before any year was published: then what the platform brings along holds.</summary>
    public int CalendarVersion { get; init; }

    /// <summary>The years that were published, each as it was published last, in order.</summary>
    public ImmutableArray<CalendarYear> CalendarYears { get; init; } = [];

    /// <summary>The working calendar in force.</summary>
    [JsonIgnore]
    public WorkingCalendar Calendar =>
        CalendarYears.Aggregate(WorkingCalendar.Default, (calendar, year) => calendar.With(year, CalendarVersion));

    /// <summary>The law in force.</summary>
    [JsonIgnore]
    public Law Law =>
        Version == 0 && CalendarVersion == 0 && Admissions.IsEmpty
            ? DefaultRules.Law
            : new Law(Version, Template ?? DefaultRules.Template, Calendar, Earlier, Admissions);

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt => null;

    /// <inheritdoc/>
    public static int Schema => 5;

    /// <inheritdoc/>
    public static JsonTypeInfo<DistrictState> Json => StateJsonContext.Default.DistrictState;

    /// <inheritdoc/>
    public static DistrictState Initial(Place place) => new() { Place = place };

    /// <inheritdoc/>
    public static Decision Decide(
        DistrictState state,
        DomainCommand command,
        Actor actor,
        Law law,
        DateTimeOffset now
    ) =>
        command switch
        {
            PublishRules c => Publish(state, c, actor),
            PublishCalendarYear c => Publish(state, c, actor),
            RequestAdmission or DecideAdmission or EndAdmission => DecideAdmissions(state, command, actor, law, now),
            IssueCommand => Rejections.OwnerUnknown.With("owner", state.Place),
            _ => Rejections.CommandUnknown.With(null, command.GetType().Name),
        };

    /// <inheritdoc/>
    public static ImmutableArray<DomainEvent> Due(DistrictState state, Law law, DateTimeOffset now) => [];

    /// <inheritdoc/>
    public static string Answer(DistrictState state, DomainCommand command) =>
        command switch
        {
            PublishCalendarYear c => $$"""{"year":{{c.Year.Year}},"version":{{state.CalendarVersion}}}""",
            RequestAdmission => AnswerOf(state, state.LastAdmission),
            DecideAdmission c => AnswerOf(state, c.Number),
            EndAdmission c => AnswerOf(state, c.Number),
            _ => $$"""{"version":{{state.Version}}}""",
        };

    /// <inheritdoc/>
    public static DistrictState Evolve(DistrictState state, DomainEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            RulesPublished e => state with
            {
                Version = e.Version,
                Template = e.Template,
                Earlier = state.Earlier.SetItem(state.Version, state.Template ?? DefaultRules.Template),
            },
            CalendarYearPublished e => state with
            {
                CalendarVersion = e.Version,
                CalendarYears =
                [
                    .. state
                        .CalendarYears.Where(known => known.Year != e.Year.Year)
                        .Append(e.Year)
                        .OrderBy(it => it.Year),
                ],
            },
            AdmissionEvent e => Fold(state, e, actor, at),
            _ => throw new UnreachableException($"A district does not fold a {happened.GetType().Name}."),
        };

    /// <inheritdoc/>
    public static ImmutableArray<ViewRow> Views(
        DistrictState before,
        DistrictState after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    )
    {
        var rows = ImmutableArray.CreateBuilder<ViewRow>();
        foreach (var it in happened)
        {
            if (it is AdmissionEvent e && Find(after, e.Number) is { } admission)
            {
                rows.Add(AdmissionRow(after.Place, admission));
            }
        }

        return rows.DrainToImmutable();
    }

    private static Decision Publish(DistrictState state, PublishRules command, Actor actor)
    {
        // The platform publishes at the word of whoever starts it.
        if (!WhoMay.Administer(actor, state.Place) && !WhoMay.IsPlatform(actor))
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        if (command.ExpectedVersion is { } seen && seen != state.Version)
        {
            return Rejections.EditOutdated.Now();
        }

        if (
            (
                (command.Reason is { } reason ? TextRules.Check(reason.Body, "reason") : null)
                ?? RuleCheck.Check(command.Template)
            ) is
            { } wrong
        )
        {
            return wrong;
        }

        var current = state.Template ?? DefaultRules.Template;
        return RuleDifference.Between(current, command.Template).IsEmpty
            ? Decision.Nothing
            : new RulesPublished(state.Version + 1, command.Template, command.Reason?.Commitment);
    }

    private static Decision Publish(DistrictState state, PublishCalendarYear command, Actor actor)
    {
        if (!WhoMay.Administer(actor, state.Place))
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        if (command.ExpectedVersion is { } seen && seen != state.CalendarVersion)
        {
            return Rejections.EditOutdated.Now();
        }

        if (CalendarCheck.Check(command.Year) is { } wrong)
        {
            return wrong;
        }

        var (year, calendar) = (command.Year.Sorted(), state.Calendar);
        return !calendar.IsProvisional(year.Year) && calendar.YearOf(year.Year).SaysTheSameAs(year)
            ? Decision.Nothing
            : new CalendarYearPublished(state.CalendarVersion + 1, year);
    }
}
