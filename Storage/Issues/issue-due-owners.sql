-- Owners with something due up to an instant, of their issues or of a grid's tasks and roll-calls, the most urgent first.
select o.owner, min(o.next_due_at)
from (
  select i.owner, i.next_due_at from issues i where i.next_due_at <= $1
  union all
  select t.grid, t.next_due_at from tasks t where t.next_due_at <= $1
  union all
  select r.grid, r.next_due_at from roll_calls r where r.next_due_at <= $1
) o
group by o.owner
order by min(o.next_due_at)
limit $2;
