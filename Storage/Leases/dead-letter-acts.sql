select a.letter, a.act, a.reason, a.actor, a.at
from operator_acts a
where a.letter = any ($1)
order by a.letter, a.at, a.command_id;
