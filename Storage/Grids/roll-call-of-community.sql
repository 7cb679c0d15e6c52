-- How one roll-call ($2) stands in each grid of a community ($1), those that wait or need help first.
select
  r.grid, r.number, r.exercise, r.minutes, r.called_at, r.deadline, r.expected, r.confirmed, r.late, r.missing,
  r.needing_help, r.closed_at, r.closing, r.seq, r.answers
from roll_calls r
where r.community = $1 and r.number = $2
order by cardinality(r.needing_help) = 0, cardinality(r.missing) = 0, r.grid
