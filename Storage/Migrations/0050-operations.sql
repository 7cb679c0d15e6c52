-- What whoever keeps the platform looks at and decides.

alter table dead_letters
  add column refused text collate "C",
  add column error_kind text collate "C" not null default '',
  add column attempts int not null default 0,
  add column state text collate "C" not null default 'waiting'
    check (state in ('waiting', 'retrying', 'done', 'dropped'));
update dead_letters set error_kind = split_part(split_part(error, e'\n', 1), ':', 1);
create index dead_letters_open on dead_letters (id) where state in ('waiting', 'retrying');
comment on column dead_letters.refused is 'Code of the refusal that this reaction follows from; null when it follows from the event itself.';
comment on column dead_letters.error_kind is 'Type of the last error; unlike its text it says nothing of what somebody wrote.';
comment on column dead_letters.attempts is 'How often it was tried, over all retries.';
comment on column dead_letters.state is 'waiting for somebody to decide, retrying by the dispatcher, done, or dropped.';

create table operator_acts (
  command_id uuid primary key,
  request_hash bytea not null,
  letter bigint not null references dead_letters,
  act text collate "C" not null check (act in ('retry', 'drop')),
  reason text check (act <> 'drop' or reason is not null),
  actor uuid not null,
  at timestamptz not null default now()
);
create index operator_acts_by_letter on operator_acts (letter, at);
comment on table operator_acts is 'What administrators decided about dead letters: who, when and why. Never updated, never deleted.';
comment on column operator_acts.command_id is 'Made from the account, the route and the idempotency key: the same wish is one act.';
comment on column operator_acts.request_hash is 'SHA-256 of what was asked, so that another wish under the same key is noticed.';
comment on column operator_acts.letter is 'The letter.';
comment on column operator_acts.act is 'retry or drop.';
comment on column operator_acts.reason is 'Why it was dropped, in the words of who did.';
comment on column operator_acts.actor is 'Reference of the account that decided.';
comment on column operator_acts.at is 'When, by the clock of the server.';

create table verifications (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  events bigint not null,
  faults int not null
);
comment on table verifications is 'What the verb verify found, each time it was run over the whole log.';
comment on column verifications.id is 'Number of the run.';
comment on column verifications.at is 'When it ended, by the clock of the server.';
comment on column verifications.events is 'Events it went over.';
comment on column verifications.faults is 'Breaks of the chain, of texts and of seals that it found.';
