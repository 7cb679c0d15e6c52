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

-- An issue keeps the terms it was accepted under, whatever rules are published later: what "who may?" needs of them.
alter table issues
  add column first_level int,
  add column level_above int,
  add column department text collate "C",
  add column rated_by text collate "C";
comment on column issues.first_level is 'Level at which its chain begins; null until it is accepted.';
comment on column issues.level_above is 'Next level above that has a time limit; null until it is accepted.';
comment on column issues.department is 'Key of the department that is level 3 for it; null where that level is skipped.';
comment on column issues.rated_by is 'Who may rate it: reporter, compound, nobody; null until it is accepted.';

create or replace function view_issues_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into issues
  select distinct on (r.id)
    r.id, r.stream, r.owner, r.community, r.subdistrict, r.category, r.urgency, r.visibility, r.source, r.status, r.level,
    r.handler_role, r.handler_place, r.reporter, coalesce(r.followers, '{}'), r.building, r.description, r.location,
    r.reported_at, r.updated_at, r.due_at, r.overall_due_at, r.next_due_at, coalesce(r.overdue, false), r.stars,
    coalesce(r.times_reopened, 0), coalesce(r.archived, false), r.moving_to, r.seq,
    coalesce(r.warned_percent, 0), coalesce(r.provisional, false), r.calendar_version, r.suspension, r.suspended_until,
    r.request, r.request_level, r.request_due_at, r.supervised_by, r.check_due_at, r.call_back_due_at,
    r.first_level, r.level_above, r.department, r.rated_by
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
    warned_percent = excluded.warned_percent,
    provisional = excluded.provisional,
    calendar_version = excluded.calendar_version,
    suspension = excluded.suspension,
    suspended_until = excluded.suspended_until,
    request = excluded.request,
    request_level = excluded.request_level,
    request_due_at = excluded.request_due_at,
    supervised_by = excluded.supervised_by,
    check_due_at = excluded.check_due_at,
    call_back_due_at = excluded.call_back_due_at,
    first_level = excluded.first_level,
    level_above = excluded.level_above,
    department = excluded.department,
    rated_by = excluded.rated_by,
    seq = excluded.seq
  where issues.seq < excluded.seq;
end
$$;
