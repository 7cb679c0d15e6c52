namespace CivicGrains.Domain.Grids;

/// <summary>How those of a micro-grid are. Words in files and the API are camelCase (<c>needsHelp</c>).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RollState>))]
public enum RollState
{
    /// <summary>平安: whoever answers has looked, and nobody there needs anything.</summary>
    AllWell,

    /// <summary>需要帮助: somebody there needs help.</summary>
    NeedsHelp,
}

/// <summary>Why a grid waits for no more answers of a roll-call.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RollClosing>))]
public enum RollClosing
{
    /// <summary>The time is over.</summary>
    Time,

    /// <summary>Every micro-grid has answered.</summary>
    Complete,

    /// <summary>Whoever called it has ended it.</summary>
    Ended,

    /// <summary>The roll is called anew.</summary>
    Replaced,
}

/// <summary>What a micro-grid answered last.</summary>
/// <param name="Late">Whether the first answer came when the time was over; a later one does not change it.</param>
/// <param name="OnBehalf">Whether staff of the grid answered, and not the volunteer of the micro-grid.</param>
/// <param name="By">Reference of who answered.</param>
/// <param name="Note">Commitment of what they wrote; null for nothing.</param>
public sealed record RollAnswer(
    RollState State,
    DateTimeOffset At,
    bool Late,
    bool OnBehalf,
    Guid By,
    string? Note = null
);

/// <summary>点名: the roll-call of one grid, as it stands. Who is expected is settled when it is called.</summary>
/// <param name="Number">Of the community: all its grids have the same.</param>
/// <param name="Exercise">Whether it is an exercise (演练).</param>
/// <param name="Minutes">How long each micro-grid has to answer.</param>
/// <param name="Expected">Codes of the micro-grids, or <see cref="WholeGrid"/> alone; each is counted once.</param>
public sealed record RollCall(
    int Number,
    bool Exercise,
    int Minutes,
    DateTimeOffset CalledAt,
    DateTimeOffset Deadline,
    ImmutableArray<string> Expected
)
{
    /// <summary>Stands in the place of a code where a grid has no micro-grids: its staff answer once, for all of it.</summary>
    public const string WholeGrid = "*";

    /// <summary>Fewest minutes that a roll-call leaves to answer.</summary>
    public const int MinutesMin = 5;

    /// <summary>Most minutes that a roll-call leaves to answer: a day.</summary>
    public const int MinutesMax = 1_440;

    /// <summary>Minutes where nobody says how many.</summary>
    public const int MinutesDefault = 30;

    /// <summary>How long after its deadline it still takes answers.</summary>
    public static readonly TimeSpan LateFor = TimeSpan.FromHours(24);

    /// <summary>What was answered, by the code of the micro-grid.</summary>
    public ImmutableSortedDictionary<string, RollAnswer> Answers { get; init; } =
        ImmutableSortedDictionary.Create<string, RollAnswer>(StringComparer.Ordinal);

    /// <summary>Since when nobody is waited for; null while somebody is.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Why nobody is waited for; null while somebody is.</summary>
    public RollClosing? Closing { get; init; }

    /// <summary>When the time is over; null when nobody is waited for any more.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt => Closing is null ? Deadline : null;

    /// <summary>Whose answer is missing, in the order in which they are expected.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Missing => Expected.RemoveAll(Answers.ContainsKey);

    /// <summary>Who needs help.</summary>
    [JsonIgnore]
    public ImmutableArray<string> NeedingHelp =>
        [.. Answers.Where(it => it.Value.State is RollState.NeedsHelp).Select(it => it.Key)];

    /// <summary>How many answered when the time was over.</summary>
    [JsonIgnore]
    public int Late => Answers.Values.Count(it => it.Late);

    /// <summary>How many of a hundred have answered, rounded down: 100 are all. 0 where nobody is expected.</summary>
    public static int PercentOf(int confirmed, int expected) => expected == 0 ? 0 : confirmed * 100 / expected;

    /// <summary>Whether it takes answers: it was not ended, and its time is not over long ago.</summary>
    public bool TakesAnswersAt(DateTimeOffset at) =>
        Closing is not (RollClosing.Ended or RollClosing.Replaced) && at < Deadline + LateFor;
}

/// <summary>平急转换: whether a community is in emergency mode. The master grid holds it.</summary>
/// <param name="Number">Counts the emergencies of the community.</param>
/// <param name="Reason">Commitment of what was written about it; null for nothing.</param>
public sealed record AreaEmergency(int Number, DateTimeOffset StartedAt, string? Reason)
{
    /// <summary>When it was ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>The newest roll-call of a community, as its master grid ordered it.</summary>
/// <param name="Exercise">Whether it is an exercise.</param>
/// <param name="Grids">The grids whose roll is called.</param>
public sealed record AreaRollCall(
    int Number,
    bool Exercise,
    int Minutes,
    DateTimeOffset CalledAt,
    DateTimeOffset Deadline,
    ImmutableArray<Place> Grids
)
{
    /// <summary>When whoever called it ended it; null when nobody did.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Whether it is under way at a moment.</summary>
    public bool RunsAt(DateTimeOffset at) => StoppedAt is null && at < Deadline;
}

/// <summary>Emergency and roll-call of a community, each the newest; what was before stands in the log.</summary>
public sealed record AreaMobilisation(AreaEmergency? Emergency, AreaRollCall? Call)
{
    /// <summary>Neither has ever been.</summary>
    public static AreaMobilisation None { get; } = new(null, null);

    /// <summary>The emergency that runs; null when none does.</summary>
    [JsonIgnore]
    public AreaEmergency? Running => Emergency is { EndedAt: null } running ? running : null;
}
