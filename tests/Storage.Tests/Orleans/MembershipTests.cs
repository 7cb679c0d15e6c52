using System.Net;
using CivicGrains.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Storage.Tests.Orleans;

/// <summary>Our SQL for membership, held against the provider itself.</summary>
public sealed class MembershipTests(PostgresServer server, OrleansHost orleans) : IClassFixture<OrleansHost>
{
    [Fact]
    public async Task A_started_silo_stands_in_the_table_as_active()
    {
        var table = await orleans.Membership.ReadAllAsync();
        Assert.Equal(SiloStatus.Active, Assert.Single(table.Members).Item1.Status);
    }

    [Fact]
    public async Task An_empty_cluster_has_a_version_and_making_it_again_is_harmless()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var host = OrleansHost.Build(database, "two");
        var table = await OpenAsync(host);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        var all = await table.ReadAllAsync();
        Assert.Empty(all.Members);
        Assert.Equal(0, all.Version.Version);
    }

    [Fact]
    public async Task Of_two_silos_that_join_at_one_version_the_second_is_refused_and_leaves_no_trace()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var host = OrleansHost.Build(database, "two");
        var table = await OpenAsync(host);
        var next = (await table.ReadAllAsync()).Version.Next();
        var outcomes = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(port => table.InsertRowAsync(Entry(port, SiloStatus.Joining), next))
        );
        Assert.Single(outcomes, joined => joined);
        var all = await table.ReadAllAsync();
        Assert.Single(all.Members);
        Assert.Equal(1, all.Version.Version);
    }

    [Fact]
    public async Task A_silo_that_is_there_already_does_not_join_again()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var host = OrleansHost.Build(database, "two");
        var table = await OpenAsync(host);
        Assert.True(
            await table.InsertRowAsync(Entry(1, SiloStatus.Joining), (await table.ReadAllAsync()).Version.Next())
        );
        Assert.False(
            await table.InsertRowAsync(Entry(1, SiloStatus.Active), (await table.ReadAllAsync()).Version.Next())
        );
        var all = await table.ReadAllAsync();
        Assert.Equal((1, SiloStatus.Joining), (all.Version.Version, Assert.Single(all.Members).Item1.Status));
    }

    [Fact]
    public async Task A_change_at_an_old_version_is_refused_and_one_at_the_present_version_holds()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var host = OrleansHost.Build(database, "two");
        var table = await OpenAsync(host);
        var first = (await table.ReadAllAsync()).Version.Next();
        var entry = Entry(1, SiloStatus.Joining);
        await table.InsertRowAsync(entry, first);
        var present = await table.ReadAllAsync();
        var (second, etag) = (present.Version.Next(), present.Members[0].Item2);

        entry.Status = SiloStatus.Active;
        Assert.False(await table.UpdateRowAsync(entry, etag, first));
        Assert.True(await table.UpdateRowAsync(entry, etag, second));
        Assert.False(await table.UpdateRowAsync(entry, etag, second));

        var row = await table.ReadRowAsync(entry.SiloAddress);
        Assert.Equal((2, SiloStatus.Active), (row.Version.Version, Assert.Single(row.Members).Item1.Status));
    }

    [Fact]
    public async Task Suspicions_and_signs_of_life_are_read_as_they_were_written()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var host = OrleansHost.Build(database, "two");
        var table = await OpenAsync(host);
        var entry = Entry(1, SiloStatus.Active);
        await table.InsertRowAsync(entry, (await table.ReadAllAsync()).Version.Next());
        var suspect = Entry(2, SiloStatus.Active).SiloAddress;
        entry.AddSuspector(suspect, entry.StartTime);
        var present = await table.ReadAllAsync();
        Assert.True(await table.UpdateRowAsync(entry, present.Members[0].Item2, present.Version.Next()));
        entry.IAmAliveTime = entry.StartTime.AddMinutes(7);
        await table.UpdateIAmAliveAsync(entry);

        var read = Assert.Single((await table.ReadAllAsync()).Members).Item1;
        Assert.Equal(suspect, Assert.Single(read.SuspectTimes!).Item1);
        Assert.Equal(entry.StartTime.AddMinutes(7), read.IAmAliveTime);
        Assert.Equal(("silo-1", entry.ProxyPort), (read.SiloName, read.ProxyPort));
    }

    [Fact]
    public async Task Clean_up_removes_silos_that_are_dead_for_long_and_no_others()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var host = OrleansHost.Build(database, "two");
        var table = await OpenAsync(host);
        foreach (
            var (port, status, minutes) in new[]
            {
                (1, SiloStatus.Dead, 0),
                (2, SiloStatus.Dead, 9),
                (3, SiloStatus.Active, 0),
            }
        )
        {
            var entry = Entry(port, status);
            entry.IAmAliveTime = entry.StartTime.AddMinutes(minutes);
            await table.InsertRowAsync(entry, (await table.ReadAllAsync()).Version.Next());
        }

        await table.CleanupDefunctSiloEntriesAsync(
            new DateTimeOffset(Entry(1, SiloStatus.Dead).StartTime.AddMinutes(5))
        );
        Assert.Equal(
            [2, 3],
            (await table.ReadAllAsync()).Members.Select(m => m.Item1.SiloAddress.Endpoint.Port).Order()
        );
    }

    [Fact]
    public async Task Clusters_are_kept_apart_and_can_be_deleted()
    {
        await using var database = await server.CreateDatabaseAsync();
        using var one = OrleansHost.Build(database, "two");
        using var other = OrleansHost.Build(database, "three");
        var table = await OpenAsync(one);
        var otherTable = await OpenAsync(other);
        await table.InsertRowAsync(Entry(1, SiloStatus.Active), (await table.ReadAllAsync()).Version.Next());
        await otherTable.InsertRowAsync(Entry(1, SiloStatus.Active), (await otherTable.ReadAllAsync()).Version.Next());
        await table.DeleteMembershipTableEntriesAsync("two");
        Assert.Single((await otherTable.ReadAllAsync()).Members);
        Assert.Equal(["three"], await database.ColumnAsync<string>("select distinct cluster from orleans_members"));
    }

    private static async Task<IMembershipTable> OpenAsync(IHost host)
    {
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }

    private static MembershipEntry Entry(int port, SiloStatus status)
    {
        var time = new DateTime(2026, 11, 24, 4, 0, 0, DateTimeKind.Utc);
        return new MembershipEntry
        {
            SiloAddress = SiloAddress.New(IPAddress.Loopback, port, 1),
            SiloName = $"silo-{port}",
            HostName = "here",
            Status = status,
            ProxyPort = 30000 + port,
            StartTime = time,
            IAmAliveTime = time,
            SuspectTimes = [],
        };
    }
}
