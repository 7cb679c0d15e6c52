-- What is made anew: the tables that have an upsert of their own, and those of the figures; with the columns of their
-- primary keys.
select
  c.relname,
  array_agg(a.attname::text order by array_position(i.indkey::smallint[], a.attnum))
from pg_class c
join pg_index i on i.indrelid = c.oid and i.indisprimary
join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  and (
    c.relname = any ($1)
    or exists (select from pg_proc p where p.pronamespace = c.relnamespace and p.proname = 'view_' || c.relname || '_upsert')
  )
group by c.relname
order by c.relname
