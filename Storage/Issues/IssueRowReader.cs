using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using Npgsql;

namespace CivicGrains.Storage.Issues;

/// <summary>From a row of <c>issue-select.sql</c> to an <see cref="IssueRow"/>.</summary>
internal static class IssueRowReader
{
    /// <summary>Number of columns that <see cref="Read"/> reads.</summary>
    public const int Columns = 47;

    public static IssueRow Read(NpgsqlDataReader reader) =>
        new(
            Id: reader.GetString(0),
            Owner: Place.Parse(reader.GetString(1)),
            Community: Text(reader, 2),
            Subdistrict: Text(reader, 3),
            Category: reader.GetString(4),
            Urgency: Text(reader, 5) is { } urgency ? Enum.Parse<UrgencyClass>(urgency) : null,
            Visibility: Word<Visibility>(reader.GetString(6)),
            Source: Word<IssueSource>(reader.GetString(7)),
            Status: Word<IssueStatus>(reader.GetString(8)),
            Level: Value<int>(reader, 9),
            Handler: Text(reader, 10) is { } role
                ? new Handler(Word<Role>(role), Place.Parse(reader.GetString(11)))
                : null,
            Reporter: reader.GetGuid(12),
            Followers: [.. reader.GetFieldValue<Guid[]>(13)],
            Building: Text(reader, 14),
            Description: reader.GetString(15),
            Location: Text(reader, 16),
            ReportedAt: reader.GetFieldValue<DateTimeOffset>(17),
            UpdatedAt: reader.GetFieldValue<DateTimeOffset>(18),
            DueAt: Value<DateTimeOffset>(reader, 19),
            OverallDueAt: Value<DateTimeOffset>(reader, 20),
            NextDueAt: Value<DateTimeOffset>(reader, 21),
            Overdue: reader.GetBoolean(22),
            Stars: Value<int>(reader, 23),
            TimesReopened: reader.GetInt32(24),
            Archived: reader.GetBoolean(25),
            MovingTo: Text(reader, 26) is { } place ? Place.Parse(place) : null,
            Seq: reader.GetInt64(27),
            Clocks: new IssueClocks(
                WarnedPercent: reader.GetInt32(28),
                Provisional: reader.GetBoolean(29),
                Suspension: Text(reader, 30) is { } why ? Word<SuspensionReason>(why) : null,
                SuspendedUntil: Value<DateTimeOffset>(reader, 31),
                Request: Text(reader, 32) is { } request ? Word<RequestKind>(request) : null,
                RequestLevel: Value<int>(reader, 33),
                RequestDueAt: Value<DateTimeOffset>(reader, 34),
                SupervisedBy: Value<int>(reader, 35),
                CheckDueAt: Value<DateTimeOffset>(reader, 36),
                CallBackDueAt: Value<DateTimeOffset>(reader, 37)
            ),
            Chain: Value<int>(reader, 39) is { } above
                ? new IssueChain(Value<int>(reader, 38), above, Text(reader, 40), Word<RatedBy>(reader.GetString(41)))
                : null,
            Joins: new IssueJoins(
                Text(reader, 42),
                reader.GetInt32(43),
                Value<DateTimeOffset>(reader, 44),
                Text(reader, 45)
            ),
            Whistles: Text(reader, 46) is { } whistles
                ? JsonSerializer.Deserialize<ImmutableArray<WhistleRow>>(whistles, JsonSerializerOptions.Web)
                : []
        );

    public static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static T? Value<T>(NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    public static T Word<T>(string word)
        where T : struct, Enum =>
        EnumWords.TryParseWord<T>(word, out var value)
            ? value
            : throw new UnreachableException(
                $"'{word}' is no {typeof(T).Name}: the row was written by another program."
            );
}
