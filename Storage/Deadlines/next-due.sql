-- The next moment at which anything anywhere happens by itself.
select i.next_due_at
from issues i
where i.next_due_at is not null
order by i.next_due_at
limit 1
