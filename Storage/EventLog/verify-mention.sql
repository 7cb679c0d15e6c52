-- The event that names a text or a photo. Read from the start to the end of the log: it is asked for a damaged one only.
select stream, version
from events
where position($1 in payload) > 0
order by seq
limit 1
