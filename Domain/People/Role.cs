namespace CivicGrains.Domain.People;

/// <summary>What somebody is, at a place. Words in files and the API are kebab-case (<c>grid-head</c>).</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Role>))]
public enum Role
{
    /// <summary>Lives in a compound.</summary>
    Resident,

    /// <summary>Property company's project manager: level 0 of a professionally managed compound.</summary>
    PropertyManager,

    /// <summary>Leader of the self-management group: level 0 of a self-managed compound.</summary>
    CompoundLead,

    /// <summary>The community's trusteeship team: level 0 of a compound in trusteeship.</summary>
    Trustee,

    /// <summary>Builder of a renovation project: its level 0.</summary>
    Contractor,

    /// <summary>Answerable for a grid: level 1.</summary>
    GridHead,

    /// <summary>Desk of a community: level 1.</summary>
    Community,

    /// <summary>Desk of a subdistrict: level 2.</summary>
    Subdistrict,

    /// <summary>A district department: level 3.</summary>
    Department,

    /// <summary>The district monitoring centre: level 4.</summary>
    DistrictCentre,

    /// <summary>Keeps the platform and the district's rules; handles no issues.</summary>
    Administrator,

    /// <summary>The platform itself: deadlines and reactions. Nobody can sign in as it.</summary>
    Platform,

    /// <summary>
    /// Looks after a micro-grid as a volunteer: sees what residents see and may comment, is invited to help, and is
    /// answerable for nothing. Last, so that the numbers of the others stay as they are.
    /// </summary>
    MicroGridHead,
}

/// <summary>A role somebody holds at a place.</summary>
[GenerateSerializer, Immutable, Alias("held-role")]
public readonly record struct HeldRole(Role Role, Place Place);

/// <summary>Who acts: the signed-in person as the log knows them, with the roles the silo itself has looked up.</summary>
/// <param name="Reference">Random 128-bit reference of the account; never a name.</param>
public sealed record Actor(Guid Reference, ImmutableArray<HeldRole> Roles)
{
    /// <summary>The platform: deadlines, windows and reactions.</summary>
    public static Actor Platform { get; } =
        new(new Guid("00000000-0000-8000-8000-000000000001"), [new HeldRole(Role.Platform, default)]);

    /// <summary>Whether the actor holds this role at this very place.</summary>
    public bool Holds(Role role, Place place) => Roles.Contains(new HeldRole(role, place));

    /// <summary>Whether the actor holds this role at a place that covers this one.</summary>
    public bool HoldsOver(Role role, Place place)
    {
        foreach (var held in Roles)
        {
            if (held.Role == role && held.Place.Covers(place))
            {
                return true;
            }
        }

        return false;
    }
}
