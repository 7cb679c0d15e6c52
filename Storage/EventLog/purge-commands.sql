-- A piece at a time, so that no writer waits for a page long.
delete from commands
where command_id in (select k.command_id from commands k where k.at < now() - $1 limit $2)
