using CivicGrains.Domain.Calendar;
using CivicGrains.Load.Common;
using CivicGrains.Load.Deadlines;

namespace CivicGrains.Load.Tests.Deadlines;

/// <summary>Whether each deadline happens once and not too early; how late it is does not matter here.</summary>
public sealed class DeadlinesTests
{
    private const int Compounds = 40;
    private const int Count = 200;
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(2);

    /// <summary>Four hours before the others are due.</summary>
    private static readonly DateTimeOffset From = TownTime.At(new DateOnly(2026, 3, 12), TimeSpan.FromHours(13));

    [Fact]
    public async Task Hundreds_of_deadlines_within_seconds_and_at_five_sharp_each_happen_once()
    {
        await using var server = await BenchServer.StartAsync();
        await using var source = await server.CreateDatabaseAsync("deadlines");
        var (district, watch) = await DeadlinesBenchmark.PrepareAsync(
            source,
            Compounds,
            showsBar: false,
            DeadlinesBenchmark.PlanSharp(Count, Compounds),
            DeadlinesBenchmark.PlanSpread(Count, Compounds, From, Over)
        );
        await using var _ = district;
        Assert.Equal(2 * Count, watch.Pending);
        Assert.InRange(watch.Last - watch.First, TimeSpan.Zero, 2 * Over);
        using var enough = new CancellationTokenSource();
        var following = watch.FollowAsync(enough.Token);
        await district.ReleaseAsync(watch.First - TimeSpan.FromSeconds(1));
        await DeadlinesBenchmark.UntilAllAsync(district, watch, (_, _) => { });
        await enough.CancelAsync();
        await following;

        Assert.Equal(2 * Count, watch.FiredCount);
        Assert.Equal(0, watch.Again);
        Assert.DoesNotContain(watch.Fired, it => it.At < it.DueAt);
    }
}
