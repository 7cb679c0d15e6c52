namespace CivicGrains.WebFrontend.Places;

/// <summary>A subdistrict of Qingyang with its official code: real data.</summary>
internal sealed record Subdistrict(Place Place, string Name);

/// <summary>A community of Qingyang with its official code: real data.</summary>
internal sealed record Community(Place Place, string Name, Place Subdistrict);

/// <summary>The official subdistricts and communities (see <c>data/README.md</c>).</summary>
internal static class Census
{
    private const string Resource = "data/qingyang-510105.csv";

    public static (ImmutableArray<Subdistrict> Subdistricts, ImmutableArray<Community> Communities) Read()
    {
        using var stream =
            typeof(Census).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream);
        var subdistricts = ImmutableArray.CreateBuilder<Subdistrict>();
        var communities = ImmutableArray.CreateBuilder<Community>();
        reader.ReadLine(); // The heading.
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(',') is not [var subdistrictCode, var subdistrictName, var code, _, var name])
            {
                throw new InvalidDataException($"{Resource}: '{line}' has not five fields.");
            }

            var subdistrict = Place.Parse($"subdistrict/{subdistrictCode}");
            if (subdistricts.Count == 0 || subdistricts[^1].Place != subdistrict)
            {
                subdistricts.Add(new Subdistrict(subdistrict, subdistrictName));
            }

            communities.Add(new Community(Place.Parse($"community/{code}"), name, subdistrict));
        }

        return (subdistricts.ToImmutable(), communities.ToImmutable());
    }
}
