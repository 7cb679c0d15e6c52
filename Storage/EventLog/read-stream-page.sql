-- Sequence numbers rise along a stream, so that its own order will do.
select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where stream = $1 and seq > $2
order by version
limit $3
