select d.id, d.reaction, d.seq, d.target, d.refused, d.error, d.error_kind, d.attempts, d.state, d.parked_at
from dead_letters d
