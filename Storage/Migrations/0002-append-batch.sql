-- The group commit: many appends of many streams in one call, one protocol message, one implicit transaction.
--
-- Appends are numbered 1..n by their place in the arrays; events, texts and view rows name their append by that number,
-- never by stream: two appends of one stream may stand in one batch, and only one of them wins.
--
-- What becomes of each append (outcomes[n]; null as a whole when all have won):
--   0 won     written
--   1 known   the command was answered before: its first answer, request hash and seq come back
--   2 behind  the stream's head is not the event the decision was made on, or another append of the stream goes first in
--             this batch
--   3 twin    the same command id stands earlier in this batch: ask again
--
-- The event numbered n of the batch gets seq base + n. Numbers of losers stay unused: a hole is not a gap.
-- A view row arrives as a JSON object that lacks its end: {…,"seq": ; the seq of its append's last event is put there.
-- A capability brings its table and the function view_<name>_upsert(rows jsonb), which keeps the higher seq of a row.
create function append_batch(
  streams text[],
  expecteds int[],
  expected_hashes bytea[],
  versions int[],
  head_hashes bytea[],
  command_ids uuid[],
  request_hashes bytea[],
  answers text[],
  actors uuid[],
  ats timestamptz[],
  last_events int[],
  event_of int[],
  event_streams text[],
  event_versions int[],
  subjects text[],
  types text[],
  payloads text[],
  hashes bytea[],
  text_of int[],
  commitments text[],
  salts bytea[],
  kinds text[],
  bodies text[],
  views text[],
  row_of int[],
  row_view int[],
  rows text[],
  out base bigint,
  out outcomes int[],
  out first_answers text[],
  out first_request_hashes bytea[],
  out first_seqs bigint[]
)
language plpgsql
volatile
set enable_seqscan = off
set enable_nestloop = off
set enable_bitmapscan = off
set plan_cache_mode = force_generic_plan
set lock_timeout = '5s'
as $$
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
$$;
