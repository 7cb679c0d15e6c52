using System.Globalization;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.District;

/// <content>准入: what departments may give the staff of grids to do, which the district centre decides.</content>
public sealed partial record DistrictState
{
    /// <summary>Most admissions of a department that are asked for or in force.</summary>
    public const int AdmissionsMax = 20;

    /// <summary>Most days that an admission lasts, or lies ahead.</summary>
    public const int AdmissionDaysMax = 366;

    /// <summary>Most grids and areas of an admission.</summary>
    public const int AdmissionAreasMax = 50;

    /// <summary>Most characters of what an admission is called.</summary>
    public const int AdmissionTitleMax = 100;

    private const string AdmissionView = "admissions";

    /// <summary>Number of the last request; 0 before any.</summary>
    public int LastAdmission { get; init; }

    /// <summary>
    /// What is asked for or in force, until its last day, and what was refused or ended last; all else is in the log and in
    /// the list alone.
    /// </summary>
    public ImmutableArray<Admission> Admissions { get; init; } = [];

    private static Decision DecideAdmissions(
        DistrictState state,
        DomainCommand command,
        Actor actor,
        Law law,
        DateTimeOffset now
    ) =>
        command switch
        {
            RequestAdmission c => DecideRequest(state, c, actor, law, TownTime.DateOf(now)),
            DecideAdmission c => DecideOn(state, c, actor, TownTime.DateOf(now)),
            EndAdmission c => DecideEnd(state, c, actor, TownTime.DateOf(now)),
            _ => throw new UnreachableException($"Nobody decides on a {command.GetType().Name}."),
        };

    private static Decision DecideRequest(
        DistrictState state,
        RequestAdmission command,
        Actor actor,
        Law law,
        DateOnly today
    )
    {
        if (WhoMay.DepartmentOf(actor, command.Department) is not { } department)
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        return CheckAdmission(state, command, law, today) is { } refused ? refused
            : state.Admissions.Count(it => it.Department == department && IsOpen(it, today)) >= AdmissionsMax
                ? Rejections.AdmissionTooMany.With(null, AdmissionsMax)
            : new AdmissionRequested(
                state.LastAdmission + 1,
                department,
                [.. command.Categories.Distinct(StringComparer.Ordinal)],
                [.. command.Area.Distinct()],
                command.From,
                command.Until,
                command.Title.Commitment,
                command.Reason.Commitment
            );
    }

    private static Rejection? CheckAdmission(DistrictState state, RequestAdmission command, Law law, DateOnly today)
    {
        if (
            (TextRules.Check(command.Title.Body, "title") ?? TextRules.Check(command.Reason.Body, "reason")) is
            { } wrong
        )
        {
            return wrong;
        }

        if (command.Title.Body.Length > AdmissionTitleMax)
        {
            return Rejections.TextTooLong.With("title", AdmissionTitleMax, command.Title.Body.Length);
        }

        if (command.Categories.IsDefaultOrEmpty)
        {
            return Rejections.FieldMissing.With("categories", "categories");
        }

        if (command.Categories.FirstOrDefault(it => !law.Categories.ContainsKey(it)) is { } unknown)
        {
            return Rejections.CategoryUnknown.With("categories", unknown);
        }

        if (command.Area.IsDefaultOrEmpty)
        {
            return Rejections.FieldMissing.With("area", "area");
        }

        if (command.Area.Length > AdmissionAreasMax)
        {
            return Rejections.AdmissionAreas.With("area", AdmissionAreasMax);
        }

        foreach (var part in command.Area)
        {
            if (
                part.Kind is not (PlaceKind.Grid or PlaceKind.Community or PlaceKind.Subdistrict or PlaceKind.District)
                || !state.Place.Covers(part)
            )
            {
                return Rejections.AdmissionAreaUnknown.With("area", part);
            }
        }

        return command.From < today ? Rejections.AdmissionDays.With("from", AdmissionDaysMax)
            : command.Until < command.From || command.Until.DayNumber - today.DayNumber > AdmissionDaysMax
                ? Rejections.AdmissionDays.With("until", AdmissionDaysMax)
            : null;
    }

    private static Decision DecideOn(DistrictState state, DecideAdmission command, Actor actor, DateOnly today)
    {
        if (!WhoMay.DecideAdmissions(actor, state.Place))
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        if (Find(state, command.Number) is not { } admission)
        {
            return Rejections.AdmissionUnknown.With(null, command.Number);
        }

        return actor.Reference == admission.RequestedBy || WhoMay.IsOfDepartment(actor, admission.Department)
                ? Rejections.AdmissionOwn.Now()
            : admission.State is not AdmissionState.Requested ? Rejections.AdmissionDecided.With(null, command.Number)
            : admission.Until < today ? Rejections.AdmissionOver.With(null, command.Number)
            : !command.Approve && command.Reason is null ? Rejections.FieldMissing.With("reason", "reason")
            : Check(command.Reason) is { } wrong ? wrong
            : new AdmissionDecided(command.Number, command.Approve, command.Reason?.Commitment);
    }

    private static Decision DecideEnd(DistrictState state, EndAdmission command, Actor actor, DateOnly today)
    {
        var admission = Find(state, command.Number);
        var own = admission is not null && WhoMay.IsOfDepartment(actor, admission.Department);
        if (!own && !WhoMay.DecideAdmissions(actor, state.Place))
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        return admission is null ? Rejections.AdmissionUnknown.With(null, command.Number)
            : admission.State is AdmissionState.Refused or AdmissionState.Ended || admission.Until < today
                ? Rejections.AdmissionOver.With(null, command.Number)
            : !own && command.Reason is null ? Rejections.FieldMissing.With("reason", "reason")
            : Check(command.Reason) is { } wrong ? wrong
            : new AdmissionEnded(command.Number, command.Reason?.Commitment);
    }

    private static string AnswerOf(DistrictState state, int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"number":{{number}},"state":"{{Find(state, number)?.State.Camel()}}"}"""
        );

    private static Admission? Find(DistrictState state, int number) =>
        state.Admissions.FirstOrDefault(it => it.Number == number);

    private static Rejection? Check(PrivateText? reason) =>
        reason is null ? null : TextRules.Check(reason.Body, "reason");

    private static bool IsOpen(Admission admission, DateOnly today) =>
        admission.State is AdmissionState.Requested or AdmissionState.Approved && admission.Until >= today;

    private static DistrictState Fold(DistrictState state, AdmissionEvent happened, Guid actor, DateTimeOffset at)
    {
        var changed = happened switch
        {
            AdmissionRequested e => state.Admissions.Add(
                new Admission(
                    e.Number,
                    e.Department,
                    e.Categories,
                    e.Area,
                    e.From,
                    e.Until,
                    e.Title,
                    e.Reason,
                    actor,
                    at
                )
            ),
            AdmissionDecided e => With(
                state,
                e.Number,
                it =>
                    it with
                    {
                        State = e.Approved ? AdmissionState.Approved : AdmissionState.Refused,
                        DecidedAt = at,
                        DecisionReason = e.Reason,
                    }
            ),
            AdmissionEnded e => With(
                state,
                e.Number,
                it => it with { State = AdmissionState.Ended, EndedAt = at, EndReason = e.Reason }
            ),
            _ => throw new UnreachableException($"A district does not fold a {happened.GetType().Name}."),
        };
        var today = TownTime.DateOf(at);
        var number = happened.Number;
        return state with
        {
            LastAdmission = happened is AdmissionRequested requested ? requested.Number : state.LastAdmission,
            Admissions = changed.RemoveAll(it => it.Until < today || (it.Number != number && !IsOpen(it, today))),
        };
    }

    private static ImmutableArray<Admission> With(DistrictState state, int number, Func<Admission, Admission> change) =>
        [.. state.Admissions.Select(it => it.Number == number ? change(it) : it)];

    private static ViewRow AdmissionRow(Place district, Admission it)
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("district", district.Key);
        json.WriteNumber("number", it.Number);
        json.WriteString("department", it.Department);
        json.WriteString("title", it.Title);
        json.WriteString("reason", it.Reason);
        json.WriteStartArray("categories");
        foreach (var category in it.Categories)
        {
            json.WriteStringValue(category);
        }

        json.WriteEndArray();
        json.WriteStartArray("area");
        foreach (var part in it.Area)
        {
            json.WriteStringValue(part.ToString());
        }

        json.WriteEndArray();
        json.WriteString("from_day", Iso(it.From));
        json.WriteString("until_day", Iso(it.Until));
        json.WriteString("state", it.State.Camel());
        json.WriteString("requested_at", it.RequestedAt);
        Write("decided_at", it.DecidedAt);
        json.WriteString("decision_reason", it.DecisionReason);
        Write("ended_at", it.EndedAt);
        json.WriteString("end_reason", it.EndReason);
        json.WriteEndObject();
        return new ViewRow(AdmissionView, Encoding.UTF8.GetString(scratch.Written()));

        void Write(string column, DateTimeOffset? moment)
        {
            if (moment is { } some)
            {
                json.WriteString(column, some);
            }
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
