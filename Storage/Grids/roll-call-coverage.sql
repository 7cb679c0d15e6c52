-- Emergency and newest roll-call of communities, with how the grids stand in it: of one ($1), of a subdistrict ($2) or of
-- all. Only those in emergency mode, and those whose roll-call has not been over since long ($3, a moment).
select
  m.community, m.emergency, m.reason, m.started_at, m.ended_at, m.call_number, m.exercise, m.minutes, m.called_at,
  m.deadline, m.stopped_at, m.grids, c.reached, c.expected, c.confirmed, c.late, c.needing_help, greatest(m.seq, c.seq)
from mobilisations m
cross join lateral (
  select
    count(*)::int as reached,
    coalesce(sum(r.expected), 0)::int as expected,
    coalesce(sum(r.confirmed), 0)::int as confirmed,
    coalesce(sum(r.late), 0)::int as late,
    coalesce(sum(cardinality(r.needing_help)), 0)::int as needing_help,
    coalesce(max(r.seq), 0) as seq
  from roll_calls r
  where r.community = m.community and r.number = m.call_number
) c
where ($1::text is null or m.community = $1)
  and ($2::text is null or m.subdistrict = $2)
  and ((m.started_at is not null and m.ended_at is null) or coalesce(m.stopped_at, m.deadline) > $3)
order by m.community
