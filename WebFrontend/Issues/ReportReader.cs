using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Reads a report from a body.</summary>
internal static class ReportReader
{
    private const double LatitudeMax = 90;
    private const double LongitudeMax = 180;

    /// <summary>Who shall own it.</summary>
    /// <exception cref="RefusedException">There is no such owner, whatever is registered.</exception>
    public static Place Owner(JsonFields body)
    {
        var name = body.Word("owner");
        return Place.TryParse(name, out var owner) && owner.OwnsIssues
            ? owner
            : throw new RefusedException(Rejections.OwnerUnknown.With("owner", JsonFields.Short(name)));
    }

    /// <summary>The report, but for its number.</summary>
    /// <exception cref="RefusedException">A field is wrong.</exception>
    public static Report Read(JsonFields body)
    {
        var category = JsonFields.Short(body.Word("category"));
        var description = PrivateText.Of("description", body.Text("description"));
        var location = body.OptionalObject("location");
        return new Report(
            "",
            category,
            description,
            Building(location),
            location is { } given ? Finer(given) : null,
            Source(body),
            IssueCommands.PhotosIn(body)
        );
    }

    private static string? Building(JsonFields? location) =>
        location?.OptionalText("building") is { } building ? JsonFields.Short(building) : null;

    private static IssueSource Source(JsonFields body)
    {
        if (body.OptionalString("source") is not { } word)
        {
            return IssueSource.Resident;
        }

        // What the platform puts together is reported by nobody.
        return EnumWords.TryParseWord<IssueSource>(word, out var source) && source is not IssueSource.Surge
            ? source
            : throw body.WrongType(
                "source",
                "one of resident, desk, phone, paper, patrol",
                "resident、desk、phone、paper、patrol 之一"
            );
    }

    /// <summary>Point and words, which may name a dwelling: a text beside the log. Null when neither was given.</summary>
    private static PrivateText? Finer(JsonFields location)
    {
        var latitude = location.OptionalNumber("lat", -LatitudeMax, LatitudeMax);
        var longitude = location.OptionalNumber("long", -LongitudeMax, LongitudeMax);
        if (latitude is null != longitude is null)
        {
            var missing = location.Prefix + (latitude is null ? "lat" : "long");
            throw new RefusedException(Rejections.FieldMissing.With(missing, missing));
        }

        var text = location.OptionalText("text");
        var datum = location.OptionalString("datum") ?? "wgs84";
        if (datum is not ("wgs84" or "gcj02"))
        {
            throw location.WrongType("datum", "wgs84 or gcj02", "wgs84 或 gcj02");
        }

        if (latitude is null && text is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, IssueView.Readable))
        {
            json.WriteStartObject();
            if (latitude is { } lat && longitude is { } lon)
            {
                json.WriteNumber("lat", lat);
                json.WriteNumber("long", lon);
                json.WriteString("datum", datum);
            }

            if (text is not null)
            {
                json.WriteString("text", text);
            }

            json.WriteEndObject();
        }

        var body = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return body.Length <= PrivateText.CharactersMax
            ? PrivateText.Of("location", body)
            : throw new RefusedException(
                Rejections.TextTooLong.With(location.Prefix + "text", PrivateText.CharactersMax, body.Length)
            );
    }
}
