-- The views are the tables that have an upsert of their own; with the columns of their primary keys.
select
  c.relname,
  array_agg(a.attname::text order by array_position(i.indkey::smallint[], a.attnum))
from pg_proc p
join pg_class c on p.proname = 'view_' || c.relname || '_upsert' and c.relnamespace = p.pronamespace
join pg_index i on i.indrelid = c.oid and i.indisprimary
join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
where p.pronamespace = 'public'::regnamespace and c.relkind = 'r'
group by c.relname
order by c.relname
