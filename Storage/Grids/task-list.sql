-- What a grid has to do now, the most urgent first.
select t.issue_id, t.owner, t.category, t.level, t.due_at, t.offered_at, t.seq
from tasks t
where t.grid = $1 and t.ended_at is null
order by t.due_at, t.issue_id
limit $2
