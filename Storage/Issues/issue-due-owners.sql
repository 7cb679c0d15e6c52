-- Owners with something due up to an instant, the most urgent first.
select i.owner, min(i.next_due_at)
from issues i
where i.next_due_at <= $1
group by i.owner
order by min(i.next_due_at)
limit $2;
