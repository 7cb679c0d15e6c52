-- The log of everything that happened, and what lies beside it. Written by append_batch alone (0002).
-- Names of streams and issues are compared bytewise: that is faster, and seals order streams bytewise too.

create table log_epochs (
  one boolean primary key default true check (one),
  epoch uuid not null default gen_random_uuid()
);
comment on table log_epochs is 'One row. Whoever restores the log from a copy gives it a new epoch, so that cursors of the time before are not taken for cursors of the time after.';
comment on column log_epochs.one is 'Keeps the table at one row.';
comment on column log_epochs.epoch is 'Goes with every cursor that leaves the server.';
insert into log_epochs default values;

-- Drawn from only by a writer that holds the lock of the log, in blocks; what a batch does not use is a hole, not a gap.
create sequence event_seq;

create table events (
  seq bigint primary key,
  stream text collate "C" not null,
  version int not null check (version > 0),
  subject text collate "C",
  type text collate "C" not null,
  payload text not null,
  command_id uuid not null,
  actor uuid not null,
  at timestamptz not null,
  hash bytea not null check (octet_length(hash) = 32),
  unique (stream, version)
);
create index events_by_subject on events (subject, seq) where subject is not null;
comment on table events is 'What happened, for ever. Never updated, never deleted.';
comment on column events.seq is 'Position in the whole log: rises in commit order; may have holes.';
comment on column events.stream is 'Owner of the event, which is the id of its grain: compound/510105007004-C012.';
comment on column events.version is 'Position in its stream, from 1, without holes.';
comment on column events.subject is 'Issue the event is about; null when it is about the owner itself.';
comment on column events.type is 'Name of the event, such as issue.reported. It stands for ever.';
comment on column events.payload is 'The event as JSON, byte for byte as it was hashed: hence text, not jsonb. Holds no name, phone, dwelling or free text.';
comment on column events.command_id is 'The command that caused it.';
comment on column events.actor is 'Reference of the account that acted: 128 random bits, never a name.';
comment on column events.at is 'Domain time, whole microseconds, never before the stream''s event before it.';
comment on column events.hash is 'SHA-256 over the hash before it in the stream and all the above but seq; layout in docs/verify.md.';

-- Room in the pages keeps the update of a head beside its row and off the index.
create table stream_heads (
  stream text collate "C" primary key,
  version int not null check (version > 0),
  hash bytea not null check (octet_length(hash) = 32)
) with (fillfactor = 70);
comment on table stream_heads is 'The last event of every stream: what an append is judged against.';
comment on column stream_heads.stream is 'As in events.';
comment on column stream_heads.version is 'Version of the stream''s last event.';
comment on column stream_heads.hash is 'Hash of the stream''s last event.';

create table commands (
  command_id uuid primary key,
  stream text collate "C" not null,
  request_hash bytea not null,
  answer text not null,
  last_seq bigint not null,
  at timestamptz not null default now()
);
create index commands_by_time on commands using brin (at);
comment on table commands is 'Every accepted command of the last 30 days with its first answer, so that a repeat gets the same one and happens once.';
comment on column commands.command_id is 'Made from the account, the route and the idempotency key, or fresh.';
comment on column commands.stream is 'The stream it was answered by.';
comment on column commands.request_hash is 'SHA-256 of what was asked, so that another wish under the same id is noticed.';
comment on column commands.answer is 'The first answer, as JSON.';
comment on column commands.last_seq is 'Sequence number of its last event; 0 when it decided none.';
comment on column commands.at is 'When it was written, by the clock of the server: repeats come in real time, whatever the time in the town.';

create table contents (
  commitment text collate "C" primary key check (octet_length(commitment) = 64),
  salt bytea not null check (octet_length(salt) = 16),
  kind text collate "C" not null,
  body text not null
);
comment on table contents is 'Texts that never enter an event. Erasing one deletes its row; the event keeps a commitment that tells nothing without the salt.';
comment on column contents.commitment is 'HMAC-SHA-256 of the body (UTF-8) under the salt, 64 lower-case hex digits; events name the text by it.';
comment on column contents.salt is '16 random bytes, erased with the body.';
comment on column contents.kind is 'description, location, note or reason.';
comment on column contents.body is 'The text.';
