using System.Text.Json;

namespace CivicGrains.Domain.Issues;

public static partial class IssueViews
{
    private static readonly JsonEncodedText Whistles = JsonEncodedText.Encode("whistles");
    private static readonly JsonEncodedText Whistled = JsonEncodedText.Encode("whistled");
    private static readonly JsonEncodedText WhistleLevels = JsonEncodedText.Encode("whistle_levels");

    /// <summary>
    /// Whose help was asked for. An issue without whistles, which is nearly every one, says nothing and costs nothing;
    /// of an archived one none is left, because nobody can rate it any more.
    /// </summary>
    private static void WriteWhistles(Utf8JsonWriter json, ImmutableArray<Whistle>? whistles)
    {
        if (whistles is not { } some)
        {
            return;
        }

        json.WriteStartArray(Whistles);
        foreach (var whistle in some)
        {
            Write(json, whistle);
        }

        json.WriteEndArray();
        if (some.Any(it => it.IsBlown))
        {
            json.WriteStartArray(Whistled);
            foreach (var whistle in some)
            {
                if (whistle.IsBlown)
                {
                    json.WriteStringValue(whistle.Department);
                }
            }

            json.WriteEndArray();
        }

        if (some.Any(it => it.AwaitedLevel is not null))
        {
            json.WriteStartArray(WhistleLevels);
            foreach (var level in some.Select(it => it.AwaitedLevel).Distinct())
            {
                if (level is { } number)
                {
                    json.WriteNumberValue(number);
                }
            }

            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, Whistle whistle)
    {
        json.WriteStartObject();
        json.WriteString("department", whistle.Department);
        json.WriteString("kind", whistle.Kind.Camel());
        json.WriteString("state", whistle.State.Camel());
        if (whistle.Clocks is { } clocks)
        {
            json.WriteString("signBy", clocks.SignBy);
            json.WriteString("contactBy", clocks.ContactBy);
            json.WriteString("onSiteBy", clocks.OnSiteBy);
        }

        if (whistle.ObjectedBy is not null)
        {
            json.WriteBoolean("disputed", true);
        }

        if (!whistle.Missed.IsEmpty)
        {
            json.WriteStartArray("missed");
            foreach (var step in whistle.Missed)
            {
                json.WriteStringValue(step.Camel());
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
