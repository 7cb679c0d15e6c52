-- What a grid ($1) has to do, the most urgent first, after a deadline and id ($3, $4). Both ways to
-- it have an index; one condition over both would read all issues.
where i.id in (
    select t.issue_id from tasks t where t.grid = $1 and t.ended_at is null
    union all
    select o.id from issues o
    where o.owner = $1 and o.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework'))
  and i.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework')
  and not i.archived
  and (coalesce(i.due_at, $2), i.id) > ($3, $4)
order by coalesce(i.due_at, $2), i.id
limit $5
