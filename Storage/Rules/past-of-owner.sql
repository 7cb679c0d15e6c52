-- What happened to an owner itself, ever, and to its issues from a moment on; in order. Patrols change no rules and no
-- issue, and there are many.
select seq, stream, version, subject, type, payload, command_id, actor, at, hash
from events
where stream = $1 and case when subject is null then type <> 'grid.patrolled' else at >= $2 end
order by version
limit $3
