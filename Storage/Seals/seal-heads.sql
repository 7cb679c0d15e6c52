-- The last event of every stream at a seq. Stream by stream along the index: few events lie behind the seq of a seal.
select h.stream, e.version, e.hash
from stream_heads h
cross join lateral (
  select v.version, v.hash
  from events v
  where v.stream = h.stream and v.seq <= $1
  order by v.version desc
  limit 1
) e
order by h.stream;
