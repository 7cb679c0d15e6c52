-- What the processes of one town share besides the log.

create table domain_clock (
  one boolean primary key default true check (one),
  real_at timestamptz not null,
  domain_at timestamptz not null,
  speed double precision not null check (speed > 0),
  driven boolean not null default false,
  version int not null default 1
);
comment on table domain_clock is 'The town''s clock, one for all processes: domain time = domain_at + (now - real_at) * speed. One row.';
comment on column domain_clock.one is 'Keeps the table at one row.';
comment on column domain_clock.real_at is 'Time of the database server''s clock at which the anchor was set.';
comment on column domain_clock.domain_at is 'Domain time at that moment.';
comment on column domain_clock.speed is 'Domain seconds per real second.';
comment on column domain_clock.driven is 'Whether it stands at domain_at and only moves when its driver says so (loading of demo data).';
comment on column domain_clock.version is 'Rises with each change.';

create table leases (
  name text collate "C" primary key,
  holder uuid not null,
  token bigint not null,
  until timestamptz not null
) with (fillfactor = 70);
comment on table leases is 'Which process does what only one may do at a time, such as following the log for reactions.';
comment on column leases.name is 'What it is for.';
comment on column leases.holder is 'The process that has it.';
comment on column leases.token is 'Rises with each change of holder: whoever writes under a lease shows it, so that a holder who slept past its end can do no harm.';
comment on column leases.until is 'End, by the clock of the database server, unless it is renewed.';

create table cursors (
  name text collate "C" primary key,
  seq bigint not null
) with (fillfactor = 70);
comment on table cursors is 'How far each follower of the log has come.';
comment on column cursors.name is 'The follower.';
comment on column cursors.seq is 'Everything up to here is done.';

create table dead_letters (
  id bigint generated always as identity primary key,
  reaction text collate "C" not null,
  seq bigint not null,
  target text collate "C" not null,
  error text not null,
  parked_at timestamptz not null default now(),
  unique (reaction, seq, target)
);
comment on table dead_letters is 'Reactions that failed again and again: parked, so that they block nothing else, until somebody looks.';
comment on column dead_letters.id is 'Number of the letter.';
comment on column dead_letters.reaction is 'Name of the reaction.';
comment on column dead_letters.seq is 'The event it reacts to.';
comment on column dead_letters.target is 'The grain it was for.';
comment on column dead_letters.error is 'The last error.';
comment on column dead_letters.parked_at is 'When it was parked, by the clock of the server.';

create table accounts (
  id uuid primary key,
  account text collate "C" not null unique,
  password_hash text not null,
  display_name text not null,
  reference uuid not null unique,
  roles jsonb not null default '[]',
  created_at timestamptz not null default now()
);
comment on table accounts is 'Who can sign in. The log knows them by reference alone.';
comment on column accounts.id is 'The account, for whoever is signed in.';
comment on column accounts.account is 'Name to sign in with, in lower case.';
comment on column accounts.password_hash is 'As ASP.NET Core Identity hashes it.';
comment on column accounts.display_name is 'Name that others see.';
comment on column accounts.reference is 'Random 128 bits: the actor in events. Erasing a person deletes this row, and with it the link.';
comment on column accounts.roles is 'Roles with their places: [{role, place}].';
comment on column accounts.created_at is 'When it was made, by the clock of the server.';

create table data_protection_keys (
  name text primary key,
  xml text not null,
  created_at timestamptz not null default now()
);
comment on table data_protection_keys is 'Keys of ASP.NET Core data protection, so that any web process can read a sign-in that another one made.';
comment on column data_protection_keys.name is 'Friendly name of the key.';
comment on column data_protection_keys.xml is 'The key as the framework writes it.';
comment on column data_protection_keys.created_at is 'When it was made.';

create table seals (
  date date primary key,
  seq bigint not null,
  root bytea not null check (octet_length(root) = 32),
  previous bytea not null check (octet_length(previous) = 32),
  hash bytea not null check (octet_length(hash) = 32)
);
comment on table seals is 'One per day of the domain clock: a Merkle root over the heads of all streams at one seq. Published, so that nobody can change the past unseen.';
comment on column seals.date is 'The day that has ended, in Asia/Shanghai.';
comment on column seals.seq is 'The heads are those at this sequence number.';
comment on column seals.root is 'Merkle root; of no stream at all, SHA-256 of nothing.';
comment on column seals.previous is 'Hash of the seal before it; 32 zero bytes before the first.';
comment on column seals.hash is 'SHA-256 over date, seq, root and previous; layout in docs/verify.md.';
