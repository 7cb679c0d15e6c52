-- What owners have otherwise than the district's rules.

alter table owners add column rules jsonb;
comment on column owners.rules is 'What it has otherwise than the district: {version, overrides, templateVersion, at, by, reason}; null where it never published any.';

create or replace function view_owners_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into owners
  select distinct on (r.place)
    r.place, r.stream, r.kind, r.name, r.community, r.subdistrict, r.mode, r.households, r.home_grid, r.buildings,
    coalesce(r.heads, '{}'), coalesce(r.synthetic, false), r.seq, r.rules
  from jsonb_populate_recordset(null::owners, rows) as r
  order by r.place, r.seq desc
  on conflict (place) do update set
    stream = excluded.stream,
    kind = excluded.kind,
    name = excluded.name,
    community = excluded.community,
    subdistrict = excluded.subdistrict,
    mode = excluded.mode,
    households = excluded.households,
    home_grid = excluded.home_grid,
    buildings = excluded.buildings,
    heads = excluded.heads,
    synthetic = excluded.synthetic,
    seq = excluded.seq,
    rules = excluded.rules
  where owners.seq < excluded.seq;
end
$$;
