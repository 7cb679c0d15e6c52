-- The event that names a text. Read from the start to the end of the log: it is asked for a damaged text only.
select stream, version
from events
where position($1 in payload) > 0
order by seq
limit 1
