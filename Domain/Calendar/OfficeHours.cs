namespace CivicGrains.Domain.Calendar;

/// <summary>A stretch of a working day in which offices are open.</summary>
/// <param name="From">Time of the town's day at which it begins.</param>
/// <param name="Until">Time at which it ends, later than <paramref name="From"/>.</param>
[GenerateSerializer, Immutable, Alias("office-span"), StructLayout(LayoutKind.Auto)]
public readonly record struct OfficeSpan(TimeOnly From, TimeOnly Until)
{
    /// <summary>How long it is.</summary>
    [JsonIgnore]
    public TimeSpan Length => Until - From;
}

/// <summary>When offices are open on a working day.</summary>
/// <param name="Spans">At least one, in order, not touching one another.</param>
[GenerateSerializer, Immutable, Alias("office-hours")]
public sealed record OfficeHours(ImmutableArray<OfficeSpan> Spans)
{
    /// <summary>09:00 to 12:00 and 13:00 to 17:00: seven working hours. No official text fixes them; a district may.</summary>
    public static OfficeHours Default { get; } = new([new(new(9, 0), new(12, 0)), new(new(13, 0), new(17, 0))]);

    /// <summary>Working time of a whole day.</summary>
    [JsonIgnore]
    public TimeSpan Length => Spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + span.Length);

    /// <summary>When the last span ends: a period of working days ends then (Civil Code, article 203).</summary>
    [JsonIgnore]
    public TimeSpan Close => Spans[^1].Until.ToTimeSpan();
}
