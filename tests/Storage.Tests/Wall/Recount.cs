using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Wall;

/// <summary>The figures counted plainly from issues and log, to hold those of the projector against.</summary>
internal static class Recount
{
    private const string Areas = """
        cross join lateral (
          select 'district' as area
          union all select 'subdistrict/' || i.subdistrict where i.subdistrict is not null
          union all select 'community/' || i.community where i.community is not null and i.visibility = 'compound') a
        """;

    private const string Days = $"""
        select coalesce(r.day, d.day) || ' ' || coalesce(r.area, d.area) || ' ' || coalesce(r.n, 0) || ' ' || coalesce(d.n, 0)
        from (
          select (i.reported_at at time zone 'Asia/Shanghai')::date as day, a.area, count(*) as n
          from issues i {Areas} group by 1, 2) r
        full join (
          select
            ((select max(e.at) from events e where e.subject = i.id and e.type = 'issue.resolved')
              at time zone 'Asia/Shanghai')::date as day,
            a.area,
            count(*) as n
          from issues i {Areas}
          where i.status in ('resolved', 'verified', 'closed')
          group by 1, 2) d using (day, area)
        """;

    private const string Statuses = $"""
        select a.area || ' ' || i.status || ' ' || coalesce(i.level, -1) || ' ' || count(*) || ' '
          || count(*) filter (where i.overdue and i.status not in ('resolved', 'verified', 'closed', 'rejected', 'withdrawn'))
        from issues i {Areas}
        where not i.archived
        group by a.area, i.status, coalesce(i.level, -1)
        """;

    /// <summary>Whether the figures are those of the whole log.</summary>
    public static async Task AssertEqualAsync(TestDatabase database)
    {
        Assert.Equal(
            await database.ColumnAsync<string>($"{Days} order by 1"),
            await database.ColumnAsync<string>(
                "select day || ' ' || area || ' ' || reported || ' ' || resolved from figure_days order by 1"
            )
        );
        Assert.Equal(
            await database.ColumnAsync<string>($"{Statuses} order by 1"),
            await database.ColumnAsync<string>(
                "select area || ' ' || status || ' ' || level || ' ' || issues || ' ' || overdue from figures order by 1"
            )
        );
    }

    /// <summary>All that is kept, with how far it was counted.</summary>
    public static Task<string?> FingerprintAsync(TestDatabase database) =>
        database.ScalarAsync<string>(
            """
            select md5(
              (select coalesce(string_agg(f::text, ',' order by f::text), '') from figures f)
              || (select coalesce(string_agg(f::text, ',' order by f::text), '') from figure_days f)
              || (select coalesce(string_agg(f::text, ',' order by f::text), '') from figure_parts f)
              || (select coalesce(string_agg(c::text, ',' order by c::text), '') from cursors c))
            """
        );
}
