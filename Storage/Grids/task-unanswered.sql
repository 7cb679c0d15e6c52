-- Open tasks that nobody acknowledged although everybody on duty was asked, at a master grid ($1) or in a part of its
-- community ($2, a pattern), the longest unanswered first.
select
  t.grid, t.issue_id, t.owner, t.category, t.level, t.due_at, t.offered_at, t.seq, t.offered_to, t.invited,
  t.acknowledged_at, t.quiet_until, t.unanswered_at
from tasks t
where t.unanswered_at is not null and t.ended_at is null and t.acknowledged_at is null
  and (t.grid = $1 or t.grid like $2)
order by t.unanswered_at, t.issue_id
limit $3
