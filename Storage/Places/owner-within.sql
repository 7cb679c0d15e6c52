-- The owners that hang together with a compound ($1 = its key: the projects that renovate it) or with a grid ($2 = its
-- name: what it looks after, as a whole or by some of its buildings).
select o.place
from owners o
where (o.kind = 'project' and substr(o.place, 18, length(o.place) - 20) = $1)
  or (o.kind in ('compound', 'project')
      and (o.home_grid = $2 or o.buildings @> jsonb_build_array(jsonb_build_object('grid', $2::text))))
