-- Reports of the same: which live on in another one, how many are affected, and what is an area incident.

alter table issues
  add column merged_into text collate "C",
  add column joined int not null default 0,
  add column incident_at timestamptz,
  add column part_of text collate "C";
comment on column issues.status is 'submitted to rework are open; then resolved, verified, closed, rejected, withdrawn, voided, merged.';
comment on column issues.merged_into is 'The issue of the same owner in which it lives on; null where it stands for itself.';
comment on column issues.joined is 'How often somebody else said that it affects them: by joining it, or by a report that was merged into it.';
comment on column issues.incident_at is 'Since when it is an area incident; null when it is none.';
comment on column issues.part_of is 'The area incident of its community that it is part of, though it stays where it is; null for none.';

-- What is like something that is about to be reported.
create index issues_alike on issues (owner, category, reported_at desc, id desc)
  where status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework');
-- Banners ask for it with every page of a place.
create index issues_incidents on issues (incident_at desc, id desc)
  where incident_at is not null and status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework');

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
    r.merged_into, coalesce(r.joined, 0), r.incident_at, r.part_of
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
    seq = excluded.seq
  where issues.seq < excluded.seq;
end
$$;
