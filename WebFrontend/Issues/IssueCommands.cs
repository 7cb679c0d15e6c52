using System.Collections.Frozen;
using CivicGrains.Domain.Issues;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>
/// The commands of an issue as the API names them, and how each is read from a body. One table: whoever adds a command
/// adds a line.
/// </summary>
internal static class IssueCommands
{
    private static readonly FrozenDictionary<string, Func<string, JsonFields, IssueCommand>> Readers = new Dictionary<
        string,
        Func<string, JsonFields, IssueCommand>
    >(StringComparer.Ordinal)
    {
        ["accept"] = (id, _) => new Accept(id),
        ["reject"] = (id, body) => new Reject(id, Reason(body)),
        ["dispatch"] = (id, body) => new Dispatch(id, OptionalPlace(body, "to"), Reason(body)),
        ["acknowledge"] = (id, _) => new Acknowledge(id),
        ["start"] = (id, _) => new Start(id),
        ["resolve"] = (id, body) => new Resolve(id, Note(body), Photos(body)),
        ["selfHandle"] = (id, body) => new SelfHandle(id, Note(body), Photos(body)),
        ["verify"] = (id, body) => new Verify(id, body.Flag("passed"), Note(body)),
        ["notSolved"] = (id, body) => new NotSolved(id, Reason(body)),
        ["close"] = (id, _) => new Close(id),
        ["rate"] = (id, body) => new Rate(id, body.Number("stars"), Note(body)),
        ["reopen"] = (id, body) => new Reopen(id, Reason(body)),
        ["comment"] = (id, body) => new Comment(id, RequiredNote(body)),
        ["note"] = (id, body) => new Note(id, RequiredNote(body)),
        ["answer"] = (id, body) => new Answer(id, RequiredNote(body)),
        ["escalate"] = (id, body) => new Escalate(id, Reason(body)),
        ["relocate"] = (id, body) => new Relocate(id, RequiredPlace(body, "to"), Reason(body)),
        ["follow"] = (id, _) => new Follow(id),
        ["withdraw"] = (id, body) => new Withdraw(id, Reason(body)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IEnumerable<string> Names => Readers.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether an issue knows this command.</summary>
    public static bool IsKnown(string name) => Readers.ContainsKey(name);

    /// <summary>Reads a command.</summary>
    /// <exception cref="RefusedException">There is no such command, or a field of it is wrong.</exception>
    public static IssueCommand Read(string name, string issueId, JsonFields body) => Readers[name](issueId, body);

    /// <summary>Commitments of photos.</summary>
    public static ImmutableArray<string> Photos(JsonFields body) => body.Words("photos");

    private static PrivateText? Note(JsonFields body) => OptionalText(body, "note");

    private static PrivateText? Reason(JsonFields body) => OptionalText(body, "reason");

    private static PrivateText RequiredNote(JsonFields body) => PrivateText.Of("note", body.Text("note"));

    private static PrivateText? OptionalText(JsonFields body, string field) =>
        body.OptionalText(field) is { } text ? PrivateText.Of(field, text) : null;

    private static Place? OptionalPlace(JsonFields body, string field) =>
        body.OptionalString(field) is { } name ? PlaceOf(name, field) : null;

    private static Place RequiredPlace(JsonFields body, string field) => PlaceOf(body.Word(field), field);

    private static Place PlaceOf(string name, string field) =>
        Place.TryParse(name, out var place)
            ? place
            : throw new RefusedException(Rejections.PlaceUnknown.With(field, name));
}
