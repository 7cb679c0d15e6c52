-- Only under the lease: its row is held until the end of the statement, so that nobody can take it in between.
with held as (
  select 1 from leases where name = $1 and token = $2 for share)
insert into cursors as c (name, seq)
select $1, $3 from held
on conflict (name) do update set seq = greatest(c.seq, excluded.seq)
returning 1;
