-- Statements that make a table like a live one in the schema of the rebuild, without its plain indexes, which are
-- quicker to build when the rows are there.
select s.statement
from pg_class c
cross join lateral (
  select 1 as step, format('create table rebuild.%I (like public.%I including all excluding indexes)', c.relname, c.relname)
  union all
  select 2, format('alter table rebuild.%I set (%s)', c.relname, array_to_string(c.reloptions, ', '))
  where c.reloptions is not null
  union all
  select 3, format('comment on table rebuild.%I is %L', c.relname, obj_description(c.oid))
  where obj_description(c.oid) is not null
  union all
  select 4, format('alter table rebuild.%I add constraint %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
  from pg_constraint k
  where k.conrelid = c.oid and k.contype in ('p', 'u')
) s (step, statement)
where c.oid = $1::regclass
order by s.step
