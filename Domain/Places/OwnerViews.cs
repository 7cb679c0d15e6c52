using System.Text.Json;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Places;

/// <summary>The row of a registered place that owns issues.</summary>
internal static class OwnerViews
{
    /// <summary>The view of owners.</summary>
    public const string View = "owners";

    /// <summary>A row in the column names of the read model.</summary>
    public static ViewRow Row(
        Place place,
        string name,
        Place homeGrid,
        bool synthetic,
        PropertyMode? mode = null,
        int? households = null,
        ImmutableArray<Building> buildings = default,
        ImmutableArray<Guid> heads = default,
        OwnerRules? rules = null
    )
    {
        var scratch = JsonScratch.Rent();
        var json = scratch.Writer;
        json.WriteStartObject();
        json.WriteString("place", place.ToString());
        json.WriteString("kind", place.Kind.Kebab());
        json.WriteString("name", name);
        json.WriteString("community", place.CommunityCode);
        json.WriteString("subdistrict", place.SubdistrictCode);
        json.WriteString("mode", mode?.Camel());
        if (households is { } count)
        {
            json.WriteNumber("households", count);
        }

        json.WriteString("home_grid", homeGrid.ToString());
        WriteBuildings(json, buildings);
        WriteHeads(json, heads);
        json.WriteBoolean("synthetic", synthetic);
        if (rules is not null)
        {
            json.WritePropertyName("rules");
            json.WriteRawValue(rules.Write());
        }

        json.WriteEndObject();
        return new ViewRow(View, Encoding.UTF8.GetString(scratch.Written()));
    }

    private static void WriteBuildings(Utf8JsonWriter json, ImmutableArray<Building> buildings)
    {
        if (buildings.IsDefault)
        {
            return;
        }

        json.WriteStartArray("buildings");
        foreach (var building in buildings)
        {
            json.WriteStartObject();
            json.WriteString("name", building.Name);
            json.WriteString("grid", building.Grid.ToString());
            json.WriteNumber("households", building.Households);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHeads(Utf8JsonWriter json, ImmutableArray<Guid> heads)
    {
        json.WriteStartArray("heads");
        if (!heads.IsDefault)
        {
            foreach (var head in heads)
            {
                json.WriteStringValue(head);
            }
        }

        json.WriteEndArray();
    }
}

/// <summary>Checks that registrations share.</summary>
internal static class Registration
{
    /// <summary>Why somebody may not register a place; null when they may.</summary>
    public static Rejection? Check(Place place, bool registered, string name, Actor actor) =>
        !WhoMay.Administer(actor, place) ? Rejections.PlaceNotYours.With(null, place)
        : registered ? Rejections.OwnerExists.With(null, place)
        : TextRules.Check(name, "name");

    /// <summary>Why a grid does not look after a place; null when it may: both lie in one community.</summary>
    public static Rejection? CheckGrid(Place place, Place grid, string field) =>
        grid.Kind is PlaceKind.Grid && grid.CommunityCode == place.CommunityCode
            ? null
            : Rejections.GridUnknown.With(field, grid);
}
