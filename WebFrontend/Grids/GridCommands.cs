using System.Collections.Frozen;
using CivicGrains.Domain.Grids;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Somebody who is named in a request, as the accounts know them.</summary>
/// <param name="Roles">What they hold; empty where the account is gone.</param>
internal sealed record NamedPerson(Guid Reference, ImmutableArray<HeldRole> Roles);

/// <summary>Whom a command of a grid's roster needs to know.</summary>
internal enum Named
{
    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>Whoever it is about.</summary>
    Person,

    /// <summary>Whoever it is about; oneself where nobody is named.</summary>
    PersonOrSelf,
}

/// <summary>What may be asked of a grid's roster and rota, by the words of the API, and how it is read.</summary>
internal static class GridCommands
{
    private static readonly FrozenDictionary<string, Row> Rows = new Dictionary<string, Row>(StringComparer.Ordinal)
    {
        ["setMicroGrid"] = new(
            Named.Nobody,
            ["code", "name", "households"],
            (body, _, _) => new SetMicroGrid(body.Word("code"), body.Text("name"), body.Number("households"))
        ),
        ["removeMicroGrid"] = new(Named.Nobody, ["code"], (body, _, _) => new RemoveMicroGrid(body.Word("code"))),
        ["addMember"] = new(
            Named.Person,
            ["kind", "microGrid"],
            (body, person, _) =>
                new AddMember(
                    person!.Reference,
                    body.Word<MemberKind>("kind"),
                    person.Roles,
                    body.OptionalString("microGrid")
                )
        ),
        ["changeMember"] = new(
            Named.Person,
            ["kind", "microGrid"],
            (body, person, _) =>
                new ChangeMember(
                    person!.Reference,
                    body.Word<MemberKind>("kind"),
                    person.Roles,
                    body.OptionalString("microGrid")
                )
        ),
        ["removeMember"] = new(Named.Person, [], (_, person, _) => new RemoveMember(person!.Reference)),
        ["planShift"] = new(
            Named.Person,
            ["shift", "from", "until"],
            (body, person, _) =>
                new PlanShift(person!.Reference, body.Word<ShiftKind>("shift"), body.Day("from"), body.Day("until"))
        ),
        ["cancelShift"] = new(Named.Nobody, ["number"], (body, _, _) => new CancelShift(body.Number("number"))),
        ["takeLeave"] = new(
            Named.PersonOrSelf,
            ["from", "until", "standIn"],
            (body, person, standIn) =>
                new TakeLeave(
                    person!.Reference,
                    MomentOf(body, "from"),
                    MomentOf(body, "until")
                        ?? throw new RefusedException(Rejections.FieldMissing.With("until", "until")),
                    standIn?.Reference
                )
        ),
        ["endLeave"] = new(Named.Nobody, ["number"], (body, _, _) => new EndLeave(body.Number("number"))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] MomentFormats =
    [
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The words, in alphabetical order.</summary>
    public static IEnumerable<string> Names => Rows.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether there is such a command.</summary>
    public static bool IsKnown(string word) => Rows.ContainsKey(word);

    /// <summary>Whom a command has to know.</summary>
    public static Named NamedBy(string word) => Rows[word].Named;

    /// <summary>Reads a command.</summary>
    /// <exception cref="RefusedException">A field of it is wrong, or unknown.</exception>
    public static DomainCommand Read(string word, JsonFields body, NamedPerson? person, NamedPerson? standIn)
    {
        var row = Rows[word];
        string[] names = row.Named is Named.Nobody ? [] : ["person", "account"];
        body.ExpectOnly([.. row.Fields, .. names]);
        return row.Read(body, person, standIn);
    }

    /// <summary>A moment; without an offset as the town's clocks show it.</summary>
    private static DateTimeOffset? MomentOf(JsonFields body, string field)
    {
        if (body.OptionalString(field) is not { } text)
        {
            return null;
        }

        var time = text.IndexOf('T', StringComparison.Ordinal);
        var says = time >= 0 && text.AsSpan(time).IndexOfAny('+', '-', 'Z') >= 0;
        return DateTimeOffset.TryParseExact(
            says ? text : $"{text}+08:00",
            MomentFormats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var moment
        )
            ? moment
            : throw body.WrongType(field, "a moment such as 2026-11-30T18:00+08:00", "时间，如 2026-11-30T18:00+08:00");
    }

    private sealed record Row(
        Named Named,
        ImmutableArray<string> Fields,
        Func<JsonFields, NamedPerson?, NamedPerson?, DomainCommand> Read
    );
}
