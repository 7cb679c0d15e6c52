using System.Security.Cryptography;
using CivicGrains.Domain.Common;
using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.EventLog;

public sealed class ChainTests(PostgresServer server)
{
    [Theory]
    [InlineData("update events set payload = overlay(payload placing 'X' from 5 for 1) where version = 3", 3)]
    [InlineData("update events set subject = 'QY20261124-999999' where version = 2", 2)]
    [InlineData("update events set subject = null where version = 2", 2)]
    [InlineData("update events set type = 'issue.noted' where version = 4", 4)]
    [InlineData("update events set command_id = gen_random_uuid() where version = 1", 1)]
    [InlineData("update events set actor = gen_random_uuid() where version = 5", 5)]
    [InlineData("update events set at = at + interval '1 microsecond' where version = 2", 2)]
    [InlineData("update events set hash = sha256(hash) where version = 3", 3)]
    [InlineData("update events set seq = 1000 - seq where version = 3", 4)]
    [InlineData("update events set stream = 'compound/x' where version = 5", 5)]
    [InlineData("delete from events where version = 2", 2)]
    [InlineData("delete from events where version = 5", 5)]
    [InlineData("delete from stream_heads", 5)]
    [InlineData("update stream_heads set hash = sha256(hash)", 5)]
    [InlineData("update stream_heads set version = 4", 5)]
    [InlineData("update contents set body = body || '.'", 1)]
    [InlineData("update contents set salt = substr(sha256(salt), 1, 16)", 1)]
    public async Task One_change_is_named_with_stream_and_version(string change, int version)
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await FillAsync(database);

        await database.ExecuteAsync(
            $"{change} {(change.Contains("where", StringComparison.Ordinal) ? "and stream = 'compound/b'" : "")}"
        );

        var faults = (await new ChainVerifier(database.Source).VerifyAsync()).Faults;
        Assert.Contains(faults, f => f.Stream == "compound/b" && f.Version == version);
    }

    [Fact]
    public async Task A_whole_log_verifies_with_progress_and_an_erased_text_is_no_fault()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await FillAsync(database);
        var reported = new List<VerifyProgress>();

        var before = await new ChainVerifier(database.Source).VerifyAsync(null, new Collecting(reported));
        await database.ExecuteAsync("delete from contents");
        var after = await new ChainVerifier(database.Source).VerifyAsync();
        var one = await new ChainVerifier(database.Source).VerifyAsync("compound/b");

        Assert.Empty(before.Faults);
        Assert.Equal((3L, 15L, 1L), (before.Streams, before.Events, before.Texts));
        Assert.Equal(new VerifyProgress(16, 16), reported[^1]);
        Assert.Empty(after.Faults);
        Assert.Equal((1L, 5L), (one.Streams, one.Events));
    }

    [Fact]
    public void The_hash_has_the_layout_that_the_documentation_shows()
    {
        var logged = new LoggedEvent(
            Seq: 17,
            Stream: "compound/510105007004-C012",
            Version: 1,
            Subject: "QY20261124-000123",
            Type: "issue.started",
            Payload: """{"issueId":"QY20261124-000123"}""",
            CommandId: Guid.Parse("01936000-0000-7000-8000-000000000001"),
            Actor: Guid.Parse("5a7ac0de-0000-4000-8000-000000000001"),
            At: new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456),
            Hash: default
        );
        var first = EventHash.Of([], logged);
        var second = EventHash.Of(first, logged with { Version = 2, Subject = null });

        var document = File.ReadAllText(Golden.PathOf("docs/verify.md"));
        var actor = EventHash.CommitActor(logged.Actor, logged.Stream, logged.Version);
        Assert.Contains($"actor commitment  {Convert.ToHexStringLower(actor)}", document, StringComparison.Ordinal);
        Assert.Contains($"hash of version 1 {Convert.ToHexStringLower(first)}", document, StringComparison.Ordinal);
        Assert.Contains($"hash of version 2 {Convert.ToHexStringLower(second)}", document, StringComparison.Ordinal);
        // Once more, from the bytes as the document lists them.
        Assert.Equal(Convert.ToHexStringLower(first), HashOfDump(document));
    }

    [Fact]
    public void Nothing_can_move_from_one_field_to_its_neighbour()
    {
        var logged = new LoggedEvent(1, "compound/a", 1, "b", "c", "{}", Guid.Empty, Guid.Empty, Appends.Noon, default);

        var hashes = new[]
        {
            logged,
            logged with
            {
                Stream = "compound/",
                Subject = "ab",
            },
            logged with
            {
                Subject = "bc",
                Type = "",
            },
            logged with
            {
                Subject = "",
            },
            logged with
            {
                Subject = null,
            },
        }.Select(e => Convert.ToHexString(EventHash.Of([], e)));

        Assert.Equal(5, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    private static string HashOfDump(string document)
    {
        var begin = document.IndexOf("```dump", StringComparison.Ordinal);
        var lines = document[begin..document.IndexOf("```", begin + 3, StringComparison.Ordinal)].Split('\n')[1..^1];
        var hex = string.Concat(lines.Select(line => line.Split('#')[0].Replace(" ", "", StringComparison.Ordinal)));
        return Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(hex)));
    }

    /// <summary>Three streams of five events; the first event of the second one names a text.</summary>
    private static async Task FillAsync(TestDatabase database)
    {
        await using var log = new PostgresEventLog(database.Source);
        await log.AppendInTurnAsync("compound/a", 5);
        var text = PrivateText.Of("note", "三栋二单元门口路灯坏了");
        var first = Appends.First("compound/b") with
        {
            Events = [new CivicGrains.Domain.Issues.IssueAnswered("QY20261124-000001", text.Commitment)],
            Texts = [text],
        };
        var won = await log.AppendAsync(first);
        await log.AppendAsync(first.Next(won, events: 4));
        await log.AppendInTurnAsync("compound/c", 5);
    }

    private sealed class Collecting(List<VerifyProgress> into) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => into.Add(value);
    }
}
