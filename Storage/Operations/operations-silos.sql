select m.silo_name, m.address || ':' || m.port, m.status, m.start_time, m.i_am_alive_time
from orleans_members m
where m.cluster = (select cluster from orleans_clusters order by changed_at desc limit 1)
order by m.start_time desc, m.port
limit 50;
