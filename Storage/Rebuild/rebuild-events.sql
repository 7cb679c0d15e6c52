select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where seq > $1 and seq <= $2
order by seq
