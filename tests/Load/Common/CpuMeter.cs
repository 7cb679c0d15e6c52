using System.Globalization;

namespace CivicGrains.Load.Common;

/// <summary>CPU time of one unit of work.</summary>
/// <param name="HereUs">In this process, which holds callers, grains and writers of both sides, in microseconds.</param>
/// <param name="ServerUs">In all processes of the database server, in microseconds.</param>
internal sealed record CpuCost(double HereUs, double ServerUs)
{
    public double TotalUs => HereUs + ServerUs;
}

/// <summary>
/// Reads how much CPU time was used so far. What else works on the machine changes rates and times by a factor of two,
/// CPU time much less.
/// </summary>
internal sealed class CpuMeter(BenchServer server)
{
    // Of the fields after the name in /proc/<pid>/stat, in hundredths of a second: own time in user and kernel mode,
    // then that of children that have ended.
    private const int FirstTimeField = 11;
    private const double UsPerTick = 10_000;

    /// <summary>Time of this process and of the server since they started.</summary>
    public CpuCost Read()
    {
        var ticks = server.ProcessIds.Sum(TicksOf);
        return new CpuCost(Environment.CpuUsage.TotalTime.TotalMicroseconds, ticks * UsPerTick);
    }

    /// <summary>What each of so many units took since a reading.</summary>
    public CpuCost PerUnitSince(CpuCost before, int units)
    {
        var now = Read();
        return new CpuCost((now.HereUs - before.HereUs) / units, (now.ServerUs - before.ServerUs) / units);
    }

    private long TicksOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            // The name stands in brackets and may hold blanks.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // Children that ended count in their parent, the postmaster.
            var times = processId == server.PostmasterId ? 4 : 2;
            return fields.Skip(FirstTimeField).Take(times).Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It has just ended and counts in its parent from now on.
            return 0;
        }
    }
}
