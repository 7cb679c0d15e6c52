-- Brings the figures from one sequence number to another: each issue of which something was logged in between is held
-- against what it added so far, and the figures change by the difference. Counting something twice changes nothing.
-- One statement, so that log, issues and figures are seen at one moment. Not prepared: a plan made for any range would
-- read all issues for a handful of events.
with touched as materialized (
  select e.subject as issue_id, max(e.at) filter (where e.type = 'issue.resolved') as resolved_at
  from events e
  where e.seq > $1 and e.seq <= $2 and e.subject is not null
  group by e.subject),
before as materialized (
  select
    p.issue_id, p.community, p.subdistrict, p.visibility, p.status, p.level, p.overdue, p.due_at, p.reported_on, p.resolved_on
  from touched t
  join figure_parts p on p.issue_id = t.issue_id),
anew as materialized (
  select
    i.id, i.community, i.subdistrict, i.visibility,
    case when not i.archived then i.status end,
    coalesce(i.level, -1),
    o.is_open and i.overdue,
    case when o.is_open and not i.overdue then i.due_at end,
    (i.reported_at at time zone 'Asia/Shanghai')::date,
    case
      when i.status in ('resolved', 'verified', 'closed')
      then coalesce((t.resolved_at at time zone 'Asia/Shanghai')::date, b.resolved_on)
    end
  from touched t
  join issues i on i.id = t.issue_id
  left join before b on b.issue_id = t.issue_id
  cross join lateral (
    select i.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework') as is_open) o),
come as materialized (
  table anew except table before),
gone as materialized (
  table before except table anew),
kept as (
  insert into figure_parts as p
  table come
  on conflict (issue_id) do update set
    community = excluded.community,
    subdistrict = excluded.subdistrict,
    visibility = excluded.visibility,
    status = excluded.status,
    level = excluded.level,
    overdue = excluded.overdue,
    due_at = excluded.due_at,
    reported_on = excluded.reported_on,
    resolved_on = excluded.resolved_on),
differences (n, issue_id, community, subdistrict, visibility, status, level, overdue, due_at, reported_on, resolved_on) as (
  select 1, c.* from come c
  union all
  select -1, g.* from gone g),
by_status as (
  insert into figures as f (area, status, level, issues, overdue)
  select a.area, d.status, d.level, sum(d.n), coalesce(sum(d.n) filter (where d.overdue), 0)
  from differences d
  cross join unnest(figure_areas(d.community, d.subdistrict, d.visibility)) as a (area)
  where d.status is not null
  group by a.area, d.status, d.level
  having sum(d.n) <> 0 or coalesce(sum(d.n) filter (where d.overdue), 0) <> 0
  on conflict (area, status, level) do update set
    issues = f.issues + excluded.issues,
    overdue = f.overdue + excluded.overdue
  returning f.issues = 0 as is_empty),
by_day as (
  insert into figure_days as f (day, area, reported, resolved)
  select o.day, a.area, sum(o.reported), sum(o.resolved)
  from differences d
  cross join unnest(figure_areas(d.community, d.subdistrict, d.visibility)) as a (area)
  cross join lateral (values (d.reported_on, d.n, 0), (d.resolved_on, 0, d.n)) as o (day, reported, resolved)
  where o.day is not null
  group by o.day, a.area
  having sum(o.reported) <> 0 or sum(o.resolved) <> 0
  on conflict (day, area) do update set
    reported = f.reported + excluded.reported,
    resolved = f.resolved + excluded.resolved
  returning f.reported = 0 and f.resolved = 0 as is_empty)
select
  greatest($1, coalesce((select max(e.seq) from events e where e.seq <= $2), 0)),
  exists (select from by_status where is_empty) or exists (select from by_day where is_empty)
