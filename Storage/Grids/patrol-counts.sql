-- How many patrols the grids of a community ($1), a subdistrict ($2) or the whole district made on some days ($3 to $4).
select
  p.grid, count(*), count(*) filter (where p.result <> 'pass'), count(*) filter (where p.result = 'rectified'),
  count(*) filter (where p.result = 'hazard')
from patrols p
where p.subdistrict like $2 and p.community like $1 and p.day between $3 and $4
group by p.grid
order by p.grid
