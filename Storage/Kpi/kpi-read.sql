-- Key figures of a place and some days of reports, as they stand at the cursor; always one row. The last column is how
-- many of the accepted ones still have time to be responded to.
select
  (select coalesce(max(c.seq), 0) from cursors c where c.name = $1),
  coalesce(sum(k.reported), 0)::bigint,
  coalesce(sum(k.rejected), 0)::bigint,
  coalesce(sum(k.withdrawn), 0)::bigint,
  coalesce(sum(k.voided), 0)::bigint,
  coalesce(sum(k.merged), 0)::bigint,
  coalesce(sum(k.accepted), 0)::bigint,
  coalesce(sum(k.responded), 0)::bigint,
  coalesce(sum(k.responded_late), 0)::bigint,
  coalesce(sum(k.resolved), 0)::bigint,
  coalesce(sum(k.on_time), 0)::bigint,
  coalesce(sum(k.late), 0)::bigint,
  coalesce(sum(k.closed), 0)::bigint,
  coalesce(sum(k.in_compound), 0)::bigint,
  coalesce(sum(k.answered), 0)::bigint,
  coalesce(sum(k.solved), 0)::bigint,
  coalesce(sum(k.rated), 0)::bigint,
  coalesce(sum(k.satisfied), 0)::bigint,
  coalesce(sum(k.returns), 0)::bigint,
  coalesce(sum(k.transfers), 0)::bigint,
  coalesce(sum(k.extensions), 0)::bigint,
  coalesce(sum(k.suspensions), 0)::bigint,
  coalesce(sum(k.escalations), 0)::bigint,
  coalesce(sum(k.supervisions), 0)::bigint,
  coalesce(sum(k.reopenings), 0)::bigint,
  coalesce(sum(k.whistles), 0)::bigint,
  coalesce(sum(k.took), 0)::bigint,
  (select count(*)
    from kpi_parts p
    where p.respond_by >= $5 and p.reported_on between $3 and $4 and $2 = any (kpi_areas(p.owner, p.visibility)))
from kpi_days k
where k.area = $2 and k.day between $3 and $4
