using System.Globalization;

namespace CivicGrains.Domain.Common;

/// <summary>A code of refusal and its sentences, in which <c>{0}</c>, <c>{1}</c> stand for values.</summary>
/// <param name="Kind">What each edge makes of it.</param>
/// <param name="Code">Stable and for ever.</param>
public sealed record RejectionCode(RejectionKind Kind, string Code, string English, string Chinese)
{
    /// <summary>The refusal, where the sentence needs no value.</summary>
    public Rejection Now(string? field = null) => new(Kind, Code, English, Chinese, field);

    /// <summary>The refusal with the values of its sentence.</summary>
    public Rejection With(string? field, params object[] values) =>
        new(
            Kind,
            Code,
            string.Format(CultureInfo.InvariantCulture, English, values),
            string.Format(CultureInfo.InvariantCulture, Chinese, values),
            field
        );

    /// <summary>The refusal whose sentences need different values in each language.</summary>
    public Rejection With(object[] english, object[] chinese, string? field = null) =>
        new(
            Kind,
            Code,
            string.Format(CultureInfo.InvariantCulture, English, english),
            string.Format(CultureInfo.InvariantCulture, Chinese, chinese),
            field
        );
}
