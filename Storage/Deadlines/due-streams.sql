-- Streams of which something is due up to a moment, the longest due first.
select i.stream
from issues i
where i.next_due_at <= $1
group by i.stream
order by min(i.next_due_at), i.stream
