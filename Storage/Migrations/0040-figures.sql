-- Figures of places that many streams share. The projector keeps them behind the log: what each issue adds to them
-- stands in a row of its own, so that the next look at the issue adds only the difference.

-- Which figures count an issue. What only its chain may see is in no figure of a small place.
create function figure_areas(community text, subdistrict text, visibility text) returns text[]
language sql immutable
return array_remove(
  array['district', 'subdistrict/' || subdistrict, case when visibility = 'compound' then 'community/' || community end],
  null
);
comment on function figure_areas is 'Names of the areas whose figures count an issue: the district, its subdistrict, and its community unless it is hidden.';

create table figure_parts (
  issue_id text collate "C" primary key,
  community text collate "C",
  subdistrict text collate "C",
  visibility text collate "C" not null,
  status text collate "C",
  level int not null,
  overdue boolean not null,
  due_at timestamptz,
  reported_on date not null,
  resolved_on date
) with (fillfactor = 80);
comment on table figure_parts is 'What each issue adds to the figures, as it was counted last.';
comment on column figure_parts.issue_id is 'The issue.';
comment on column figure_parts.community is 'As in issues.';
comment on column figure_parts.subdistrict is 'As in issues.';
comment on column figure_parts.visibility is 'As in issues.';
comment on column figure_parts.status is 'As in issues; null once it is archived: then it counts for its days alone.';
comment on column figure_parts.level is 'As in issues; -1 before it is accepted.';
comment on column figure_parts.overdue is 'Open, and marked as overdue.';
comment on column figure_parts.due_at is 'Open and not marked: the deadline after which it counts as overdue.';
comment on column figure_parts.reported_on is 'Day in the town.';
comment on column figure_parts.resolved_on is 'Day in the town on which it was last resolved; null while it is not.';

-- Whose deadline has passed and is not marked yet: a handful, since a deadline moves on when it is met.
create index figure_parts_by_due on figure_parts (due_at) where due_at is not null;

create table figures (
  area text collate "C" not null,
  status text collate "C" not null,
  level int not null,
  issues bigint not null,
  overdue bigint not null,
  primary key (area, status, level)
) with (fillfactor = 50);
comment on table figures is 'How many issues stand how, by area. True at the cursor "projector"; what is 0 has no row.';
comment on column figures.area is 'district, subdistrict/… or community/….';
comment on column figures.status is 'As in issues.';
comment on column figures.level is 'As in issues; -1 before they are accepted.';
comment on column figures.issues is 'Number of issues.';
comment on column figures.overdue is 'Of these, open and marked as overdue.';

create table figure_days (
  day date not null,
  area text collate "C" not null,
  reported bigint not null,
  resolved bigint not null,
  primary key (day, area)
) with (fillfactor = 50);
comment on table figure_days is 'What happened on a day, by area. True at the cursor "projector"; a day of nothing has no row.';
comment on column figure_days.day is 'Day in the town.';
comment on column figure_days.area is 'As in figures.';
comment on column figure_days.reported is 'Issues reported on that day.';
comment on column figure_days.resolved is 'Issues that were last resolved on that day and have not been reopened since.';
