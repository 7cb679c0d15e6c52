using System.Text.Json;
using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>What fails around the platform is said cleanly, loses nothing, and heals by itself.</summary>
public sealed class FaultTests(TestHost shared)
{
    [Fact]
    public async Task Without_the_database_commands_fail_cleanly_and_go_on_by_themselves_when_it_is_back()
    {
        await using var postgres = new PostgresServer();
        await using var host = await TestHost.StartAsync(postgres);
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        await using var watcher = await host.WatcherAsync("resident");
        var id = await resident.ReportAsync();
        await watcher.WatchAsync($"issue/{id}");

        await postgres.KillAsync();
        var refused = await manager.CommandAsync(id, "acknowledge", null, "through-the-fault");
        var unread = await resident.GetAsync($"/api/issues/{id}");
        var notReady = await resident.GetAsync("/health/ready");
        await postgres.StartAgainAsync();
        var answer = await UntilDoneAsync(() => manager.CommandAsync(id, "acknowledge", null, "through-the-fault"));

        Assert.Contains(refused.ExpectProblem(503, refused.Code!).Code, new[] { "log.unavailable", "outcome.unknown" });
        Assert.NotNull(refused.Headers.RetryAfter);
        unread.ExpectProblem(503, "log.unavailable");
        notReady.Expect(503);
        Assert.Equal("acknowledged", answer.GetProperty("status").GetString());
        Assert.Equal("issue.acknowledged", (await watcher.NextAsync($"issue/{id}")).Kind);
        var acknowledged = await host.Database.ScalarAsync<long>(
            "select count(*) from events where subject = $1 and type = 'issue.acknowledged'",
            id
        );
        Assert.Equal(1, acknowledged);
    }

    [Fact]
    public async Task When_too_much_waits_people_are_asked_to_come_again_and_nothing_is_lost()
    {
        await using var host = await TestHost.StartAsync(
            shared.Postgres,
            builder =>
                builder.Services.AddSingleton(
                    new EventLogOptions
                    {
                        QueueCapacity = 2,
                        BatchMax = 1,
                        Connections = 1,
                    }
                )
        );
        using var resident = await host.ApiAsync("resident");
        using var stranger = await host.ApiAsync("stranger");

        Answer[] answers;
        do
        {
            // Different owners, because one grain does one thing at a time.
            answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 60)
                    .Select(n =>
                        (n % 2 == 0 ? resident : stranger).PostAsync(
                            "/api/issues",
                            new
                            {
                                owner = OwnerOf(n).ToString(),
                                category = "ORD-01",
                                description = "占道",
                            }
                        )
                    )
            );
        } while (answers.All(answer => answer.Status == 201));

        var refused = answers.Where(answer => answer.Status != 201).ToList();
        Assert.All(refused, answer => answer.ExpectProblem(503, "log.busy"));
        Assert.All(refused, answer => Assert.NotNull(answer.Headers.RetryAfter));
        var ids = answers.Where(a => a.Status == 201).Select(a => a.Json.GetProperty("id").GetString()).ToArray();
        var stored = await host.Database.ScalarAsync<long>("select count(*) from issues where id = any ($1)", [ids]);
        Assert.Equal(ids.Length, stored);
    }

    private static Domain.Places.Place OwnerOf(int n) =>
        (n % 4) switch
        {
            0 => SmallTown.Compound,
            2 => SmallTown.Project,
            _ => SmallTown.SelfManaged,
        };

    private static async Task<JsonElement> UntilDoneAsync(Func<Task<Answer>> ask)
    {
        while (true)
        {
            var answer = await ask();
            if (answer.Status != 503)
            {
                return answer.Expect(200);
            }
        }
    }
}
