-- 平急转换: which communities are in emergency mode, and who has answered the roll.

create table mobilisations (
  grid text collate "C" primary key,
  stream text collate "C" not null,
  community text collate "C" not null,
  subdistrict text collate "C" not null,
  emergency int,
  reason text collate "C",
  started_at timestamptz,
  ended_at timestamptz,
  call_number int,
  exercise boolean,
  minutes int,
  called_at timestamptz,
  deadline timestamptz,
  stopped_at timestamptz,
  grids int,
  seq bigint not null
);
comment on table mobilisations is 'The newest emergency and the newest roll-call of every community that ever had one.';
comment on column mobilisations.grid is 'Master grid of the community, grid/….';
comment on column mobilisations.stream is 'Its stream, which has the same name.';
comment on column mobilisations.community is 'Code of the community, 12 digits.';
comment on column mobilisations.subdistrict is 'Code of its subdistrict, 9 digits.';
comment on column mobilisations.emergency is 'Number of the newest emergency of the community; null before there was any.';
comment on column mobilisations.reason is 'Commitment of what was written about it, in contents.';
comment on column mobilisations.started_at is 'When it was started.';
comment on column mobilisations.ended_at is 'When it was ended; null while it runs.';
comment on column mobilisations.call_number is 'Number of the newest roll-call of the community.';
comment on column mobilisations.exercise is 'Whether that is an exercise.';
comment on column mobilisations.minutes is 'How long each micro-grid has to answer.';
comment on column mobilisations.called_at is 'When it was called.';
comment on column mobilisations.deadline is 'When the time is over.';
comment on column mobilisations.stopped_at is 'When whoever called it ended it; null when nobody did.';
comment on column mobilisations.grids is 'How many grids are called.';
comment on column mobilisations.seq is 'Sequence number the row is true at.';

create function view_mobilisations_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into mobilisations (
    grid, stream, community, subdistrict, emergency, reason, started_at, ended_at, call_number, exercise, minutes,
    called_at, deadline, stopped_at, grids, seq)
  select distinct on (r.grid)
    r.grid, r.stream, r.community, r.subdistrict, r.emergency, r.reason, r.started_at, r.ended_at, r.call_number,
    r.exercise, r.minutes, r.called_at, r.deadline, r.stopped_at, r.grids, r.seq
  from jsonb_populate_recordset(null::mobilisations, rows) as r
  order by r.grid, r.seq desc
  on conflict (grid) do update set
    stream = excluded.stream,
    community = excluded.community,
    subdistrict = excluded.subdistrict,
    emergency = excluded.emergency,
    reason = excluded.reason,
    started_at = excluded.started_at,
    ended_at = excluded.ended_at,
    call_number = excluded.call_number,
    exercise = excluded.exercise,
    minutes = excluded.minutes,
    called_at = excluded.called_at,
    deadline = excluded.deadline,
    stopped_at = excluded.stopped_at,
    grids = excluded.grids,
    seq = excluded.seq
  where mobilisations.seq < excluded.seq;
end
$$;
comment on function view_mobilisations_upsert is 'Writes rows of mobilisations; the higher seq of a row wins.';

create table roll_calls (
  grid text collate "C" not null,
  number int not null,
  stream text collate "C" not null,
  community text collate "C" not null,
  subdistrict text collate "C" not null,
  exercise boolean not null,
  minutes int not null,
  called_at timestamptz not null,
  deadline timestamptz not null,
  expected int not null,
  confirmed int not null,
  late int not null,
  missing text[] collate "C" not null,
  needing_help text[] collate "C" not null,
  answers jsonb not null,
  closed_at timestamptz,
  closing text collate "C",
  next_due_at timestamptz,
  seq bigint not null,
  primary key (grid, number),
  check (confirmed between 0 and expected and confirmed + cardinality(missing) = expected)
) with (fillfactor = 80);
comment on table roll_calls is 'Every roll-call of every grid: which of its micro-grids are expected to answer, and what they did. What a community or the district has is the sum of its rows.';
comment on column roll_calls.grid is 'grid/….';
comment on column roll_calls.number is 'Of the community''s roll-calls: all its grids have the same.';
comment on column roll_calls.stream is 'The grid''s stream, which has the same name.';
comment on column roll_calls.community is 'Code of its community, 12 digits.';
comment on column roll_calls.subdistrict is 'Code of its subdistrict, 9 digits.';
comment on column roll_calls.exercise is 'Whether it is an exercise.';
comment on column roll_calls.minutes is 'How long each micro-grid has to answer.';
comment on column roll_calls.called_at is 'When the grid was called.';
comment on column roll_calls.deadline is 'When the time is over.';
comment on column roll_calls.expected is 'How many micro-grids are expected to answer; 1 for a grid as a whole.';
comment on column roll_calls.confirmed is 'How many of them have.';
comment on column roll_calls.late is 'Of these, how many after the deadline.';
comment on column roll_calls.missing is 'Codes of those that have not; * is a grid as a whole.';
comment on column roll_calls.needing_help is 'Codes of those that need help.';
comment on column roll_calls.answers is 'By code: {state, at, late, onBehalf, by, note}; people by reference, what they wrote by its commitment.';
comment on column roll_calls.closed_at is 'Since when the grid waits for nobody.';
comment on column roll_calls.closing is 'Why: time, complete, ended, replaced.';
comment on column roll_calls.next_due_at is 'When the grid does something with it by itself.';
comment on column roll_calls.seq is 'Sequence number the row is true at.';

create index roll_calls_by_community on roll_calls (community, number);
create index roll_calls_due on roll_calls (next_due_at) where next_due_at is not null;

create function view_roll_calls_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into roll_calls (
    grid, number, stream, community, subdistrict, exercise, minutes, called_at, deadline, expected, confirmed, late,
    missing, needing_help, answers, closed_at, closing, next_due_at, seq)
  select distinct on (r.grid, r.number)
    r.grid, r.number, r.stream, r.community, r.subdistrict, r.exercise, r.minutes, r.called_at, r.deadline, r.expected,
    r.confirmed, r.late, r.missing, r.needing_help, r.answers, r.closed_at, r.closing, r.next_due_at, r.seq
  from jsonb_populate_recordset(null::roll_calls, rows) as r
  order by r.grid, r.number, r.seq desc
  on conflict (grid, number) do update set
    stream = excluded.stream,
    community = excluded.community,
    subdistrict = excluded.subdistrict,
    exercise = excluded.exercise,
    minutes = excluded.minutes,
    called_at = excluded.called_at,
    deadline = excluded.deadline,
    expected = excluded.expected,
    confirmed = excluded.confirmed,
    late = excluded.late,
    missing = excluded.missing,
    needing_help = excluded.needing_help,
    answers = excluded.answers,
    closed_at = excluded.closed_at,
    closing = excluded.closing,
    next_due_at = excluded.next_due_at,
    seq = excluded.seq
  where roll_calls.seq < excluded.seq;
end
$$;
comment on function view_roll_calls_upsert is 'Writes rows of roll-calls; the higher seq of a row wins.';
