-- Figures of some areas as they stand at the cursor; at least one row, for the number. A deadline that has passed and is
-- not marked yet is overdue too.
with late as (
  select a.area, p.status, p.level, count(*) as issues
  from figure_parts p
  cross join unnest(figure_areas(p.community, p.subdistrict, p.visibility)) as a (area)
  where p.due_at < $3
  group by a.area, p.status, p.level),
rows (area, status, level, issues, overdue, reported, resolved) as (
  select f.area, f.status, f.level, f.issues, f.overdue + coalesce(l.issues, 0), 0, 0
  from figures f
  left join late l on l.area = f.area and l.status = f.status and l.level = f.level
  where f.area = any ($2)
  union all
  select d.area, null, -1, 0, 0, d.reported, d.resolved
  from figure_days d
  where d.day = $4 and d.area = any ($2))
select c.seq, r.area, r.status, r.level, r.issues, r.overdue, r.reported, r.resolved, u.at
from (select coalesce(max(k.seq), 0) as seq from cursors k where k.name = $1) c
left join lateral (select e.at from events e where e.seq > c.seq order by e.seq limit 1) u on true
left join rows r on true
