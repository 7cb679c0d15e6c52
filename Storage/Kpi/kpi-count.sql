-- Brings the key figures from one sequence number to another: each issue of which something was logged in between is
-- looked at anew, from its events alone up to that number, and the figures change by the difference. Counting something
-- twice changes nothing. Not prepared, like figures-count.sql.
with touched as materialized (
  select distinct e.subject as issue_id
  from events e
  where e.seq > $1 and e.seq <= $2 and e.subject is not null and e.type like 'issue.%'),
lives as (
  select
    e.subject as issue_id, e.seq, e.stream, e.type, e.at, e.payload::jsonb as it,
    -- Somebody has it from then on.
    e.type in (
      'issue.accepted', 'issue.dispatched', 'issue.escalated', 'issue.reopened', 'issue.rework-ordered', 'issue.taken-over',
      'issue.split'
    ) as gives
  from touched t
  join events e on e.subject = t.issue_id
  where e.seq <= $2 and e.type like 'issue.%'),
ordered as (
  select
    l.*,
    coalesce(max(l.seq) filter (where l.type = 'issue.resolved') over past, 0)
      > coalesce(max(l.seq) filter (where l.gives) over past, 0) as was_resolved
  from lives l
  window past as (partition by l.issue_id order by l.seq rows between unbounded preceding and 1 preceding)),
sums as materialized (
  select
    l.issue_id,
    (array_agg(l.stream order by l.seq desc) filter (where l.type in ('issue.reported', 'issue.taken-over')))[1] as owner,
    max(l.it ->> 'visibility') filter (where l.type = 'issue.reported') as visibility,
    max(l.it ->> 'source') filter (where l.type = 'issue.reported') as source,
    min(l.at) filter (where l.type = 'issue.reported') as reported_at,
    max((l.it #>> '{step,acknowledgeDueAt}')::timestamptz) filter (where l.type = 'issue.accepted') as respond_by,
    min(l.at) filter (where l.type in ('issue.acknowledged', 'issue.resolved')) as responded_at,
    max(l.at) filter (where l.type = 'issue.resolved') as resolved_at,
    max(l.seq) filter (where l.type = 'issue.resolved') as resolved_seq,
    max(l.seq) filter (where l.type = 'issue.closed') as closed_seq,
    coalesce(max(l.seq) filter (where l.gives), 0) as given_seq,
    (array_agg((l.it ->> 'overallDueAt')::timestamptz order by l.seq desc) filter (where l.it ->> 'overallDueAt' is not null))[1]
      as overall_due_at,
    max((l.it #>> '{step,level}')::int) filter (where l.gives) as level,
    bool_or(l.type = 'issue.handed-over') as has_left,
    count(*) filter (where l.type = 'issue.rejected') as rejected,
    count(*) filter (where l.type = 'issue.withdrawn') as withdrawn,
    count(*) filter (where l.type = 'issue.voided') as voided,
    (coalesce(max(l.seq) filter (where l.type = 'issue.merged'), 0)
      > coalesce(max(l.seq) filter (where l.type = 'issue.split'), 0))::int as merged,
    count(*) filter (where l.type = 'issue.accepted') as accepted,
    bool_or(l.type = 'issue.escalated' and l.it ->> 'reason' = 'overdue' or l.type = 'issue.overdue') as late,
    count(*) filter (
      where l.type in ('issue.called-back', 'issue.reopened')
        or l.type = 'issue.closed' and l.it ->> 'byReporter' = 'true'
        or l.type = 'issue.escalated' and l.it ->> 'reason' = 'notSolved'
        or l.type = 'issue.dispatched' and l.was_resolved
    ) as answered,
    count(*) filter (
      where l.type = 'issue.called-back' and l.it ->> 'solved' = 'true'
        or l.type = 'issue.closed' and l.it ->> 'byReporter' = 'true'
    ) as solved,
    count(*) filter (where l.type = 'issue.rated') as rated,
    count(*) filter (where l.type = 'issue.rated' and (l.it ->> 'stars')::int >= 4) as satisfied,
    count(*) filter (where l.type = 'issue.request-granted' and l.it ->> 'kind' = 'return') as returns,
    count(*) filter (
      where l.type = 'issue.dispatched' and not l.was_resolved and l.it -> 'before' <> l.it #> '{step,handler}'
    ) as transfers,
    count(*) filter (where l.type = 'issue.extended') as extensions,
    count(*) filter (where l.type = 'issue.suspended') as suspensions,
    count(*) filter (where l.type = 'issue.escalated') as escalations,
    count(*) filter (where l.type = 'issue.supervised') as supervisions,
    count(*) filter (where l.type = 'issue.reopened') as reopenings,
    count(*) filter (where l.type = 'issue.whistle-blown') as whistles
  from ordered l
  group by l.issue_id),
before as materialized (
  select p.*
  from touched t
  join kpi_parts p on p.issue_id = t.issue_id),
anew as materialized (
  select
    s.issue_id,
    s.owner collate "C",
    s.visibility collate "C",
    (s.reported_at at time zone 'Asia/Shanghai')::date,
    case when c.counts and s.accepted > 0 and s.responded_at is null then s.respond_by end,
    s.rejected::int,
    s.withdrawn::int,
    s.voided::int,
    s.merged,
    c.one * s.accepted::int,
    c.one * (s.accepted > 0 and coalesce(s.responded_at <= s.respond_by, false))::int,
    c.one * (s.accepted > 0 and coalesce(s.responded_at > s.respond_by, false))::int,
    c.one * c.is_resolved::int,
    c.one * (c.is_resolved and coalesce(s.resolved_at <= s.overall_due_at, false))::int,
    c.one * coalesce(s.late, false)::int,
    c.one * c.is_closed::int,
    c.one * (c.is_closed and s.level = 0 and not s.has_left and s.owner like 'compound/%')::int,
    c.one * s.answered::int,
    c.one * s.solved::int,
    c.one * s.rated::int,
    c.one * s.satisfied::int,
    c.one * s.returns::int,
    c.one * s.transfers::int,
    c.one * s.extensions::int,
    c.one * s.suspensions::int,
    c.one * s.escalations::int,
    c.one * s.supervisions::int,
    c.one * s.reopenings::int,
    c.one * s.whistles::int,
    case when c.counts and c.is_resolved then extract(epoch from s.resolved_at - s.reported_at)::bigint else 0 end
  from sums s
  cross join lateral (
    select
      s.rejected + s.withdrawn + s.voided + s.merged = 0 as counts,
      case when s.rejected + s.withdrawn + s.voided + s.merged = 0 then 1 else 0 end as one,
      coalesce(s.resolved_seq, 0) > s.given_seq as is_resolved,
      s.source = 'resident' and coalesce(s.closed_seq, 0) > s.given_seq as is_closed
  ) c),
come as materialized (
  table anew except table before),
gone as materialized (
  table before except table anew),
kept as (
  insert into kpi_parts as p
  table come
  on conflict (issue_id) do update set
    owner = excluded.owner,
    visibility = excluded.visibility,
    reported_on = excluded.reported_on,
    respond_by = excluded.respond_by,
    rejected = excluded.rejected,
    withdrawn = excluded.withdrawn,
    voided = excluded.voided,
    merged = excluded.merged,
    accepted = excluded.accepted,
    responded = excluded.responded,
    responded_late = excluded.responded_late,
    resolved = excluded.resolved,
    on_time = excluded.on_time,
    late = excluded.late,
    closed = excluded.closed,
    in_compound = excluded.in_compound,
    answered = excluded.answered,
    solved = excluded.solved,
    rated = excluded.rated,
    satisfied = excluded.satisfied,
    returns = excluded.returns,
    transfers = excluded.transfers,
    extensions = excluded.extensions,
    suspensions = excluded.suspensions,
    escalations = excluded.escalations,
    supervisions = excluded.supervisions,
    reopenings = excluded.reopenings,
    whistles = excluded.whistles,
    took = excluded.took),
differences (
  n, issue_id,
  owner, visibility, reported_on, respond_by, rejected, withdrawn, voided, merged, accepted, responded,
  responded_late, resolved, on_time, late, closed, in_compound, answered, solved, rated, satisfied, returns, transfers, extensions,
  suspensions, escalations, supervisions, reopenings, whistles, took
) as (
  select 1, c.* from come c
  union all
  select -1, g.* from gone g),
by_day as (
  insert into kpi_days as k (
    area, day, reported,
    rejected, withdrawn, voided, merged, accepted, responded, responded_late, resolved, on_time, late, closed, in_compound,
    answered, solved, rated, satisfied, returns, transfers, extensions, suspensions, escalations, supervisions,
    reopenings, whistles, took
  )
  select
    a.area,
    d.reported_on,
    sum(d.n),
    sum(d.n * d.rejected),
    sum(d.n * d.withdrawn),
    sum(d.n * d.voided),
    sum(d.n * d.merged),
    sum(d.n * d.accepted),
    sum(d.n * d.responded),
    sum(d.n * d.responded_late),
    sum(d.n * d.resolved),
    sum(d.n * d.on_time),
    sum(d.n * d.late),
    sum(d.n * d.closed),
    sum(d.n * d.in_compound),
    sum(d.n * d.answered),
    sum(d.n * d.solved),
    sum(d.n * d.rated),
    sum(d.n * d.satisfied),
    sum(d.n * d.returns),
    sum(d.n * d.transfers),
    sum(d.n * d.extensions),
    sum(d.n * d.suspensions),
    sum(d.n * d.escalations),
    sum(d.n * d.supervisions),
    sum(d.n * d.reopenings),
    sum(d.n * d.whistles),
    sum(d.n * d.took)
  from differences d
  cross join unnest(kpi_areas(d.owner, d.visibility)) as a (area)
  group by a.area, d.reported_on
  on conflict (area, day) do update set
    reported = k.reported + excluded.reported,
    rejected = k.rejected + excluded.rejected,
    withdrawn = k.withdrawn + excluded.withdrawn,
    voided = k.voided + excluded.voided,
    merged = k.merged + excluded.merged,
    accepted = k.accepted + excluded.accepted,
    responded = k.responded + excluded.responded,
    responded_late = k.responded_late + excluded.responded_late,
    resolved = k.resolved + excluded.resolved,
    on_time = k.on_time + excluded.on_time,
    late = k.late + excluded.late,
    closed = k.closed + excluded.closed,
    in_compound = k.in_compound + excluded.in_compound,
    answered = k.answered + excluded.answered,
    solved = k.solved + excluded.solved,
    rated = k.rated + excluded.rated,
    satisfied = k.satisfied + excluded.satisfied,
    returns = k.returns + excluded.returns,
    transfers = k.transfers + excluded.transfers,
    extensions = k.extensions + excluded.extensions,
    suspensions = k.suspensions + excluded.suspensions,
    escalations = k.escalations + excluded.escalations,
    supervisions = k.supervisions + excluded.supervisions,
    reopenings = k.reopenings + excluded.reopenings,
    whistles = k.whistles + excluded.whistles,
    took = k.took + excluded.took
  returning k.reported = 0 as is_empty)
select exists (select from by_day where is_empty)
