using System.Collections.Frozen;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>What a command may be told.</summary>
public enum IssueField
{
    /// <summary>A text for the timeline.</summary>
    Note,

    /// <summary>A text that must be there.</summary>
    RequiredNote,

    /// <summary>Why.</summary>
    Reason,

    /// <summary>Photos that were uploaded before.</summary>
    Photos,

    /// <summary>1 to 5; must be there.</summary>
    Stars,

    /// <summary>Whether a check was passed; must be there.</summary>
    Passed,

    /// <summary>A place; the owner's rule where it is absent.</summary>
    To,

    /// <summary>A place that must be there.</summary>
    RequiredTo,

    /// <summary>Another issue; must be there.</summary>
    RequiredInto,

    /// <summary>How much time, such as <c>2wd</c>; as much as there may be where it is absent.</summary>
    Limit,

    /// <summary>Why the clocks are to stand still; must be there.</summary>
    Why,

    /// <summary>A day that is planned, such as <c>2027-03-01</c>.</summary>
    PlannedFor,

    /// <summary>Whether what is asked for is granted; must be there.</summary>
    Granted,

    /// <summary>Whether it is solved; must be there.</summary>
    Solved,

    /// <summary>Whether the handling was to blame; must be there.</summary>
    CausedByHandling,

    /// <summary>Key of a department; must be there.</summary>
    Department,

    /// <summary>Key of a department; the asker's own where it is absent.</summary>
    OwnDepartment,

    /// <summary>What a department is called in for; must be there.</summary>
    WhistleKind,

    /// <summary>How far a department is; must be there.</summary>
    WhistleStep,
}

/// <summary>
/// The commands of an issue as the API names them, what each may be told, and how it is read from a body. One table:
/// whoever adds a command adds a line.
/// </summary>
internal static class IssueCommands
{
    private static readonly FrozenDictionary<string, Row> Rows = new Dictionary<string, Row>(StringComparer.Ordinal)
    {
        ["accept"] = new([], (id, _) => new Accept(id)),
        ["reject"] = new([IssueField.Reason], (id, body) => new Reject(id, ReasonIn(body))),
        ["dispatch"] = new(
            [IssueField.To, IssueField.Reason],
            (id, body) => new Dispatch(id, OptionalPlace(body, "to"), ReasonIn(body))
        ),
        ["acknowledge"] = new([], (id, _) => new Acknowledge(id)),
        ["start"] = new([], (id, _) => new Start(id)),
        ["resolve"] = new(
            [IssueField.Note, IssueField.Photos],
            (id, body) => new Resolve(id, NoteIn(body), PhotosIn(body))
        ),
        ["selfHandle"] = new(
            [IssueField.Note, IssueField.Photos],
            (id, body) => new SelfHandle(id, NoteIn(body), PhotosIn(body))
        ),
        ["verify"] = new(
            [IssueField.Passed, IssueField.Note],
            (id, body) => new Verify(id, body.Flag("passed"), NoteIn(body))
        ),
        ["notSolved"] = new([IssueField.Reason], (id, body) => new NotSolved(id, ReasonIn(body))),
        ["close"] = new([], (id, _) => new Close(id)),
        ["rate"] = new(
            [IssueField.Stars, IssueField.Note],
            (id, body) => new Rate(id, body.Number("stars"), NoteIn(body))
        ),
        ["reopen"] = new([IssueField.Reason], (id, body) => new Reopen(id, ReasonIn(body))),
        ["comment"] = new([IssueField.RequiredNote], (id, body) => new Comment(id, RequiredNoteIn(body))),
        ["note"] = new([IssueField.RequiredNote], (id, body) => new Note(id, RequiredNoteIn(body))),
        ["answer"] = new([IssueField.RequiredNote], (id, body) => new Answer(id, RequiredNoteIn(body))),
        ["escalate"] = new([IssueField.Reason], (id, body) => new Escalate(id, ReasonIn(body))),
        ["relocate"] = new(
            [IssueField.RequiredTo, IssueField.Reason],
            (id, body) => new Relocate(id, RequiredPlace(body, "to"), ReasonIn(body))
        ),
        ["follow"] = new([], (id, _) => new Follow(id)),
        ["join"] = new([IssueField.Note], (id, body) => new Join(id, NoteIn(body))),
        ["leave"] = new([], (id, _) => new Leave(id)),
        ["merge"] = new(
            [IssueField.RequiredInto, IssueField.Reason],
            (id, body) => new Merge(id, IdIn(body, "into"), ReasonIn(body))
        ),
        ["split"] = new([IssueField.Reason], (id, body) => new Split(id, ReasonIn(body))),
        ["return"] = new([IssueField.Reason], (id, body) => new Return(id, ReasonIn(body))),
        ["extend"] = new(
            [IssueField.Reason, IssueField.Limit],
            (id, body) => new Extend(id, ReasonIn(body), LimitIn(body))
        ),
        ["suspend"] = new(
            [IssueField.Why, IssueField.Reason, IssueField.Limit, IssueField.PlannedFor],
            (id, body) => new Suspend(id, WhyIn(body), ReasonIn(body), LimitIn(body), DayIn(body, "plannedFor"))
        ),
        ["decide"] = new(
            [IssueField.Granted, IssueField.Note, IssueField.To],
            (id, body) => new DecideRequest(id, body.Flag("granted"), NoteIn(body), OptionalPlace(body, "to"))
        ),
        ["resume"] = new([], (id, _) => new Resume(id)),
        ["supervise"] = new([IssueField.Note], (id, body) => new Supervise(id, NoteIn(body))),
        ["void"] = new([IssueField.Reason], (id, body) => new Domain.Issues.Void(id, ReasonIn(body))),
        ["callBack"] = new(
            [IssueField.Solved, IssueField.CausedByHandling, IssueField.Note],
            (id, body) => new CallBack(id, body.Flag("solved"), body.Flag("causedByHandling"), NoteIn(body))
        ),
        ["whistle"] = new(
            [IssueField.Department, IssueField.WhistleKind, IssueField.Reason],
            (id, body) => new BlowWhistle(id, body.Word("department"), KindIn(body), ReasonIn(body))
        ),
        ["decideWhistle"] = new(
            [IssueField.Department, IssueField.Granted, IssueField.Note],
            (id, body) => new DecideWhistle(id, body.Word("department"), body.Flag("granted"), NoteIn(body))
        ),
        ["reportToWhistle"] = new(
            [IssueField.OwnDepartment, IssueField.WhistleStep, IssueField.Note],
            (id, body) => new ReportToWhistle(id, StepIn(body), body.OptionalString("department"), NoteIn(body))
        ),
        ["objectWhistle"] = new(
            [IssueField.OwnDepartment, IssueField.Reason],
            (id, body) => new ObjectWhistle(id, ReasonIn(body), body.OptionalString("department"))
        ),
        ["rateWhistle"] = new(
            [IssueField.Department, IssueField.Stars, IssueField.Note],
            (id, body) => new RateWhistle(id, body.Word("department"), body.Number("stars"), NoteIn(body))
        ),
        ["withdraw"] = new([IssueField.Reason], (id, body) => new Withdraw(id, ReasonIn(body))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IEnumerable<string> Names => Rows.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether an issue knows this command.</summary>
    public static bool IsKnown(string name) => Rows.ContainsKey(name);

    /// <summary>What a command may be told.</summary>
    public static ImmutableArray<IssueField> FieldsOf(string name) => Rows[name].Fields;

    /// <summary>Reads a command.</summary>
    /// <exception cref="RefusedException">A field of it is wrong.</exception>
    public static IssueCommand Read(string name, string issueId, JsonFields body) => Rows[name].Read(issueId, body);

    /// <summary>Commitments of photos.</summary>
    public static ImmutableArray<string> PhotosIn(JsonFields body) => body.Words("photos");

    private static PrivateText? NoteIn(JsonFields body) => OptionalText(body, "note");

    private static PrivateText? ReasonIn(JsonFields body) => OptionalText(body, "reason");

    private static PrivateText RequiredNoteIn(JsonFields body) => PrivateText.Of("note", body.Text("note"));

    private static PrivateText? OptionalText(JsonFields body, string field) =>
        body.OptionalText(field) is { } text ? PrivateText.Of(field, text) : null;

    private static Place? OptionalPlace(JsonFields body, string field) =>
        body.OptionalString(field) is { } name ? PlaceOf(name, field) : null;

    private static Place RequiredPlace(JsonFields body, string field) => PlaceOf(body.Word(field), field);

    private static Place PlaceOf(string name, string field) =>
        Place.TryParse(name, out var place)
            ? place
            : throw new RefusedException(Rejections.PlaceUnknown.With(field, name));

    private static string IdIn(JsonFields body, string field) =>
        body.Word(field) is var id && IssueIds.IsId(id)
            ? id
            : throw new RefusedException(Rejections.IssueInvalidId.With(field, id.Length <= 50 ? id : "…"));

    private static TimeLimit? LimitIn(JsonFields body) =>
        body.OptionalString("limit") is not { } text ? null
        : TimeLimit.TryParse(text, out var limit) && limit.Unit is not TimeUnit.WorkingSeconds ? limit
        : throw new RefusedException(
            Rejections.FieldWrongType.With("limit", "limit", "a time limit such as 2wd, 4wh, 24h or 7d")
        );

    private static SuspensionReason WhyIn(JsonFields body) =>
        EnumWords.TryParseWord<SuspensionReason>(body.Word("why"), out var why)
            ? why
            : throw new RefusedException(Rejections.SuspendUnknownReason.With("why", body.Word("why")));

    private static WhistleKind KindIn(JsonFields body) =>
        EnumWords.TryParseWord<WhistleKind>(body.Word("kind"), out var kind)
            ? kind
            : throw new RefusedException(
                Rejections.FieldWrongType.With("kind", "kind", "workPush, hardCase or emergency")
            );

    private static WhistleStep StepIn(JsonFields body) =>
        EnumWords.TryParseWord<WhistleStep>(body.Word("step"), out var step)
            ? step
            : throw new RefusedException(
                Rejections.FieldWrongType.With("step", "step", "signed, contacted, onSite or solved")
            );

    private static DateOnly? DayIn(JsonFields body, string field) =>
        body.OptionalString(field) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
        : throw new RefusedException(Rejections.FieldWrongType.With(field, field, "a day such as 2027-03-01"));

    private sealed record Row(ImmutableArray<IssueField> Fields, Func<string, JsonFields, IssueCommand> Read);
}
