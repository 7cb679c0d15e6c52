-- What moves the clocks of an issue, and what is to be looked at because of it.

alter table issues
  add column warned_percent int not null default 0,
  add column provisional boolean not null default false,
  add column calendar_version int,
  add column suspension text collate "C",
  add column suspended_until timestamptz,
  add column request text collate "C",
  add column request_level int,
  add column request_due_at timestamptz,
  add column supervised_by int,
  add column check_due_at timestamptz,
  add column call_back_due_at timestamptz;
comment on column issues.status is 'submitted to rework are open; then resolved, verified, closed, rejected, withdrawn, voided.';
comment on column issues.updated_at is 'When anything last happened to it that more than its chain hears of.';
comment on column issues.warned_percent is 'Of how much of the present step its handler was warned, in per cent; 0 for none yet.';
comment on column issues.provisional is 'Whether its deadlines may come otherwise, as the days of a year are not published yet.';
comment on column issues.calendar_version is 'Version of the working calendar its deadlines were counted by; null where the calendar has no say.';
comment on column issues.suspension is 'Why its clocks stand still: awaitingReporter, awaitingThirdParty, ownersVote, underDeliberation, engineering.';
comment on column issues.suspended_until is 'Until when at most; then they run on by themselves.';
comment on column issues.request is 'What its handler asks for: return, extension, suspension.';
comment on column issues.request_level is 'Level whose staff decide that.';
comment on column issues.request_due_at is 'Until when; then it is refused by itself.';
comment on column issues.supervised_by is 'Level that ordered supervision last.';
comment on column issues.check_due_at is 'Until when somebody else should have checked what was resolved.';
comment on column issues.call_back_due_at is 'Until when who rated low is to be called back.';

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
