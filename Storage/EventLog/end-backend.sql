-- Ends a backend of ours and waits until it is gone; nothing comes back when it is gone already.
select pg_terminate_backend(pid, 5000)
from pg_stat_activity
where pid = $1 and backend_start = $2
