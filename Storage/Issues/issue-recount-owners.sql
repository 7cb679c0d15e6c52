-- Owners of open issues whose deadlines were counted by an older working calendar. What is on its way is counted where it
-- arrives. The statuses are those of the index of open issues.
select distinct i.owner
from issues i
where i.calendar_version < $1
  and i.moving_to is null
  and i.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework')
limit $2;
