-- What a grid has to do now, the most urgent first.
select
  t.grid, t.issue_id, t.owner, t.category, t.level, t.due_at, t.offered_at, t.seq, t.offered_to, t.invited,
  t.acknowledged_at, t.quiet_until, t.unanswered_at
from tasks t
where t.grid = $1 and t.ended_at is null
order by t.due_at, t.issue_id
limit $2
