-- Departments that are called in to help with an issue. Nearly no issue has any: then all of it is null and in no index.

alter table issues
  add column whistled text[] collate "C",
  add column whistles jsonb,
  add column whistle_levels int[];
comment on column issues.whistled is 'Keys of the departments that are called in and know of it; null where none is.';
comment on column issues.whistles is 'Its whistles that are not over: [{department, kind, state, signBy, contactBy, onSiteBy, disputed, missed}]; null for none.';
comment on column issues.whistle_levels is 'Levels whose staff are to decide a draft or an objection, or to rate a department; null where none are.';

-- What a department is called in for.
create index issues_by_whistled on issues using gin (whistled) where whistled is not null;

-- Written once for the columns of this and of the migrations since 0051.
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
    r.first_level, r.level_above, r.department, r.rated_by,
    r.merged_into, coalesce(r.joined, 0), r.incident_at, r.part_of, r.whistled, r.whistles, r.whistle_levels
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
    merged_into = excluded.merged_into,
    joined = excluded.joined,
    incident_at = excluded.incident_at,
    part_of = excluded.part_of,
    whistled = excluded.whistled,
    whistles = excluded.whistles,
    whistle_levels = excluded.whistle_levels,
    seq = excluded.seq
  where issues.seq < excluded.seq;
end
$$;
