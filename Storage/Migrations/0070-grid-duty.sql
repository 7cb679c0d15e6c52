-- Who belongs to a grid and is on duty, and with whom its tasks are.

create table rosters (
  grid text collate "C" primary key,
  stream text collate "C" not null,
  roster jsonb not null,
  seq bigint not null
);
comment on table rosters is 'Who belongs to a grid and when they are on duty. Grids that were registered before there were rosters have a row from their next change on.';
comment on column rosters.grid is 'grid/….';
comment on column rosters.stream is 'The grid''s stream, which has the same name.';
comment on column rosters.roster is '{microGrids, members, shifts, leaves, lastNumber, changedAt}; people by reference, never by name.';
comment on column rosters.seq is 'Sequence number the row is true at.';

create function view_rosters_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into rosters (grid, stream, roster, seq)
  select distinct on (r.grid) r.grid, r.stream, r.roster, r.seq
  from jsonb_populate_recordset(null::rosters, rows) as r
  order by r.grid, r.seq desc
  on conflict (grid) do update set
    stream = excluded.stream,
    roster = excluded.roster,
    seq = excluded.seq
  where rosters.seq < excluded.seq;
end
$$;
comment on function view_rosters_upsert is 'Writes rows of rosters; the higher seq of a row wins.';

alter table tasks
  add column offered_to uuid,
  add column turn int not null default 0,
  add column invited uuid[] not null default '{}',
  add column acknowledged_at timestamptz,
  add column quiet_until timestamptz,
  add column unanswered_at timestamptz,
  add column next_due_at timestamptz;
comment on table tasks is 'What was offered to the staff of a grid: an issue whose handler the grid is or was.';
comment on column tasks.offered_to is 'Reference of the person who has it; null while nobody is there.';
comment on column tasks.turn is 'Who is asked first in a round has 1; 0 for tasks of before there was a rota.';
comment on column tasks.invited is 'References of the volunteers who were invited to help.';
comment on column tasks.acknowledged_at is 'When it was acknowledged: then nobody else is asked.';
comment on column tasks.quiet_until is 'Until when nobody is disturbed with it; null when it was not quiet.';
comment on column tasks.unanswered_at is 'Since when the community knows that nobody answered.';
comment on column tasks.next_due_at is 'When the grid does something with it by itself.';
comment on column owners.heads is 'References of a grid''s heads.';

create index tasks_due on tasks (next_due_at) where next_due_at is not null;
create index tasks_unanswered on tasks (grid) where unanswered_at is not null and ended_at is null and acknowledged_at is null;

create or replace function view_tasks_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into tasks (
    grid, issue_id, stream, owner, category, level, due_at, offered_at, ended_at, cause, seq, offered_to, turn, invited,
    acknowledged_at, quiet_until, unanswered_at, next_due_at)
  select distinct on (r.grid, r.issue_id)
    r.grid, r.issue_id, r.stream, r.owner, r.category, r.level, r.due_at, r.offered_at, r.ended_at, r.cause, r.seq,
    r.offered_to, coalesce(r.turn, 0), coalesce(r.invited, '{}'), r.acknowledged_at, r.quiet_until, r.unanswered_at,
    r.next_due_at
  from jsonb_populate_recordset(null::tasks, rows) as r
  order by r.grid, r.issue_id, r.seq desc
  on conflict (grid, issue_id) do update set
    stream = excluded.stream,
    owner = excluded.owner,
    category = excluded.category,
    level = excluded.level,
    due_at = excluded.due_at,
    offered_at = excluded.offered_at,
    ended_at = excluded.ended_at,
    cause = excluded.cause,
    seq = excluded.seq,
    offered_to = excluded.offered_to,
    turn = excluded.turn,
    invited = excluded.invited,
    acknowledged_at = excluded.acknowledged_at,
    quiet_until = excluded.quiet_until,
    unanswered_at = excluded.unanswered_at,
    next_due_at = excluded.next_due_at
  where tasks.seq < excluded.seq;
end
$$;
