-- Which of these photos ($1) an uploader ($2) has, kept until $3. Locked in one order, so that two commands that name the
-- same photos do not wait for each other, and a purge passes them over.
with theirs as materialized (
  select p.commitment
  from photos p
  where p.commitment = any ($1) and p.uploader = $2
  order by p.commitment
  for no key update
), kept as (
  update photos p set keep_until = greatest(p.keep_until, $3)
  from theirs t
  where p.commitment = t.commitment and p.keep_until is not null
)
select commitment from theirs
