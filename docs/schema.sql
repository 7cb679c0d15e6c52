-- The whole schema as the migrations make it, for reading. Made by a test (GOLDEN=write); never run.

-- Who can sign in. The log knows them by reference alone.
create table accounts (
  id uuid not null,  -- The account, for whoever is signed in.
  account text collate "C" not null,  -- Name to sign in with, in lower case.
  password_hash text not null,  -- As ASP.NET Core Identity hashes it.
  display_name text not null,  -- Name that others see.
  reference uuid not null,  -- Random 128 bits: the actor in events. Erasing a person deletes this row, and with it the link.
  roles jsonb not null default '[]'::jsonb,  -- Roles with their places: [{role, place}].
  created_at timestamp with time zone not null default now(),  -- When it was made, by the clock of the server.
  UNIQUE (account),
  UNIQUE (reference),
  PRIMARY KEY (id)
);

-- What departments may give the staff of grids to do, or asked for.
create table admissions (
  district text collate "C" not null,  -- The district''s 6-digit code.
  number integer not null,  -- Counts the requests of the district from 1.
  stream text collate "C" not null,  -- The district''s stream.
  department text collate "C" not null,  -- Key of the department that asked.
  title text collate "C" not null,  -- Commitment of what it is called.
  reason text collate "C" not null,  -- Commitment of why it was asked for.
  categories text[] collate "C" not null,  -- Of the issues that it may give them.
  area text[] collate "C" not null,  -- Grids, communities, subdistricts or the district.
  from_day date not null,  -- First day of the town.
  until_day date not null,  -- Last day of the town.
  state text collate "C" not null,  -- requested, approved, refused or ended.
  requested_at timestamp with time zone not null,  -- Domain time.
  decided_at timestamp with time zone,  -- Domain time; null before.
  decision_reason text collate "C",  -- Commitment of why it was decided so; null where nothing was said.
  ended_at timestamp with time zone,  -- Domain time; null when it was not ended.
  end_reason text collate "C",  -- Commitment of why it was ended; null where nothing was said.
  seq bigint not null,  -- Sequence number the row is true at.
  PRIMARY KEY (district, number)
);

-- Every accepted command of the last 30 days with its first answer, so that a repeat gets the same one and happens once.
create table commands (
  command_id uuid not null,  -- Made from the account, the route and the idempotency key, or fresh.
  stream text collate "C" not null,  -- The stream it was answered by.
  request_hash bytea not null,  -- SHA-256 of what was asked, so that another wish under the same id is noticed.
  answer text not null,  -- The first answer, as JSON.
  last_seq bigint not null,  -- Sequence number of its last event; 0 when it decided none.
  at timestamp with time zone not null default now(),  -- When it was written, by the clock of the server: repeats come in real time, whatever the time in the town.
  PRIMARY KEY (command_id)
);
CREATE INDEX commands_by_time ON public.commands USING brin (at);

-- Texts that never enter an event. Erasing one deletes its row; the event keeps a commitment that tells nothing without the salt.
create table contents (
  commitment text collate "C" not null,  -- HMAC-SHA-256 of the body (UTF-8) under the salt, 64 lower-case hex digits; events name the text by it.
  salt bytea not null,  -- 16 random bytes, erased with the body.
  kind text collate "C" not null,  -- description, location, note or reason.
  body text not null,  -- The text.
  PRIMARY KEY (commitment),
  CHECK ((octet_length(commitment) = 64)),
  CHECK ((octet_length(salt) = 16))
);
CREATE INDEX contents_by_bigrams ON public.contents USING gin (bigrams(body)) WHERE (kind = 'description'::text);

-- How far each follower of the log has come.
create table cursors (
  name text collate "C" not null,  -- The follower.
  seq bigint not null,  -- Everything up to here is done.
  PRIMARY KEY (name)
) with (fillfactor=70);

-- Keys of ASP.NET Core data protection, so that any web process can read a sign-in that another one made.
create table data_protection_keys (
  name text not null,  -- Friendly name of the key.
  xml text not null,  -- The key as the framework writes it.
  created_at timestamp with time zone not null default now(),  -- When it was made.
  PRIMARY KEY (name)
);

-- Reactions that failed again and again: parked, so that they block nothing else, until somebody looks.
create table dead_letters (
  id bigint not null generated always as identity,  -- Number of the letter.
  reaction text collate "C" not null,  -- Name of the reaction.
  seq bigint not null,  -- The event it reacts to.
  target text collate "C" not null,  -- The grain it was for.
  error text not null,  -- The last error.
  parked_at timestamp with time zone not null default now(),  -- When it was parked, by the clock of the server.
  refused text collate "C",  -- Code of the refusal that this reaction follows from; null when it follows from the event itself.
  error_kind text collate "C" not null default ''::text,  -- Type of the last error; unlike its text it says nothing of what somebody wrote.
  attempts integer not null default 0,  -- How often it was tried, over all retries.
  state text collate "C" not null default 'waiting'::text,  -- waiting for somebody to decide, retrying by the dispatcher, done, or dropped.
  UNIQUE (reaction, seq, target),
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'retrying'::text, 'done'::text, 'dropped'::text])))
);
CREATE INDEX dead_letters_open ON public.dead_letters USING btree (id) WHERE (state = ANY (ARRAY['waiting'::text, 'retrying'::text]));

-- The town''s clock, one for all processes: domain time = domain_at + (now - real_at) * speed. One row.
create table domain_clock (
  one boolean not null default true,  -- Keeps the table at one row.
  real_at timestamp with time zone not null,  -- Time of the database server''s clock at which the anchor was set.
  domain_at timestamp with time zone not null,  -- Domain time at that moment.
  speed double precision not null,  -- Domain seconds per real second.
  driven boolean not null default false,  -- Whether it stands at domain_at and only moves when its driver says so (loading of demo data).
  version integer not null default 1,  -- Rises with each change.
  PRIMARY KEY (one),
  CHECK (one),
  CHECK ((speed > (0)::double precision))
);

-- What happened, for ever. Never updated, never deleted.
create table events (
  seq bigint not null,  -- Position in the whole log: rises in commit order; may have holes.
  stream text collate "C" not null,  -- Owner of the event, which is the id of its grain: compound/510105007004-C012.
  version integer not null,  -- Position in its stream, from 1, without holes.
  subject text collate "C",  -- Issue the event is about; null when it is about the owner itself.
  type text collate "C" not null,  -- Name of the event, such as issue.reported. It stands for ever.
  payload text not null,  -- The event as JSON, byte for byte as it was hashed: hence text, not jsonb. Holds no name, phone, dwelling or free text.
  command_id uuid not null,  -- The command that caused it.
  actor uuid not null,  -- Reference of the account that acted: 128 random bits, never a name.
  at timestamp with time zone not null,  -- Domain time, whole microseconds, never before the stream''s event before it.
  hash bytea not null,  -- SHA-256 over the hash before it in the stream and all the above but seq; layout in docs/verify.md.
  UNIQUE (stream, version),
  PRIMARY KEY (seq),
  CHECK ((octet_length(hash) = 32)),
  CHECK ((version > 0))
);
CREATE INDEX events_by_subject ON public.events USING btree (subject, seq) WHERE (subject IS NOT NULL);

-- What happened on a day, by area. True at the cursor "projector"; a day of nothing has no row.
create table figure_days (
  day date not null,  -- Day in the town.
  area text collate "C" not null,  -- As in figures.
  reported bigint not null,  -- Issues reported on that day.
  resolved bigint not null,  -- Issues that were last resolved on that day and have not been reopened since.
  PRIMARY KEY (day, area)
) with (fillfactor=50);

-- What each issue adds to the figures, as it was counted last.
create table figure_parts (
  issue_id text collate "C" not null,  -- The issue.
  community text collate "C",  -- As in issues.
  subdistrict text collate "C",  -- As in issues.
  visibility text collate "C" not null,  -- As in issues.
  status text collate "C",  -- As in issues; null once it is archived: then it counts for its days alone.
  level integer not null,  -- As in issues; -1 before it is accepted.
  overdue boolean not null,  -- Open, and marked as overdue.
  due_at timestamp with time zone,  -- Open and not marked: the deadline after which it counts as overdue.
  reported_on date not null,  -- Day in the town.
  resolved_on date,  -- Day in the town on which it was last resolved; null while it is not.
  PRIMARY KEY (issue_id)
) with (fillfactor=80);
CREATE INDEX figure_parts_by_due ON public.figure_parts USING btree (due_at) WHERE (due_at IS NOT NULL);

-- How many issues stand how, by area. True at the cursor "projector"; what is 0 has no row.
create table figures (
  area text collate "C" not null,  -- district, subdistrict/… or community/….
  status text collate "C" not null,  -- As in issues.
  level integer not null,  -- As in issues; -1 before they are accepted.
  issues bigint not null,  -- Number of issues.
  overdue bigint not null,  -- Of these, open and marked as overdue.
  PRIMARY KEY (area, status, level)
) with (fillfactor=50);

-- Which photos issues mention. A row belongs to the stream whose event mentioned the photo.
create table issue_photos (
  issue_id text collate "C" not null,  -- The issue.
  stage text collate "C" not null,  -- before: of the report; after: evidence that it is done.
  commitment text collate "C" not null,  -- The photo.
  stream text collate "C" not null,  -- Stream of the event.
  place integer not null,  -- Its place among the photos of the event, from 0.
  at timestamp with time zone not null,  -- When it was last mentioned so, in domain time.
  seq bigint not null,  -- Sequence number of that event''s command.
  PRIMARY KEY (issue_id, stage, commitment),
  CHECK ((stage = ANY (ARRAY['before'::text, 'after'::text])))
);
CREATE INDEX issue_photos_by_photo ON public.issue_photos USING btree (commitment);

-- Every issue as it stands: one row, which belongs to the stream of its present owner.
create table issues (
  id text collate "C" not null,  -- Such as QY20261124-000123.
  stream text collate "C" not null,  -- Stream that wrote the row last.
  owner text collate "C" not null,  -- Place the issue lives in: compound/…, grid/… or project/….
  community text collate "C",  -- Code of the owner''s community, 12 digits.
  subdistrict text collate "C",  -- Code of the owner''s subdistrict, 9 digits.
  category text collate "C" not null,  -- Service code, such as UTL-04.
  urgency text collate "C",  -- P1, P2, P3, P4 or Q; null until it is accepted.
  visibility text collate "C" not null,  -- compound: its residents too; chain: only the reporter and who handles it.
  source text collate "C" not null,  -- Through which door it came: resident, desk, phone, paper, patrol.
  status text collate "C" not null,  -- submitted to rework are open; then resolved, verified, closed, rejected, withdrawn, voided, merged.
  level integer,  -- 0 compound or project, 1 grid or community, 2 subdistrict, 3 department, 4 district centre; null until accepted.
  handler_role text collate "C",  -- Who is to act, such as property-manager.
  handler_place text collate "C",  -- Where that role is held.
  reporter uuid not null,  -- Reference of the account that reported it.
  followers uuid[] not null default '{}'::uuid[],  -- References of accounts that want to hear about it.
  building text,  -- Public name of the building, such as 3栋.
  description text collate "C" not null,  -- Commitment of the text in contents.
  location text collate "C",  -- Commitment of the finer location in contents.
  reported_at timestamp with time zone not null,  -- Domain time, like all times here.
  updated_at timestamp with time zone not null,  -- When anything last happened to it that more than its chain hears of.
  due_at timestamp with time zone,  -- Deadline of the present step.
  overall_due_at timestamp with time zone,  -- Deadline of the whole, which no hand-over moves.
  next_due_at timestamp with time zone,  -- Next moment at which something happens by itself; null when nothing does.
  overdue boolean not null default false,  -- Whether the deadline passed with no level left.
  stars integer,  -- Rating, 1 to 5.
  times_reopened integer not null default 0,  -- How often it was reopened.
  archived boolean not null default false,  -- Whether it has left its owner''s state and lives here alone.
  moving_to text collate "C",  -- Owner it is on its way to.
  seq bigint not null,  -- Sequence number the row is true at.
  warned_percent integer not null default 0,  -- Of how much of the present step its handler was warned, in per cent; 0 for none yet.
  provisional boolean not null default false,  -- Whether its deadlines may come otherwise, as the days of a year are not published yet.
  calendar_version integer,  -- Version of the working calendar its deadlines were counted by; null where the calendar has no say.
  suspension text collate "C",  -- Why its clocks stand still: awaitingReporter, awaitingThirdParty, ownersVote, underDeliberation, engineering.
  suspended_until timestamp with time zone,  -- Until when at most; then they run on by themselves.
  request text collate "C",  -- What its handler asks for: return, extension, suspension.
  request_level integer,  -- Level whose staff decide that.
  request_due_at timestamp with time zone,  -- Until when; then it is refused by itself.
  supervised_by integer,  -- Level that ordered supervision last.
  check_due_at timestamp with time zone,  -- Until when somebody else should have checked what was resolved.
  call_back_due_at timestamp with time zone,  -- Until when who rated low is to be called back.
  first_level integer,  -- Level at which its chain begins; null until it is accepted.
  level_above integer,  -- Next level above that has a time limit; null until it is accepted.
  department text collate "C",  -- Key of the department that is level 3 for it; null where that level is skipped.
  rated_by text collate "C",  -- Who may rate it: reporter, compound, nobody; null until it is accepted.
  merged_into text collate "C",  -- The issue of the same owner in which it lives on; null where it stands for itself.
  joined integer not null default 0,  -- How often somebody else said that it affects them: by joining it, or by a report that was merged into it.
  incident_at timestamp with time zone,  -- Since when it is an area incident; null when it is none.
  part_of text collate "C",  -- The area incident of its community that it is part of, though it stays where it is; null for none.
  whistled text[] collate "C",  -- Keys of the departments that are called in and know of it; null where none is.
  whistles jsonb,  -- Its whistles that are not over: [{department, kind, state, signBy, contactBy, onSiteBy, disputed, missed}]; null for none.
  whistle_levels integer[],  -- Levels whose staff are to decide a draft or an objection, or to rate a department; null where none are.
  PRIMARY KEY (id),
  CHECK (((stars >= 1) AND (stars <= 5)))
) with (fillfactor=80);
CREATE INDEX issues_alike ON public.issues USING btree (owner, category, reported_at DESC, id DESC) WHERE (status = ANY (ARRAY['submitted'::text, 'dispatched'::text, 'acknowledged'::text, 'inProgress'::text, 'rework'::text]));
CREATE INDEX issues_by_community ON public.issues USING btree (community, reported_at DESC, id DESC);
CREATE INDEX issues_by_description ON public.issues USING hash (description);
CREATE INDEX issues_by_follower ON public.issues USING gin (followers) WHERE (followers <> '{}'::uuid[]);
CREATE INDEX issues_by_handler ON public.issues USING btree (handler_place, reported_at DESC, id DESC) WHERE (status = ANY (ARRAY['submitted'::text, 'dispatched'::text, 'acknowledged'::text, 'inProgress'::text, 'rework'::text]));
CREATE INDEX issues_by_next_due ON public.issues USING btree (next_due_at) WHERE (next_due_at IS NOT NULL);
CREATE INDEX issues_by_owner ON public.issues USING btree (owner, reported_at DESC, id DESC);
CREATE INDEX issues_by_reporter ON public.issues USING btree (reporter, reported_at DESC, id DESC);
CREATE INDEX issues_by_subdistrict ON public.issues USING btree (subdistrict, reported_at DESC, id DESC);
CREATE INDEX issues_by_time ON public.issues USING btree (reported_at DESC, id DESC);
CREATE INDEX issues_by_update ON public.issues USING btree (updated_at DESC, id DESC);
CREATE INDEX issues_by_whistled ON public.issues USING gin (whistled) WHERE (whistled IS NOT NULL);
CREATE INDEX issues_incidents ON public.issues USING btree (incident_at DESC, id DESC) WHERE ((incident_at IS NOT NULL) AND (status = ANY (ARRAY['submitted'::text, 'dispatched'::text, 'acknowledged'::text, 'inProgress'::text, 'rework'::text])));

-- Sums of kpi_parts by place and day of the report. True at the cursor "projector"; a day of nothing has no row.
create table kpi_days (
  area text collate "C" not null,  -- district, subdistrict/…, community/… or an owner such as compound/….
  day date not null,  -- Day in the town on which the issues were reported.
  reported bigint not null,  -- Number of issues.
  rejected bigint not null,  -- As in kpi_parts.
  withdrawn bigint not null,  -- As in kpi_parts.
  voided bigint not null,  -- As in kpi_parts.
  merged bigint not null,  -- As in kpi_parts.
  accepted bigint not null,  -- As in kpi_parts.
  responded bigint not null,  -- As in kpi_parts.
  responded_late bigint not null,  -- As in kpi_parts.
  resolved bigint not null,  -- As in kpi_parts.
  on_time bigint not null,  -- As in kpi_parts.
  late bigint not null,  -- As in kpi_parts.
  closed bigint not null,  -- As in kpi_parts.
  in_compound bigint not null,  -- As in kpi_parts.
  answered bigint not null,  -- As in kpi_parts.
  solved bigint not null,  -- As in kpi_parts.
  rated bigint not null,  -- As in kpi_parts.
  satisfied bigint not null,  -- As in kpi_parts.
  returns bigint not null,  -- As in kpi_parts.
  transfers bigint not null,  -- As in kpi_parts.
  extensions bigint not null,  -- As in kpi_parts.
  suspensions bigint not null,  -- As in kpi_parts.
  escalations bigint not null,  -- As in kpi_parts.
  supervisions bigint not null,  -- As in kpi_parts.
  reopenings bigint not null,  -- As in kpi_parts.
  whistles bigint not null,  -- As in kpi_parts.
  took bigint not null,  -- As in kpi_parts.
  PRIMARY KEY (area, day)
) with (fillfactor=50);

-- What each issue adds to the key figures, as it was counted last: a function of its events alone.
create table kpi_parts (
  issue_id text collate "C" not null,  -- The issue.
  owner text collate "C" not null,  -- Where it lives; its whole past goes with it.
  visibility text collate "C" not null,  -- As in issues.
  reported_on date not null,  -- Day in the town on which it was reported.
  respond_by timestamp with time zone,  -- While nobody has responded: until when its first handler should have; else null.
  rejected integer not null,  -- Excluded: it was not accepted. Nothing else of it is counted.
  withdrawn integer not null,  -- Excluded: its reporter took it back. Nothing else of it is counted.
  voided integer not null,  -- Excluded: staff declared it void. Nothing else of it is counted.
  merged integer not null,  -- Excluded: it lives on in another one, which is counted. Nothing else of it is.
  accepted integer not null,  -- Accepted.
  responded integer not null,  -- First acknowledged, or solved on the spot, within the limit of its first handler.
  responded_late integer not null,  -- First acknowledged, or solved on the spot, after it.
  resolved integer not null,  -- Resolved, and not given to anybody since.
  on_time integer not null,  -- Resolved within the overall deadline.
  late integer not null,  -- A deadline of some step has passed.
  closed integer not null,  -- Reported by a resident and closed.
  in_compound integer not null,  -- Closed at level 0 of a compound without ever leaving it.
  answered integer not null,  -- How often its reporter said whether it is solved: closed it, said it is not solved, reopened it, or was called back.
  solved integer not null,  -- How often of these it is.
  rated integer not null,  -- How often it was rated.
  satisfied integer not null,  -- How often of these with four stars or five.
  returns integer not null,  -- How often it was returned, rightly.
  transfers integer not null,  -- How often staff gave it to another of the same level.
  extensions integer not null,  -- How often its time limit was extended.
  suspensions integer not null,  -- How often its clocks stood still.
  escalations integer not null,  -- How often it went up a level.
  supervisions integer not null,  -- How often supervision was ordered.
  reopenings integer not null,  -- How often its reporter reopened it.
  whistles integer not null,  -- How often a department was called in.
  took bigint not null,  -- Seconds from the report until it was resolved last; 0 while it is not.
  PRIMARY KEY (issue_id)
) with (fillfactor=80);
CREATE INDEX kpi_parts_by_respond_by ON public.kpi_parts USING btree (respond_by) WHERE (respond_by IS NOT NULL);

-- Which process does what only one may do at a time, such as following the log for reactions.
create table leases (
  name text collate "C" not null,  -- What it is for.
  holder uuid not null,  -- The process that has it.
  token bigint not null,  -- Rises with each change of holder: whoever writes under a lease shows it, so that a holder who slept past its end can do no harm.
  until timestamp with time zone not null,  -- End, by the clock of the database server, unless it is renewed.
  PRIMARY KEY (name)
) with (fillfactor=70);

-- One row. Whoever restores the log from a copy gives it a new epoch, so that cursors of the time before are not taken for cursors of the time after.
create table log_epochs (
  one boolean not null default true,  -- Keeps the table at one row.
  epoch uuid not null default gen_random_uuid(),  -- Goes with every cursor that leaves the server.
  PRIMARY KEY (one),
  CHECK (one)
);

-- The newest emergency and the newest roll-call of every community that ever had one.
create table mobilisations (
  grid text collate "C" not null,  -- Master grid of the community, grid/….
  stream text collate "C" not null,  -- Its stream, which has the same name.
  community text collate "C" not null,  -- Code of the community, 12 digits.
  subdistrict text collate "C" not null,  -- Code of its subdistrict, 9 digits.
  emergency integer,  -- Number of the newest emergency of the community; null before there was any.
  reason text collate "C",  -- Commitment of what was written about it, in contents.
  started_at timestamp with time zone,  -- When it was started.
  ended_at timestamp with time zone,  -- When it was ended; null while it runs.
  call_number integer,  -- Number of the newest roll-call of the community.
  exercise boolean,  -- Whether that is an exercise.
  minutes integer,  -- How long each micro-grid has to answer.
  called_at timestamp with time zone,  -- When it was called.
  deadline timestamp with time zone,  -- When the time is over.
  stopped_at timestamp with time zone,  -- When whoever called it ended it; null when nobody did.
  grids integer,  -- How many grids are called.
  seq bigint not null,  -- Sequence number the row is true at.
  PRIMARY KEY (grid)
);

-- What administrators decided about dead letters: who, when and why. Never updated, never deleted.
create table operator_acts (
  command_id uuid not null,  -- Made from the account, the route and the idempotency key: the same wish is one act.
  request_hash bytea not null,  -- SHA-256 of what was asked, so that another wish under the same key is noticed.
  letter bigint not null,  -- The letter.
  act text collate "C" not null,  -- retry or drop.
  reason text,  -- Why it was dropped, in the words of who did.
  actor uuid not null,  -- Reference of the account that decided.
  at timestamp with time zone not null default now(),  -- When, by the clock of the server.
  PRIMARY KEY (command_id),
  FOREIGN KEY (letter) REFERENCES dead_letters(id),
  CHECK ((act = ANY (ARRAY['retry'::text, 'drop'::text]))),
  CHECK (((act <> 'drop'::text) OR (reason IS NOT NULL)))
);
CREATE INDEX operator_acts_by_letter ON public.operator_acts USING btree (letter, at);

-- One row per launch of the whole: whoever changes its membership raises the version by one, or is refused.
create table orleans_clusters (
  cluster text collate "C" not null,  -- ClusterId of the launch.
  version integer not null default 0,  -- Rises by one with each change of membership.
  changed_at timestamp with time zone not null default now(),  -- When it last rose.
  PRIMARY KEY (cluster)
) with (fillfactor=70);

-- Silos of a cluster, the dead ones too until they are cleaned up.
create table orleans_members (
  cluster text collate "C" not null,  -- ClusterId.
  address text collate "C" not null,  -- IP address as text.
  port integer not null,  -- Port between silos.
  generation integer not null,  -- Tells apart the lives of a silo at one address.
  silo_name text not null,  -- Name of the silo.
  host_name text not null,  -- Name of its machine.
  status integer not null,  -- 1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead.
  proxy_port integer,  -- Port for clients; 0 or null when it takes none.
  suspect_times text,  -- Which silos suspect it, and since when.
  start_time timestamp with time zone not null,  -- When it started.
  i_am_alive_time timestamp with time zone not null,  -- When it last said so.
  PRIMARY KEY (cluster, address, port, generation),
  FOREIGN KEY (cluster) REFERENCES orleans_clusters(cluster) ON DELETE CASCADE
) with (fillfactor=70);

-- States of grains: snapshots, which are caches of the log, and small settings.
create table orleans_storage (
  grain_id_hash integer not null,  -- Hash of the key.
  grain_type_hash integer not null,  -- Hash of the state''s name.
  grain_id_n0 bigint not null,  -- First half of a key that is a number; a key of digits alone is read as hexadecimal.
  grain_id_n1 bigint not null,  -- Second half of such a key.
  grain_type text collate "C" not null,  -- Name of the state.
  grain_id_extension text collate "C",  -- The key, when it is not a number.
  service text collate "C" not null,  -- ServiceId.
  payload bytea,  -- The state as the provider''s serializer writes it; null once cleared.
  version integer not null,  -- Rises by one with each write; the etag.
  modified_at timestamp with time zone not null default now(),  -- When it was last written.

) with (fillfactor=70);
CREATE UNIQUE INDEX orleans_storage_key ON public.orleans_storage USING btree (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, service, grain_type, grain_id_extension) NULLS NOT DISTINCT;

-- Statements that the providers read when a silo starts; their names are Orleans'' own.
create table orleansquery (
  querykey text not null,  -- Which statement.
  querytext text not null,  -- Its text; parameters as @Name.
  PRIMARY KEY (querykey)
);

-- Every registered place that owns issues.
create table owners (
  place text collate "C" not null,  -- compound/…, grid/… or project/….
  stream text collate "C" not null,  -- Its stream, which has the same name.
  kind text collate "C" not null,  -- The word before the slash.
  name text not null,  -- Public name.
  community text collate "C",  -- Code of its community, 12 digits.
  subdistrict text collate "C",  -- Code of its subdistrict, 9 digits.
  mode text collate "C",  -- Property mode of a compound: selfManaged, communityTrust, professionalManaged.
  households integer,  -- Number of households, where it is known.
  home_grid text collate "C",  -- Grid that looks after it.
  buildings jsonb,  -- Buildings of a compound: [{name, grid, households}].
  heads uuid[] not null default '{}'::uuid[],  -- References of a grid''s heads.
  synthetic boolean not null default false,  -- Whether it is demo data.
  seq bigint not null,  -- Sequence number the row is true at.
  rules jsonb,  -- What it has otherwise than the district: {version, overrides, templateVersion, at, by, reason}; null where it never published any.
  PRIMARY KEY (place)
);
CREATE INDEX owners_by_community ON public.owners USING btree (community, kind, place);
CREATE INDEX owners_by_kind ON public.owners USING btree (kind, place);

-- What people of a grid have looked after.
create table patrols (
  grid text collate "C" not null,  -- grid/….
  number integer not null,  -- Counts the patrols of the grid from 1.
  stream text collate "C" not null,  -- The grid''s stream, which has the same name.
  community text collate "C" not null,  -- The grid''s 12-digit code.
  subdistrict text collate "C" not null,  -- The grid''s 9-digit code.
  person uuid not null,  -- Reference of who looked; never a name.
  micro_grid text collate "C",  -- Code of the micro-grid; null for the whole grid.
  place_type text collate "C" not null,  -- building, street, public, business or site.
  item text collate "C" not null,  -- gas, fire, tenant, livingAlone, guard or other.
  result text collate "C" not null,  -- pass; hazard: still wrong, an issue; rectified: put right on the spot.
  hazard_level text collate "C",  -- general, major or critical; null when nothing was wrong.
  compound text collate "C",  -- The compound as it was then; null for the street.
  building text,  -- Public name of the building; null when none was named.
  hidden boolean not null,  -- Whether it is for the chain alone.
  note text collate "C",  -- Commitment of what was written.
  photos text[] collate "C" not null,  -- Commitments of photos.
  category text collate "C",  -- Category of the issue it led to.
  issue_id text collate "C",  -- The issue it led to.
  at timestamp with time zone not null,  -- When, in domain time.
  day date not null,  -- The day of the town.
  seq bigint not null,  -- Sequence number of the event.
  PRIMARY KEY (grid, number)
);
CREATE INDEX patrols_by_day ON public.patrols USING btree (subdistrict, day);
CREATE INDEX patrols_by_photo ON public.patrols USING gin (photos) WHERE (photos <> '{}'::text[]);

-- Uploaded photos, made anew as JPEG without anything that came with them (place, camera, time).
create table photos (
  commitment text collate "C" not null,  -- HMAC-SHA-256 of the image under the salt, in hex: the name of the photo everywhere.
  salt bytea not null,  -- 16 random bytes, erased with the photo.
  command_id uuid not null,  -- Made from the account, the route and the idempotency key: the same upload is one photo.
  request_hash bytea not null,  -- SHA-256 of what was sent, so that another photo under the same key is noticed.
  uploader uuid not null,  -- Reference of the account that uploaded it, who alone may name it in a command.
  uploaded_at timestamp with time zone not null,  -- Domain time.
  keep_until timestamp with time zone,  -- Domain time after which it is forgotten unless an issue mentions it; null once it was seen that one does.
  width integer not null,  -- Pixels of the image, as it is shown.
  height integer not null,  -- Pixels of the image, as it is shown.
  image bytea not null,  -- JPEG.
  thumbnail bytea not null,  -- The same, small.
  UNIQUE (command_id),
  PRIMARY KEY (commitment),
  CHECK ((height > 0)),
  CHECK ((octet_length(salt) = 16)),
  CHECK ((width > 0))
) with (fillfactor=80);
CREATE INDEX photos_to_forget ON public.photos USING btree (keep_until) WHERE (keep_until IS NOT NULL);
CREATE INDEX photos_waiting ON public.photos USING btree (uploader) WHERE (keep_until IS NOT NULL);

-- Every roll-call of every grid: which of its micro-grids are expected to answer, and what they did. What a community or the district has is the sum of its rows.
create table roll_calls (
  grid text collate "C" not null,  -- grid/….
  number integer not null,  -- Of the community''s roll-calls: all its grids have the same.
  stream text collate "C" not null,  -- The grid''s stream, which has the same name.
  community text collate "C" not null,  -- Code of its community, 12 digits.
  subdistrict text collate "C" not null,  -- Code of its subdistrict, 9 digits.
  exercise boolean not null,  -- Whether it is an exercise.
  minutes integer not null,  -- How long each micro-grid has to answer.
  called_at timestamp with time zone not null,  -- When the grid was called.
  deadline timestamp with time zone not null,  -- When the time is over.
  expected integer not null,  -- How many micro-grids are expected to answer; 1 for a grid as a whole.
  confirmed integer not null,  -- How many of them have.
  late integer not null,  -- Of these, how many after the deadline.
  missing text[] collate "C" not null,  -- Codes of those that have not; * is a grid as a whole.
  needing_help text[] collate "C" not null,  -- Codes of those that need help.
  answers jsonb not null,  -- By code: {state, at, late, onBehalf, by, note}; people by reference, what they wrote by its commitment.
  closed_at timestamp with time zone,  -- Since when the grid waits for nobody.
  closing text collate "C",  -- Why: time, complete, ended, replaced.
  next_due_at timestamp with time zone,  -- When the grid does something with it by itself.
  seq bigint not null,  -- Sequence number the row is true at.
  PRIMARY KEY (grid, number),
  CHECK ((((confirmed >= 0) AND (confirmed <= expected)) AND ((confirmed + cardinality(missing)) = expected)))
) with (fillfactor=80);
CREATE INDEX roll_calls_by_community ON public.roll_calls USING btree (community, number);
CREATE INDEX roll_calls_due ON public.roll_calls USING btree (next_due_at) WHERE (next_due_at IS NOT NULL);

-- Who belongs to a grid and when they are on duty. Grids that were registered before there were rosters have a row from their next change on.
create table rosters (
  grid text collate "C" not null,  -- grid/….
  stream text collate "C" not null,  -- The grid''s stream, which has the same name.
  roster jsonb not null,  -- {microGrids, members, shifts, leaves, lastNumber, changedAt}; people by reference, never by name.
  seq bigint not null,  -- Sequence number the row is true at.
  PRIMARY KEY (grid)
);

-- One per day of the domain clock: a Merkle root over the heads of all streams at one seq. Published, so that nobody can change the past unseen.
create table seals (
  date date not null,  -- The day that has ended, in Asia/Shanghai.
  seq bigint not null,  -- The heads are those at this sequence number.
  root bytea not null,  -- Merkle root; of no stream at all, SHA-256 of nothing.
  previous bytea not null,  -- Hash of the seal before it; 32 zero bytes before the first.
  hash bytea not null,  -- SHA-256 over date, seq, root and previous; layout in docs/verify.md.
  PRIMARY KEY (date),
  CHECK ((octet_length(hash) = 32)),
  CHECK ((octet_length(previous) = 32)),
  CHECK ((octet_length(root) = 32))
);

-- The last event of every stream: what an append is judged against.
create table stream_heads (
  stream text collate "C" not null,  -- As in events.
  version integer not null,  -- Version of the stream''s last event.
  hash bytea not null,  -- Hash of the stream''s last event.
  PRIMARY KEY (stream),
  CHECK ((octet_length(hash) = 32)),
  CHECK ((version > 0))
) with (fillfactor=70);

-- What was offered to the staff of a grid: an issue whose handler the grid is or was.
create table tasks (
  grid text collate "C" not null,  -- grid/….
  issue_id text collate "C" not null,  -- The issue.
  stream text collate "C" not null,  -- The grid''s stream, which has the same name.
  owner text collate "C" not null,  -- Place the issue lives in.
  category text collate "C" not null,  -- Service code of the issue.
  level integer not null,  -- Level at which the grid has it.
  due_at timestamp with time zone not null,  -- Deadline of the step.
  offered_at timestamp with time zone not null,  -- When it was last offered.
  ended_at timestamp with time zone,  -- Since when it is the grid''s no longer.
  cause text collate "C",  -- Event that ended it, such as issue.resolved.
  seq bigint not null,  -- Sequence number the row is true at.
  offered_to uuid,  -- Reference of the person who has it; null while nobody is there.
  turn integer not null default 0,  -- Who is asked first in a round has 1; 0 for tasks of before there was a rota.
  invited uuid[] not null default '{}'::uuid[],  -- References of the volunteers who were invited to help.
  acknowledged_at timestamp with time zone,  -- When it was acknowledged: then nobody else is asked.
  quiet_until timestamp with time zone,  -- Until when nobody is disturbed with it; null when it was not quiet.
  unanswered_at timestamp with time zone,  -- Since when the community knows that nobody answered.
  next_due_at timestamp with time zone,  -- When the grid does something with it by itself.
  PRIMARY KEY (grid, issue_id)
) with (fillfactor=80);
CREATE INDEX tasks_due ON public.tasks USING btree (next_due_at) WHERE (next_due_at IS NOT NULL);
CREATE INDEX tasks_open ON public.tasks USING btree (grid, due_at, issue_id) WHERE (ended_at IS NULL);
CREATE INDEX tasks_unanswered ON public.tasks USING btree (grid) WHERE ((unanswered_at IS NOT NULL) AND (ended_at IS NULL) AND (acknowledged_at IS NULL));

-- What the verb verify found, each time it was run over the whole log.
create table verifications (
  id bigint not null generated always as identity,  -- Number of the run.
  at timestamp with time zone not null default now(),  -- When it ended, by the clock of the server.
  events bigint not null,  -- Events it went over.
  faults integer not null,  -- Breaks of the chain, of texts and of seals that it found.
  PRIMARY KEY (id)
);

create sequence event_seq increment by 1;

-- First number of the next block of 100 issue numbers; holes are fine.
create sequence issue_numbers increment by 100;

CREATE OR REPLACE FUNCTION public.append_batch(streams text[], expecteds integer[], expected_hashes bytea[], versions integer[], head_hashes bytea[], command_ids uuid[], request_hashes bytea[], answers text[], actors uuid[], ats timestamp with time zone[], last_events integer[], event_of integer[], event_streams text[], event_versions integer[], subjects text[], types text[], payloads text[], hashes bytea[], text_of integer[], commitments text[], salts bytea[], kinds text[], bodies text[], views text[], row_of integer[], row_view integer[], rows text[], OUT base bigint, OUT outcomes integer[], OUT first_answers text[], OUT first_request_hashes bytea[], OUT first_seqs bigint[])
 RETURNS record
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_nestloop TO 'off'
 SET enable_bitmapscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
 SET lock_timeout TO '5s'
AS $function$
#variable_conflict use_variable
declare
  losers int;
  new_texts text[];
  view_rows jsonb;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'append_batch needs a fresh snapshot for each statement: isolation must be read committed';
  end if;

  -- Before the lock, so that writers do side by side what costs most and needs no order: a text is indexed for search.
  -- In one order, so that two batches with the same texts do not wait for each other.
  if cardinality(text_of) > 0 then
    with kept as (
      insert into contents (commitment, salt, kind, body)
      select t.commitment, t.salt, t.kind, t.body
      from unnest(commitments, salts, kinds, bodies) as t (commitment, salt, kind, body)
      order by t.commitment
      on conflict (commitment) do nothing
      returning commitment
    )
    select array_agg(k.commitment) into new_texts from kept k;
  end if;

  -- One writer at a time, over all silos: so the order of commits is the order of seq.
  perform pg_advisory_xact_lock(4801050001);

  -- A statement of its own, so that its snapshot is taken when the lock is held: in one statement with the lock it would
  -- not see what the holder before it has written.
  select
    array_agg(j.outcome order by j.n),
    count(*) filter (where j.outcome <> 0)
  into outcomes, losers
  from (
    select
      f.n,
      case
        when f.fails <> 0 then f.fails
        when row_number() over (partition by f.stream, f.fails order by f.n) > 1 then 2
        else 0
      end as outcome
    from (
      -- Probes row by row, so that no plan made on small tables can turn into a scan of large ones.
      select
        t.n,
        t.stream,
        case
          when (select 1 from commands k where k.command_id = t.command_id) = 1 then 1
          when row_number() over (partition by t.command_id order by t.n) > 1 then 3
          when coalesce(
            (select case when h.hash = t.expected_hash then h.version else -1 end from stream_heads h where h.stream = t.stream), 0
          ) <> t.expected then 2
          else 0
        end as fails
      from unnest(streams, expecteds, expected_hashes, command_ids)
        with ordinality as t (stream, expected, expected_hash, command_id, n)
    ) f
  ) j;

  if cardinality(event_of) > 0 then
    base := nextval('event_seq') - 1;
    perform setval('event_seq', base + cardinality(event_of));

    insert into stream_heads (stream, version, hash)
    select t.stream, t.version, t.hash
    from unnest(streams, expecteds, versions, head_hashes) with ordinality as t (stream, expected, version, hash, n)
    where outcomes[t.n] = 0 and t.version > t.expected
    on conflict (stream) do update set version = excluded.version, hash = excluded.hash;

    insert into events (seq, stream, version, subject, type, payload, command_id, actor, at, hash)
    select
      base + e.n, e.stream, e.version, e.subject, e.type, e.payload,
      command_ids[e.append], actors[e.append], ats[e.append], e.hash
    from unnest(event_of, event_streams, event_versions, subjects, types, payloads, hashes)
      with ordinality as e (append, stream, version, subject, type, payload, hash, n)
    where outcomes[e.append] = 0;
  end if;

  insert into commands (command_id, stream, request_hash, answer, last_seq)
  select
    t.command_id, t.stream, t.request_hash, t.answer,
    case when t.last_event = 0 then 0 else base + t.last_event end
  from unnest(command_ids, streams, request_hashes, answers, last_events)
    with ordinality as t (command_id, stream, request_hash, answer, last_event, n)
  where outcomes[t.n] = 0;

  for v in 1 .. cardinality(views) loop
    select ('[' || string_agg(r.row || (base + last_events[r.append]) || '}', ',') || ']')::jsonb
    into view_rows
    from unnest(row_of, row_view, rows) as r (append, view, row)
    where r.view = v and outcomes[r.append] = 0;
    if view_rows is not null then
      execute format('select %I($1)', 'view_' || views[v] || '_upsert') using view_rows;
    end if;
  end loop;

  if losers = 0 then
    outcomes := null;
  else
    -- What losers brought goes again, unless a winner names it too.
    delete from contents c
    where c.commitment = any (new_texts)
      and not exists (
        select from unnest(text_of, commitments) as t (append, commitment)
        where t.commitment = c.commitment and outcomes[t.append] = 0
      );

    -- Probes again: a join would read the whole table of commands for one loser.
    select array_agg(f.answer order by f.n), array_agg(f.request_hash order by f.n), array_agg(f.last_seq order by f.n)
    into first_answers, first_request_hashes, first_seqs
    from (
      select
        t.n,
        case when t.outcome = 1 then (select k.answer from commands k where k.command_id = t.command_id) end as answer,
        case when t.outcome = 1 then (select k.request_hash from commands k where k.command_id = t.command_id) end
          as request_hash,
        case when t.outcome = 1 then (select k.last_seq from commands k where k.command_id = t.command_id) end as last_seq
      from unnest(command_ids, outcomes) with ordinality as t (command_id, outcome, n)
    ) f;
  end if;
end
$function$
;

-- All two-character pieces of a text, A to Z in lower case.
CREATE OR REPLACE FUNCTION public.bigrams(body text)
 RETURNS text[]
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  pieces text[] := '{}';
  before text;
  one text;
begin
  -- A loop: as a query over the characters it takes more than twice the time, and it runs for every text stored.
  foreach one in array string_to_array(lower(body collate "C"), null) loop
    if before is not null then
      pieces := pieces || (before || one);
    end if;
    before := one;
  end loop;
  return pieces;
end
$function$
;

-- Names of the areas whose figures count an issue: the district, its subdistrict, and its community unless it is hidden.
CREATE OR REPLACE FUNCTION public.figure_areas(community text, subdistrict text, visibility text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
RETURN array_remove(ARRAY['district'::text, ('subdistrict/'::text || subdistrict), CASE WHEN (visibility = 'compound'::text) THEN ('community/'::text || community) ELSE NULL::text END], NULL::text)
;

-- Names of the places whose key figures count an issue: the district, its subdistrict, and unless it is hidden its community and its owner.
CREATE OR REPLACE FUNCTION public.kpi_areas(owner text, visibility text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE
RETURN array_remove(ARRAY['district'::text, ('subdistrict/'::text || substr(CASE WHEN (owner ~~ 'project/%'::text) THEN substr(owner, 18) ELSE split_part(owner, '/'::text, 2) END, 1, 9)), CASE WHEN (visibility = 'compound'::text) THEN ('community/'::text || substr(CASE WHEN (owner ~~ 'project/%'::text) THEN substr(owner, 18) ELSE split_part(owner, '/'::text, 2) END, 1, 12)) ELSE NULL::text END, CASE WHEN (visibility = 'compound'::text) THEN owner ELSE NULL::text END], NULL::text)
;

-- Writes rows of admissions; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_admissions_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into admissions
  select distinct on (r.district, r.number)
    r.district, r.number, r.stream, r.department, r.title, r.reason, r.categories, r.area, r.from_day, r.until_day,
    r.state, r.requested_at, r.decided_at, r.decision_reason, r.ended_at, r.end_reason, r.seq
  from jsonb_populate_recordset(null::admissions, rows) as r
  order by r.district, r.number, r.seq desc
  on conflict (district, number) do update set
    state = excluded.state,
    decided_at = excluded.decided_at,
    decision_reason = excluded.decision_reason,
    ended_at = excluded.ended_at,
    end_reason = excluded.end_reason,
    seq = excluded.seq
  where admissions.seq < excluded.seq;
end
$function$
;

-- Writes rows of issue_photos; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_issue_photos_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into issue_photos
  select distinct on (r.issue_id, r.stage, r.commitment)
    r.issue_id, r.stage, r.commitment, r.stream, r.place, r.at, r.seq
  from jsonb_populate_recordset(null::issue_photos, rows) as r
  order by r.issue_id, r.stage, r.commitment, r.seq desc
  on conflict (issue_id, stage, commitment) do update set
    stream = excluded.stream,
    place = excluded.place,
    at = excluded.at,
    seq = excluded.seq
  where issue_photos.seq < excluded.seq;
end
$function$
;

-- Writes rows of issues, as JSON objects in the names of its columns; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_issues_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;

-- Writes rows of mobilisations; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_mobilisations_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;

-- Writes rows of owners; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_owners_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;

-- Writes rows of patrols; a patrol never changes.
CREATE OR REPLACE FUNCTION public.view_patrols_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  insert into patrols
  select distinct on (r.grid, r.number)
    r.grid, r.number, r.stream, r.community, r.subdistrict, r.person, r.micro_grid, r.place_type, r.item, r.result,
    r.hazard_level, r.compound, r.building, r.hidden, r.note, r.photos, r.category, r.issue_id, r.at, r.day, r.seq
  from jsonb_populate_recordset(null::patrols, rows) as r
  order by r.grid, r.number, r.seq desc
  on conflict (grid, number) do nothing;
end
$function$
;

-- Writes rows of roll-calls; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_roll_calls_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;

-- Writes rows of rosters; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_rosters_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;

-- Writes rows of tasks; the higher seq of a row wins.
CREATE OR REPLACE FUNCTION public.view_tasks_upsert(rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;
