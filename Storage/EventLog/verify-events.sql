select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where $1::text is null or stream = $1
order by stream, version
