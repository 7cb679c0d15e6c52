-- Each column that differs, or one row without a column where one side lacks the whole row.
with differing as materialized (
  select to_jsonb(l) as live, to_jsonb(r) as anew
  from public.{view} l
  full join rebuild.{view} r using ({key})
  where l is distinct from r
  order by {key}
  limit $2)
select
  (select string_agg(coalesce(d.live, d.anew) ->> k, ' ' order by o) from unnest($1) with ordinality as u (k, o)),
  c.name,
  case when c.name is null then d.live::text else d.live ->> c.name end,
  case when c.name is null then d.anew::text else d.anew ->> c.name end
from differing d
left join lateral (
  select j.key as name
  from jsonb_each(d.live) j
  where d.live is not null and d.anew is not null and j.value is distinct from d.anew -> j.key
) c on true
order by 1, 2
