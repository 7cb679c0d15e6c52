-- Where so many ($2) people of one community report the same since a moment ($1), at more than one place; and what comes
-- while an incident of that is open. Who reports twice, or on patrol, is one; what staff take for others is somebody else each time. The
-- oldest $3 of them; the next look takes the rest. Where nobody has registered the master grid, nobody can have it.
select
  i.community, i.category,
  (array_agg(i.id order by i.reported_at, i.id))[1:$3],
  (array_agg(i.owner order by i.reported_at, i.id))[1:$3]
from issues i
where i.reported_at > $1
  and i.visibility = 'compound'
  and i.part_of is null
  and i.moving_to is null
  and not i.archived
  and i.community is not null
  and exists (select from owners o where o.place = 'grid/' || i.community)
  and i.owner not like 'grid/%'
  and i.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework', 'merged')
group by i.community, i.category
having count(distinct case when i.source in ('resident', 'patrol') then i.reporter::text else i.id end) >= $2
    and count(distinct i.owner) > 1
  or exists (
    select from issues a
    where a.owner = 'grid/' || i.community and a.category = i.category and a.incident_at is not null
      and a.status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework'))
order by i.community, i.category;
