-- The grids of a community ($1) whose roll can be called, in the order of their keys: all but its master grid.
select o.place
from owners o
where o.kind = 'grid' and o.community = $1 and length(o.place) > 17
order by o.place
