insert into dead_letters (reaction, seq, target, error)
values ($1, $2, $3, $4)
on conflict (reaction, seq, target) do update set error = excluded.error;
