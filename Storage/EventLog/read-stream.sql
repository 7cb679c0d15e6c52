select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where stream = $1 and version > $2
order by version
