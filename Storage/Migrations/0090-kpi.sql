-- Key figures of places by the day of the report. The projector keeps them behind the log, like the figures of the wall:
-- what each issue adds to them stands in a row of its own.

-- Which figures count an issue. What only its chain may see is in no figure of a small place.
create function kpi_areas(owner text, visibility text) returns text[]
language sql immutable
return array_remove(
  array[
    'district',
    'subdistrict/' || substr(case when owner like 'project/%' then substr(owner, 18) else split_part(owner, '/', 2) end, 1, 9),
    case when visibility = 'compound'
      then 'community/' || substr(case when owner like 'project/%' then substr(owner, 18) else split_part(owner, '/', 2) end, 1, 12)
    end,
    case when visibility = 'compound' then owner end],
  null
);
comment on function kpi_areas is 'Names of the places whose key figures count an issue: the district, its subdistrict, and unless it is hidden its community and its owner.';

create table kpi_parts (
  issue_id text collate "C" primary key,
  owner text collate "C" not null,
  visibility text collate "C" not null,
  reported_on date not null,
  respond_by timestamptz,
  rejected int not null,
  withdrawn int not null,
  voided int not null,
  merged int not null,
  accepted int not null,
  responded int not null,
  responded_late int not null,
  resolved int not null,
  on_time int not null,
  late int not null,
  closed int not null,
  in_compound int not null,
  answered int not null,
  solved int not null,
  rated int not null,
  satisfied int not null,
  returns int not null,
  transfers int not null,
  extensions int not null,
  suspensions int not null,
  escalations int not null,
  supervisions int not null,
  reopenings int not null,
  whistles int not null,
  took bigint not null
) with (fillfactor = 80);
comment on table kpi_parts is 'What each issue adds to the key figures, as it was counted last: a function of its events alone.';
comment on column kpi_parts.issue_id is 'The issue.';
comment on column kpi_parts.owner is 'Where it lives; its whole past goes with it.';
comment on column kpi_parts.visibility is 'As in issues.';
comment on column kpi_parts.reported_on is 'Day in the town on which it was reported.';
comment on column kpi_parts.respond_by is 'While nobody has responded: until when its first handler should have; else null.';
comment on column kpi_parts.rejected is 'Excluded: it was not accepted. Nothing else of it is counted.';
comment on column kpi_parts.withdrawn is 'Excluded: its reporter took it back. Nothing else of it is counted.';
comment on column kpi_parts.voided is 'Excluded: staff declared it void. Nothing else of it is counted.';
comment on column kpi_parts.merged is 'Excluded: it lives on in another one, which is counted. Nothing else of it is.';
comment on column kpi_parts.accepted is 'Accepted.';
comment on column kpi_parts.responded is 'First acknowledged, or solved on the spot, within the limit of its first handler.';
comment on column kpi_parts.responded_late is 'First acknowledged, or solved on the spot, after it.';
comment on column kpi_parts.resolved is 'Resolved, and not given to anybody since.';
comment on column kpi_parts.on_time is 'Resolved within the overall deadline.';
comment on column kpi_parts.late is 'A deadline of some step has passed.';
comment on column kpi_parts.closed is 'Reported by a resident and closed.';
comment on column kpi_parts.in_compound is 'Closed at level 0 of a compound without ever leaving it.';
comment on column kpi_parts.answered is 'How often its reporter said whether it is solved: closed it, said it is not solved, reopened it, or was called back.';
comment on column kpi_parts.solved is 'How often of these it is.';
comment on column kpi_parts.rated is 'How often it was rated.';
comment on column kpi_parts.satisfied is 'How often of these with four stars or five.';
comment on column kpi_parts.returns is 'How often it was returned, rightly.';
comment on column kpi_parts.transfers is 'How often staff gave it to another of the same level.';
comment on column kpi_parts.extensions is 'How often its time limit was extended.';
comment on column kpi_parts.suspensions is 'How often its clocks stood still.';
comment on column kpi_parts.escalations is 'How often it went up a level.';
comment on column kpi_parts.supervisions is 'How often supervision was ordered.';
comment on column kpi_parts.reopenings is 'How often its reporter reopened it.';
comment on column kpi_parts.whistles is 'How often a department was called in.';
comment on column kpi_parts.took is 'Seconds from the report until it was resolved last; 0 while it is not.';

-- To whom nobody has responded yet: a handful.
create index kpi_parts_by_respond_by on kpi_parts (respond_by) where respond_by is not null;

create table kpi_days (
  area text collate "C" not null,
  day date not null,
  reported bigint not null,
  rejected bigint not null,
  withdrawn bigint not null,
  voided bigint not null,
  merged bigint not null,
  accepted bigint not null,
  responded bigint not null,
  responded_late bigint not null,
  resolved bigint not null,
  on_time bigint not null,
  late bigint not null,
  closed bigint not null,
  in_compound bigint not null,
  answered bigint not null,
  solved bigint not null,
  rated bigint not null,
  satisfied bigint not null,
  returns bigint not null,
  transfers bigint not null,
  extensions bigint not null,
  suspensions bigint not null,
  escalations bigint not null,
  supervisions bigint not null,
  reopenings bigint not null,
  whistles bigint not null,
  took bigint not null,
  primary key (area, day)
) with (fillfactor = 50);
comment on table kpi_days is 'Sums of kpi_parts by place and day of the report. True at the cursor "projector"; a day of nothing has no row.';
comment on column kpi_days.area is 'district, subdistrict/…, community/… or an owner such as compound/….';
comment on column kpi_days.day is 'Day in the town on which the issues were reported.';
comment on column kpi_days.reported is 'Number of issues.';
comment on column kpi_days.rejected is 'As in kpi_parts.';
comment on column kpi_days.withdrawn is 'As in kpi_parts.';
comment on column kpi_days.voided is 'As in kpi_parts.';
comment on column kpi_days.merged is 'As in kpi_parts.';
comment on column kpi_days.accepted is 'As in kpi_parts.';
comment on column kpi_days.responded is 'As in kpi_parts.';
comment on column kpi_days.responded_late is 'As in kpi_parts.';
comment on column kpi_days.resolved is 'As in kpi_parts.';
comment on column kpi_days.on_time is 'As in kpi_parts.';
comment on column kpi_days.late is 'As in kpi_parts.';
comment on column kpi_days.closed is 'As in kpi_parts.';
comment on column kpi_days.in_compound is 'As in kpi_parts.';
comment on column kpi_days.answered is 'As in kpi_parts.';
comment on column kpi_days.solved is 'As in kpi_parts.';
comment on column kpi_days.rated is 'As in kpi_parts.';
comment on column kpi_days.satisfied is 'As in kpi_parts.';
comment on column kpi_days.returns is 'As in kpi_parts.';
comment on column kpi_days.transfers is 'As in kpi_parts.';
comment on column kpi_days.extensions is 'As in kpi_parts.';
comment on column kpi_days.suspensions is 'As in kpi_parts.';
comment on column kpi_days.escalations is 'As in kpi_parts.';
comment on column kpi_days.supervisions is 'As in kpi_parts.';
comment on column kpi_days.reopenings is 'As in kpi_parts.';
comment on column kpi_days.whistles is 'As in kpi_parts.';
comment on column kpi_days.took is 'As in kpi_parts.';

-- What was logged before is counted once, from the beginning; the figures of the wall do not change by that.
update cursors set seq = 0 where name = 'projector';
