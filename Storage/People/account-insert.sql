insert into accounts (id, account, password_hash, display_name, reference, roles)
select * from unnest($1, $2, $3, $4, $5, $6)
on conflict do nothing;
