select stream, answer, request_hash, last_seq
from commands
where command_id = $1
