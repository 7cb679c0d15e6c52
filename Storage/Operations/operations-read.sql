-- One row: how it stands with the platform at this moment. Times are real, by the clock of the server.
select
  (select coalesce(max(seq), 0) from events) as end_seq,
  clock_timestamp() as now,
  pg_postmaster_start_time() as server_started,
  (select min(m.start_time) from orleans_members m where m.cluster = c.cluster) as launched,
  (select count(*) from dead_letters where state = 'waiting') as waiting,
  (select count(*) from dead_letters where state = 'retrying') as retrying,
  least((select min(next_due_at) from issues), (select min(next_due_at) from tasks)) as next_due
from (select 1) one
left join lateral (select cluster from orleans_clusters order by changed_at desc limit 1) c on true;
