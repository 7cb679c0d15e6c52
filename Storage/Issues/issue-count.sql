select count(*), count(*) filter (where i.overdue)
from issues i
