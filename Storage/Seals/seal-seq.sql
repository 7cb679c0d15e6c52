-- The newest event from before the end of a day, or where the seal before stood when nothing has happened since.
select coalesce(max(seq), $1)
from events
where seq > $1 and at < $2;
