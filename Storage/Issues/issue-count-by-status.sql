-- How many issues stand how.
select
  i.visibility,
  i.status,
  coalesce(
    i.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework') and (i.overdue or i.due_at < $1),
    false
  ),
  count(*)
from issues i
