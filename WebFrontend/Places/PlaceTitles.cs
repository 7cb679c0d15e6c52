using System.Collections.Concurrent;
using System.Collections.Frozen;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Places;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Places;

/// <summary>What places are called. Names are given once, at registration, and remembered here for ever.</summary>
internal sealed class PlaceTitles(OwnerQueries owners)
{
    private static readonly FrozenDictionary<Place, string> Official = ReadOfficial();

    private readonly ConcurrentDictionary<Place, string> _registered = new();

    /// <summary>The subdistricts and communities of the district, by their codes.</summary>
    public static ImmutableArray<(Place Subdistrict, ImmutableArray<Place> Communities)> Areas { get; } = ReadAreas();

    /// <summary>The name of an office; its key where there is none.</summary>
    public static string OfOffice(Place place, Language language) =>
        place.Kind is PlaceKind.Department && Departments.Find(place.Key) is { } department
            ? language is Language.English
                ? department.English
                : department.Chinese
            : place.Kind is PlaceKind.District
                ? language is Language.English
                    ? "Qingyang District"
                    : "青羊区"
                : Official.GetValueOrDefault(place, place.Key ?? "");

    /// <summary>The names of places, each read once.</summary>
    public async Task<Func<Place, string>> OfAsync(
        IEnumerable<Place> places,
        Language language,
        CancellationToken cancellationToken
    )
    {
        var missing = places.Where(p => p.OwnsIssues && !_registered.ContainsKey(p)).Distinct().ToArray();
        if (missing.Length > 0)
        {
            foreach (var (place, name) in await owners.GetNamesAsync(missing, cancellationToken))
            {
                _registered[place] = name;
            }
        }

        return place => _registered.TryGetValue(place, out var name) ? name : OfOffice(place, language);
    }

    private static FrozenDictionary<Place, string> ReadOfficial()
    {
        var (subdistricts, communities) = Census.Read();
        return subdistricts
            .Select(s => (s.Place, s.Name))
            .Concat(communities.Select(c => (c.Place, c.Name)))
            .ToFrozenDictionary(it => it.Place, it => it.Name);
    }

    private static ImmutableArray<(Place, ImmutableArray<Place>)> ReadAreas()
    {
        var (subdistricts, communities) = Census.Read();
        return
        [
            .. subdistricts.Select(s =>
                (s.Place, communities.Where(c => c.Subdistrict == s.Place).Select(c => c.Place).ToImmutableArray())
            ),
        ];
    }
}
