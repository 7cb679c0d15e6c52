-- Up to $2 photos whose time has passed at $1: those that an issue or a patrol mentions are kept for good, the others go. Answers how
-- many were looked at and how many are gone.
with due as materialized (
  select p.commitment,
    exists (select from issue_photos m where m.commitment = p.commitment)
      or exists (select from patrols r where r.photos <> '{}' and r.photos @> array[p.commitment]) as mentioned
  from photos p
  where p.keep_until < $1
  order by p.keep_until
  limit $2
  for update of p skip locked
), kept as (
  update photos p set keep_until = null
  from due d
  where p.commitment = d.commitment and d.mentioned
), gone as (
  delete from photos p
  using due d
  where p.commitment = d.commitment and not d.mentioned
  returning p.commitment
)
select (select count(*) from due), (select count(*) from gone)
