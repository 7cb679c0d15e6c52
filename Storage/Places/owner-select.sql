select
  o.place, o.name, o.community, o.subdistrict, o.mode, o.households, o.home_grid, o.buildings, o.heads, o.synthetic,
  o.seq, o.rules
from owners o
