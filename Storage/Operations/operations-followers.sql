-- Work that one process at a time does: its lease, and its cursor where it follows the log. Seconds until the lease ends.
select l.name, extract(epoch from l.until - clock_timestamp())::float8, c.seq
from leases l
left join cursors c on c.name = l.name
order by l.name;
