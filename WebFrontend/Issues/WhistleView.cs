using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>A department that is called in to help with an issue.</summary>
/// <param name="Department">Key of the department.</param>
/// <param name="State">For its chain also <c>drafted</c> and <c>objected</c>.</param>
/// <param name="Kind">For its chain: what for.</param>
/// <param name="SignBy">For its chain: until when it signs.</param>
/// <param name="ContactBy">For its chain: until when it speaks with who called it.</param>
/// <param name="OnSiteBy">For its chain: until when it is on site.</param>
/// <param name="Missed">For its chain: what was not done in time.</param>
internal sealed record WhistleDocument(
    string Department,
    WhistleState State,
    WhistleKind? Kind,
    DateTimeOffset? SignBy,
    DateTimeOffset? ContactBy,
    DateTimeOffset? OnSiteBy,
    WhistleStep[]? Missed
);

/// <summary>
/// What an audience sees of whistles: that a department is called in and how far it is, everybody; that one is asked
/// for or disputes it, and until when it does what, the chain.
/// </summary>
internal static class WhistleView
{
    /// <summary>The whistles that an audience sees, as far as it does.</summary>
    public static ImmutableArray<WhistleRow> Seen(ImmutableArray<WhistleRow> whistles, Sight sight) =>
        sight >= Sight.Chain
            ? whistles
            :
            [
                .. whistles
                    .Where(it => it.State is not WhistleState.Drafted)
                    .Select(it => new WhistleRow(
                        it.Department,
                        it.Kind,
                        it.State is WhistleState.Objected ? WhistleState.Blown : it.State
                    )),
            ];

    /// <summary>Writes them; nothing where there are none.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableArray<WhistleRow> whistles, Sight sight)
    {
        var seen = Seen(whistles, sight);
        if (seen.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("whistles");
        foreach (var whistle in seen)
        {
            json.WriteStartObject();
            json.WriteString("department", whistle.Department);
            json.WriteString("state", whistle.State.Camel());
            if (sight >= Sight.Chain)
            {
                WriteOfChain(json, whistle);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOfChain(Utf8JsonWriter json, WhistleRow whistle)
    {
        json.WriteString("kind", whistle.Kind.Camel());
        if (whistle is { SignBy: { } sign, ContactBy: { } contact, OnSiteBy: { } site })
        {
            json.WriteString("signBy", sign);
            json.WriteString("contactBy", contact);
            json.WriteString("onSiteBy", site);
        }

        if (whistle.Missed is { } missed)
        {
            json.WriteStartArray("missed");
            foreach (var step in missed)
            {
                json.WriteStringValue(step.Camel());
            }

            json.WriteEndArray();
        }
    }
}
