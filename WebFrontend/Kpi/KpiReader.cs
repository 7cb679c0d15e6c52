using CivicGrains.Domain.Calendar;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Kpi;
using CivicGrains.Storage.Places;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Places;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.Kpi;

/// <summary>What is asked of key figures.</summary>
/// <param name="From">First day of the town on which issues were reported.</param>
/// <param name="To">Last of these days.</param>
public sealed record KpiQuestion(Place Place, DateOnly From, DateOnly To);

/// <summary>Reads the key figures of a place.</summary>
internal sealed class KpiReader(
    KpiQueries figures,
    OwnerQueries owners,
    DomainClock clock,
    IOptions<DistrictOptions> district
)
{
    /// <summary>Longest period.</summary>
    public const int DaysMax = 366;

    /// <summary>Names of the parameters of an address.</summary>
    public const string PlaceName = "place";

    /// <inheritdoc cref="PlaceName"/>
    public const string FromName = "from";

    /// <inheritdoc cref="PlaceName"/>
    public const string ToName = "to";

    private const int UsualDays = 30;

    private readonly Place _district = Place.District(district.Value.Code);

    /// <summary>Reads the question of an address: the district and the last thirty days unless it says otherwise.</summary>
    /// <exception cref="RefusedException">A parameter is wrong.</exception>
    public KpiQuestion Read(HttpRequest request)
    {
        var query = new Query(request);
        var today = TownTime.DateOf(clock.GetUtcNow());
        var place = query.Place(
            PlaceName,
            it => it.Kind is not PlaceKind.Department && it.DistrictCode == _district.Key
        );
        var to = query.Day(ToName) ?? today;
        var from = query.Day(FromName) ?? to.AddDays(1 - UsualDays);
        return from <= to && to.DayNumber - from.DayNumber < DaysMax
            ? new KpiQuestion(place ?? _district, from, to)
            : throw new RefusedException(Rejections.KpiPeriod.With(FromName, DaysMax));
    }

    /// <summary>The answer, with the place as it is called.</summary>
    /// <exception cref="RefusedException">There is no such place.</exception>
    public async Task<(PlaceView Place, KpiFigures Figures)> AnswerAsync(
        KpiQuestion asked,
        CancellationToken cancellationToken
    )
    {
        var place =
            await PlaceApi.FindAsync(asked.Place, owners, cancellationToken)
            ?? throw new RefusedException(Rejections.PlaceUnknown.With(PlaceName, asked.Place));
        return (
            place,
            await figures.ReadAsync(asked.Place, asked.From, asked.To, clock.GetUtcNow(), cancellationToken)
        );
    }
}
