-- A letter that was dropped stays so, however often the log is read again from before its event.
insert into dead_letters as d (reaction, seq, target, refused, error, error_kind, attempts)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (reaction, seq, target) do update set
  refused = excluded.refused,
  error = excluded.error,
  error_kind = excluded.error_kind,
  attempts = d.attempts + excluded.attempts,
  state = case when d.state = 'dropped' then 'dropped' else 'waiting' end;
