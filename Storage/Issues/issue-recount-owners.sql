-- Owners of issues whose deadlines were counted by an older working calendar.
select distinct i.owner
from issues i
where i.calendar_version < $1
limit $2;
