-- Patrols of a grid ($1) on some days ($2 to $3), below a number ($4), the newest first. Hidden ones for who may see them
-- ($5) and for who made them ($6).
select
  p.number, p.person, p.micro_grid, p.place_type, p.item, p.result, p.hazard_level, p.compound, p.building, p.hidden,
  n.body, p.photos, p.issue_id, p.at
from patrols p
left join contents n on n.commitment = p.note
where p.grid = $1 and p.day between $2 and $3 and p.number < $4 and (not p.hidden or $5 or p.person = $6)
order by p.number desc
limit $7
