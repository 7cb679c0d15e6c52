using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.EventLog;

/// <summary>Appends as tests need them: events of one issue, with a row of a small view of the tests' own.</summary>
internal static class Appends
{
    public static readonly Guid Actor = Guid.Parse("5a7ac0de-0000-4000-8000-000000000001");

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 4, 0, 0, TimeSpan.Zero);

    /// <summary>An append to a stream without events.</summary>
    public static AppendRequest First(string stream, int events = 1) => After(stream, 0, default, events);

    /// <summary>An append that follows another of its stream which has won.</summary>
    public static AppendRequest Next(this AppendRequest before, AppendResult won, int events = 1) =>
        After(before.Stream, before.ExpectedVersion + before.Events.Count, won.HeadHash, events);

    /// <summary>An append at any version.</summary>
    public static AppendRequest After(string stream, int version, ReadOnlyMemory<byte> headHash, int events = 1) =>
        new()
        {
            Stream = stream,
            ExpectedVersion = version,
            HeadHash = headHash,
            CommandId = Guid.CreateVersion7(),
            RequestHash = SHA256.HashData(Encoding.UTF8.GetBytes($"{stream} {version}")),
            Answer = string.Create(CultureInfo.InvariantCulture, $$"""{"stream":"{{stream}}","version":{{version}}}"""),
            Actor = Actor,
            At = Noon.AddMinutes(version),
            Events = [.. Enumerable.Range(1, events).Select(i => Happened(version + i))],
        };

    /// <summary>The append with a row in the view of the tests.</summary>
    /// <param name="note">A field of the row.</param>
    public static AppendRequest WithRow(this AppendRequest request, string note) =>
        request with
        {
            Views = [new ViewRow("probes", $$"""{"id":"{{request.Stream}}","note":"{{note}}"}""")],
        };

    /// <summary>The append with a row that jsonb refuses.</summary>
    public static AppendRequest Poisoned(this AppendRequest request) => request.WithRow("\\u0000");

    /// <summary>A database with the view <c>probes(id, stream, note, seq)</c>.</summary>
    public static async Task<TestDatabase> CreateLogDatabaseAsync(this PostgresServer server)
    {
        var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(
            """
            create table probes (id text primary key, stream text not null, note text not null, seq bigint not null);
            create function view_probes_upsert(rows jsonb) returns void language plpgsql as $$
            begin
              insert into probes (id, stream, note, seq)
              select r.id, r.stream, r.note, r.seq
              from jsonb_to_recordset(rows) as r (id text, stream text, note text, seq bigint)
              on conflict (id) do update set stream = excluded.stream, note = excluded.note, seq = excluded.seq
              where probes.seq < excluded.seq;
            end $$
            """
        );
        return database;
    }

    /// <summary>A stream whose appends follow each other, as a grain's do.</summary>
    public static async Task<IReadOnlyList<AppendResult>> AppendInTurnAsync(
        this IEventLog log,
        string stream,
        int count,
        ConcurrentBag<Guid>? acknowledged = null
    )
    {
        var results = new List<AppendResult>();
        var request = First(stream);
        for (var i = 0; i < count; i++)
        {
            var result = await log.AppendAsync(request);
            Assert.Equal(AppendOutcome.Won, result.Outcome);
            acknowledged?.Add(request.CommandId);
            results.Add(result);
            request = request.Next(result);
        }

        return results;
    }

    private static IssueAnswered Happened(int version) =>
        new(string.Create(CultureInfo.InvariantCulture, $"QY20261124-{version:D6}"), Hex);

    private static readonly string Hex = new('a', 64);
}
