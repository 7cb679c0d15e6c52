using System.Text.Json;
using System.Text.Json.Nodes;
using CivicGrains.Domain.Common;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Issues;

/// <summary>Rows of the read model as the log writes them.</summary>
internal static class Rows
{
    public const string Compound = "compound/510105007004-C012";
    public const string OtherCompound = "compound/510105008001-C001";
    public const string Grid = "grid/510105007004-G03";
    public static readonly Guid Reporter = new("00000000-0000-4000-8000-0000000000a1");
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);

    /// <summary>An issue in progress at level 0; the parameters change single columns.</summary>
    public static JsonObject Issue(string id, long seq = 1, string owner = Compound, string? visibility = null) =>
        new()
        {
            ["id"] = id,
            ["stream"] = owner,
            ["seq"] = seq,
            ["owner"] = owner,
            ["community"] = owner.Split('/')[1][..12],
            ["subdistrict"] = owner.Split('/')[1][..9],
            ["category"] = "UTL-04",
            ["urgency"] = "P3",
            ["visibility"] = visibility ?? "compound",
            ["source"] = "resident",
            ["status"] = "inProgress",
            ["level"] = 0,
            ["handler_role"] = "property-manager",
            ["handler_place"] = owner,
            ["reporter"] = Reporter,
            ["description"] = Commitment(id),
            ["reported_at"] = Noon.AddMinutes(seq),
            ["updated_at"] = Noon.AddMinutes(seq),
        };

    /// <summary>A task that waits for somebody to acknowledge it.</summary>
    public static JsonObject Task(string issue, string grid) =>
        new()
        {
            ["grid"] = grid,
            ["issue_id"] = issue,
            ["stream"] = grid,
            ["owner"] = Compound,
            ["category"] = "UTL-04",
            ["level"] = 1,
            ["due_at"] = Noon,
            ["offered_at"] = Noon,
            ["seq"] = 1,
        };

    /// <summary>The commitment that an issue made here has for its text.</summary>
    public static string Commitment(string id) => PrivateText.Commit(new byte[16], id);

    public static JsonObject With(this JsonObject row, string column, JsonNode? value)
    {
        row[column] = value;
        return row;
    }

    public static Task UpsertAsync(this TestDatabase database, string view, params JsonObject[] rows) =>
        database.ExecuteAsync($"select view_{view}_upsert($1::jsonb)", JsonSerializer.Serialize(rows));

    /// <summary>An issue with its text.</summary>
    public static async Task ReportAsync(this TestDatabase database, JsonObject row, string text)
    {
        await database.UpsertAsync("issues", row);
        await database.ExecuteAsync(
            "insert into contents (commitment, salt, kind, body) values ($1, $2, 'description', $3)",
            (string)row["description"]!,
            new byte[16],
            text
        );
    }
}
