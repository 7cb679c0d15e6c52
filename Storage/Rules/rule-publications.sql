select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where stream = $1 and type = $2 and version < $3
order by version desc
limit $4
