-- What happened to an owner itself, ever, and to its issues from a moment on; in order.
select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where stream = $1 and (subject is null or at >= $2)
order by version
limit $3
