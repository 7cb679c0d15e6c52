-- The newest roll-call of a grid.
select
  r.grid, r.number, r.exercise, r.minutes, r.called_at, r.deadline, r.expected, r.confirmed, r.late, r.missing,
  r.needing_help, r.closed_at, r.closing, r.seq, r.answers
from roll_calls r
where r.grid = $1
order by r.number desc
limit 1
