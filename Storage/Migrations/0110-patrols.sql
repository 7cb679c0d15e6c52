-- Patrols of grids: checked, found, put right on the spot. The text lies beside the log.

create table patrols (
  grid text collate "C" not null,
  number int not null,
  stream text collate "C" not null,
  community text collate "C" not null,
  subdistrict text collate "C" not null,
  person uuid not null,
  micro_grid text collate "C",
  place_type text collate "C" not null,
  item text collate "C" not null,
  result text collate "C" not null,
  hazard_level text collate "C",
  compound text collate "C",
  building text,
  hidden boolean not null,
  note text collate "C",
  photos text[] collate "C" not null,
  category text collate "C",
  issue_id text collate "C",
  at timestamptz not null,
  day date not null,
  seq bigint not null,
  primary key (grid, number)
);
comment on table patrols is 'What people of a grid have looked after.';
comment on column patrols.grid is 'grid/….';
comment on column patrols.number is 'Counts the patrols of the grid from 1.';
comment on column patrols.stream is 'The grid''s stream, which has the same name.';
comment on column patrols.community is 'The grid''s 12-digit code.';
comment on column patrols.subdistrict is 'The grid''s 9-digit code.';
comment on column patrols.person is 'Reference of who looked; never a name.';
comment on column patrols.micro_grid is 'Code of the micro-grid; null for the whole grid.';
comment on column patrols.place_type is 'building, street, public, business or site.';
comment on column patrols.item is 'gas, fire, tenant, livingAlone, guard or other.';
comment on column patrols.result is 'pass; hazard: still wrong, an issue; rectified: put right on the spot.';
comment on column patrols.hazard_level is 'general, major or critical; null when nothing was wrong.';
comment on column patrols.compound is 'The compound as it was then; null for the street.';
comment on column patrols.building is 'Public name of the building; null when none was named.';
comment on column patrols.hidden is 'Whether it is for the chain alone.';
comment on column patrols.note is 'Commitment of what was written.';
comment on column patrols.photos is 'Commitments of photos.';
comment on column patrols.category is 'Category of the issue it led to.';
comment on column patrols.issue_id is 'The issue it led to.';
comment on column patrols.at is 'When, in domain time.';
comment on column patrols.day is 'The day of the town.';
comment on column patrols.seq is 'Sequence number of the event.';

-- How many the grids of an area made in a period.
create index patrols_by_day on patrols (subdistrict, day);
-- Whether anything mentions a photo.
create index patrols_by_photo on patrols using gin (photos) where photos <> '{}';

create function view_patrols_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into patrols
  select distinct on (r.grid, r.number)
    r.grid, r.number, r.stream, r.community, r.subdistrict, r.person, r.micro_grid, r.place_type, r.item, r.result,
    r.hazard_level, r.compound, r.building, r.hidden, r.note, r.photos, r.category, r.issue_id, r.at, r.day, r.seq
  from jsonb_populate_recordset(null::patrols, rows) as r
  order by r.grid, r.number, r.seq desc
  on conflict (grid, number) do nothing;
end
$$;
comment on function view_patrols_upsert is 'Writes rows of patrols; a patrol never changes.';
