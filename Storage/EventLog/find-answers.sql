-- What became of commands: their rows, and the hash of the event that each of them would have put at the head.
select k.command_id, k.stream, k.answer, k.request_hash, k.last_seq, e.hash
from unnest($1::uuid[], $2::text[], $3::int[]) as t (command_id, stream, version)
join commands k on k.command_id = t.command_id
left join events e on e.stream = t.stream and e.version = t.version
