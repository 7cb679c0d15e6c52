-- Statements that make the plain indexes of a live table, under the same names, in the schema of the rebuild.
select replace(
  pg_get_indexdef(i.indexrelid),
  format(' ON %I.%I ', 'public', c.relname),
  format(' ON %I.%I ', 'rebuild', c.relname)
)
from pg_index i
join pg_class c on c.oid = i.indrelid
where i.indrelid = $1::regclass
  and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
order by i.indexrelid
