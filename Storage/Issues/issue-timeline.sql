select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where subject = $1
order by seq;
