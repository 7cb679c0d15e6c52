namespace CivicGrains.Domain.Compounds;

/// <summary>Who runs a compound day by day; it decides who handles an issue first.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PropertyMode>))]
public enum PropertyMode
{
    /// <summary>居民自管: the residents themselves.</summary>
    SelfManaged,

    /// <summary>社区托管: the community's service team.</summary>
    CommunityTrust,

    /// <summary>专业物管: a property company.</summary>
    ProfessionalManaged,
}

/// <summary>A building of a compound and the general grid it belongs to.</summary>
/// <param name="Name">Public name, such as <c>3栋</c>.</param>
[GenerateSerializer, Immutable, Alias("building")]
public sealed record Building(string Name, Place Grid, int Households);
