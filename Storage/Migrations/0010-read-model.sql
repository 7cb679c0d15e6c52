-- Lists for screens: rows are pure functions of the log, written in the same transaction as the events they follow from.
-- Each upsert takes the rows of a whole batch and keeps the higher seq of a row. The functions name their tables without
-- a schema, so that a rebuild can point them at tables of its own.

create table issues (
  id text collate "C" primary key,
  stream text collate "C" not null,
  owner text collate "C" not null,
  community text collate "C",
  subdistrict text collate "C",
  category text collate "C" not null,
  urgency text collate "C",
  visibility text collate "C" not null,
  source text collate "C" not null,
  status text collate "C" not null,
  level int,
  handler_role text collate "C",
  handler_place text collate "C",
  reporter uuid not null,
  followers uuid[] not null default '{}',
  building text,
  description text collate "C" not null,
  location text collate "C",
  reported_at timestamptz not null,
  updated_at timestamptz not null,
  due_at timestamptz,
  overall_due_at timestamptz,
  next_due_at timestamptz,
  overdue boolean not null default false,
  stars int check (stars between 1 and 5),
  times_reopened int not null default 0,
  archived boolean not null default false,
  moving_to text collate "C",
  seq bigint not null
) with (fillfactor = 80);
comment on table issues is 'Every issue as it stands: one row, which belongs to the stream of its present owner.';
comment on column issues.id is 'Such as QY20261124-000123.';
comment on column issues.stream is 'Stream that wrote the row last.';
comment on column issues.owner is 'Place the issue lives in: compound/…, grid/… or project/….';
comment on column issues.community is 'Code of the owner''s community, 12 digits.';
comment on column issues.subdistrict is 'Code of the owner''s subdistrict, 9 digits.';
comment on column issues.category is 'Service code, such as UTL-04.';
comment on column issues.urgency is 'P1, P2, P3, P4 or Q; null until it is accepted.';
comment on column issues.visibility is 'compound: its residents too; chain: only the reporter and who handles it.';
comment on column issues.source is 'Through which door it came: resident, desk, phone, paper, patrol.';
comment on column issues.status is 'submitted to rework are open; then resolved, verified, closed, rejected, withdrawn.';
comment on column issues.level is '0 compound or project, 1 grid or community, 2 subdistrict, 3 department, 4 district centre; null until accepted.';
comment on column issues.handler_role is 'Who is to act, such as property-manager.';
comment on column issues.handler_place is 'Where that role is held.';
comment on column issues.reporter is 'Reference of the account that reported it.';
comment on column issues.followers is 'References of accounts that want to hear about it.';
comment on column issues.building is 'Public name of the building, such as 3栋.';
comment on column issues.description is 'Commitment of the text in contents.';
comment on column issues.location is 'Commitment of the finer location in contents.';
comment on column issues.reported_at is 'Domain time, like all times here.';
comment on column issues.updated_at is 'When anything last happened to it.';
comment on column issues.due_at is 'Deadline of the present step.';
comment on column issues.overall_due_at is 'Deadline of the whole, which no hand-over moves.';
comment on column issues.next_due_at is 'Next moment at which something happens by itself; null when nothing does.';
comment on column issues.overdue is 'Whether the deadline passed with no level left.';
comment on column issues.stars is 'Rating, 1 to 5.';
comment on column issues.times_reopened is 'How often it was reopened.';
comment on column issues.archived is 'Whether it has left its owner''s state and lives here alone.';
comment on column issues.moving_to is 'Owner it is on its way to.';
comment on column issues.seq is 'Sequence number the row is true at.';

create index issues_by_time on issues (reported_at desc, id desc);
create index issues_by_update on issues (updated_at desc, id desc);
create index issues_by_owner on issues (owner, reported_at desc, id desc);
create index issues_by_community on issues (community, reported_at desc, id desc);
create index issues_by_subdistrict on issues (subdistrict, reported_at desc, id desc);
create index issues_by_reporter on issues (reporter, reported_at desc, id desc);
create index issues_by_follower on issues using gin (followers) where followers <> '{}';
-- An inbox holds what is open; ended issues would only make its index long.
create index issues_by_handler on issues (handler_place, reported_at desc, id desc)
  where status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework');
-- The sweep asks for it every few seconds.
create index issues_by_next_due on issues (next_due_at) where next_due_at is not null;
-- From a text that a search has found to its issue.
create index issues_by_description on issues using hash (description);

create function view_issues_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into issues
  select distinct on (r.id)
    r.id, r.stream, r.owner, r.community, r.subdistrict, r.category, r.urgency, r.visibility, r.source, r.status, r.level,
    r.handler_role, r.handler_place, r.reporter, coalesce(r.followers, '{}'), r.building, r.description, r.location,
    r.reported_at, r.updated_at, r.due_at, r.overall_due_at, r.next_due_at, coalesce(r.overdue, false), r.stars,
    coalesce(r.times_reopened, 0), coalesce(r.archived, false), r.moving_to, r.seq
  from jsonb_populate_recordset(null::issues, rows) as r
  order by r.id, r.seq desc
  on conflict (id) do update set
    stream = excluded.stream,
    owner = excluded.owner,
    community = excluded.community,
    subdistrict = excluded.subdistrict,
    category = excluded.category,
    urgency = excluded.urgency,
    visibility = excluded.visibility,
    source = excluded.source,
    status = excluded.status,
    level = excluded.level,
    handler_role = excluded.handler_role,
    handler_place = excluded.handler_place,
    reporter = excluded.reporter,
    followers = excluded.followers,
    building = excluded.building,
    description = excluded.description,
    location = excluded.location,
    reported_at = excluded.reported_at,
    updated_at = excluded.updated_at,
    due_at = excluded.due_at,
    overall_due_at = excluded.overall_due_at,
    next_due_at = excluded.next_due_at,
    overdue = excluded.overdue,
    stars = excluded.stars,
    times_reopened = excluded.times_reopened,
    archived = excluded.archived,
    moving_to = excluded.moving_to,
    seq = excluded.seq
  where issues.seq < excluded.seq;
end
$$;
comment on function view_issues_upsert is 'Writes rows of issues, as JSON objects in the names of its columns; the higher seq of a row wins.';

create table owners (
  place text collate "C" primary key,
  stream text collate "C" not null,
  kind text collate "C" not null,
  name text not null,
  community text collate "C",
  subdistrict text collate "C",
  mode text collate "C",
  households int,
  home_grid text collate "C",
  buildings jsonb,
  heads uuid[] not null default '{}',
  synthetic boolean not null default false,
  seq bigint not null
);
comment on table owners is 'Every registered place that owns issues.';
comment on column owners.place is 'compound/…, grid/… or project/….';
comment on column owners.stream is 'Its stream, which has the same name.';
comment on column owners.kind is 'The word before the slash.';
comment on column owners.name is 'Public name.';
comment on column owners.community is 'Code of its community, 12 digits.';
comment on column owners.subdistrict is 'Code of its subdistrict, 9 digits.';
comment on column owners.mode is 'Property mode of a compound: selfManaged, communityTrust, professionalManaged.';
comment on column owners.households is 'Number of households, where it is known.';
comment on column owners.home_grid is 'Grid that looks after it.';
comment on column owners.buildings is 'Buildings of a compound: [{name, grid, households}].';
comment on column owners.heads is 'References of a grid''s heads, who are offered its tasks.';
comment on column owners.synthetic is 'Whether it is demo data.';
comment on column owners.seq is 'Sequence number the row is true at.';

create index owners_by_kind on owners (kind, place);
create index owners_by_community on owners (community, kind, place);

create function view_owners_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into owners
  select distinct on (r.place)
    r.place, r.stream, r.kind, r.name, r.community, r.subdistrict, r.mode, r.households, r.home_grid, r.buildings,
    coalesce(r.heads, '{}'), coalesce(r.synthetic, false), r.seq
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
    seq = excluded.seq
  where owners.seq < excluded.seq;
end
$$;
comment on function view_owners_upsert is 'Writes rows of owners; the higher seq of a row wins.';

create table tasks (
  grid text collate "C" not null,
  issue_id text collate "C" not null,
  stream text collate "C" not null,
  owner text collate "C" not null,
  category text collate "C" not null,
  level int not null,
  due_at timestamptz not null,
  offered_at timestamptz not null,
  ended_at timestamptz,
  cause text collate "C",
  seq bigint not null,
  primary key (grid, issue_id)
) with (fillfactor = 80);
comment on table tasks is 'What was offered to the heads of a grid: an issue whose handler the grid is or was.';
comment on column tasks.grid is 'grid/….';
comment on column tasks.issue_id is 'The issue.';
comment on column tasks.stream is 'The grid''s stream, which has the same name.';
comment on column tasks.owner is 'Place the issue lives in.';
comment on column tasks.category is 'Service code of the issue.';
comment on column tasks.level is 'Level at which the grid has it.';
comment on column tasks.due_at is 'Deadline of the step.';
comment on column tasks.offered_at is 'When it was last offered.';
comment on column tasks.ended_at is 'Since when it is the grid''s no longer.';
comment on column tasks.cause is 'Event that ended it, such as issue.resolved.';
comment on column tasks.seq is 'Sequence number the row is true at.';

create index tasks_open on tasks (grid, due_at, issue_id) where ended_at is null;

create function view_tasks_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into tasks
  select distinct on (r.grid, r.issue_id)
    r.grid, r.issue_id, r.stream, r.owner, r.category, r.level, r.due_at, r.offered_at, r.ended_at, r.cause, r.seq
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
    seq = excluded.seq
  where tasks.seq < excluded.seq;
end
$$;
comment on function view_tasks_upsert is 'Writes rows of tasks; the higher seq of a row wins.';

create sequence issue_numbers increment by 100;
comment on sequence issue_numbers is 'First number of the next block of 100 issue numbers; holes are fine.';
