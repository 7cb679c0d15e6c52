with acted as (
  insert into operator_acts (command_id, request_hash, letter, act, reason, actor)
  values ($1, $2, $3, $4, $5, $6)
  returning letter)
update dead_letters d set state = $7 from acted where d.id = acted.letter;
