-- Ends the holder of the log's lock if it waits for its own client: that client was stopped in the middle of an append.
-- A holder that works is left alone.
select pg_terminate_backend(l.pid, 5000)
from pg_locks l
join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory'
  and l.database = (select d.oid from pg_database d where d.datname = current_database())
  and l.classid = (4801050001 >> 32)::oid
  and l.objid = (4801050001 & 4294967295)::oid
  and l.objsubid = 1
  and l.granted
  and a.wait_event_type = 'Client'
