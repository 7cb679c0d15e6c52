select count(*)
from photos p
where p.uploader = $1 and p.keep_until is not null
  and not exists (select from issue_photos m where m.commitment = p.commitment)
  and not exists (select from patrols r where r.photos <> '{}' and r.photos @> array[p.commitment])
