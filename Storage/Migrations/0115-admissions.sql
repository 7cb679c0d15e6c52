-- What departments may give the staff of grids to do. Title and reasons lie beside the log.

create table admissions (
  district text collate "C" not null,
  number int not null,
  stream text collate "C" not null,
  department text collate "C" not null,
  title text collate "C" not null,
  reason text collate "C" not null,
  categories text[] collate "C" not null,
  area text[] collate "C" not null,
  from_day date not null,
  until_day date not null,
  state text collate "C" not null,
  requested_at timestamptz not null,
  decided_at timestamptz,
  decision_reason text collate "C",
  ended_at timestamptz,
  end_reason text collate "C",
  seq bigint not null,
  primary key (district, number)
);
comment on table admissions is 'What departments may give the staff of grids to do, or asked for.';
comment on column admissions.district is 'The district''s 6-digit code.';
comment on column admissions.number is 'Counts the requests of the district from 1.';
comment on column admissions.stream is 'The district''s stream.';
comment on column admissions.department is 'Key of the department that asked.';
comment on column admissions.title is 'Commitment of what it is called.';
comment on column admissions.reason is 'Commitment of why it was asked for.';
comment on column admissions.categories is 'Of the issues that it may give them.';
comment on column admissions.area is 'Grids, communities, subdistricts or the district.';
comment on column admissions.from_day is 'First day of the town.';
comment on column admissions.until_day is 'Last day of the town.';
comment on column admissions.state is 'requested, approved, refused or ended.';
comment on column admissions.requested_at is 'Domain time.';
comment on column admissions.decided_at is 'Domain time; null before.';
comment on column admissions.decision_reason is 'Commitment of why it was decided so; null where nothing was said.';
comment on column admissions.ended_at is 'Domain time; null when it was not ended.';
comment on column admissions.end_reason is 'Commitment of why it was ended; null where nothing was said.';
comment on column admissions.seq is 'Sequence number the row is true at.';

create function view_admissions_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into admissions
  select distinct on (r.district, r.number)
    r.district, r.number, r.stream, r.department, r.title, r.reason, r.categories, r.area, r.from_day, r.until_day,
    r.state, r.requested_at, r.decided_at, r.decision_reason, r.ended_at, r.end_reason, r.seq
  from jsonb_populate_recordset(null::admissions, rows) as r
  order by r.district, r.number, r.seq desc
  on conflict (district, number) do update set
    state = excluded.state,
    decided_at = excluded.decided_at,
    decision_reason = excluded.decision_reason,
    ended_at = excluded.ended_at,
    end_reason = excluded.end_reason,
    seq = excluded.seq
  where admissions.seq < excluded.seq;
end
$$;
comment on function view_admissions_upsert is 'Writes rows of admissions; the higher seq of a row wins.';
