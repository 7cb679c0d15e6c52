-- Stands still at an instant, or at the newest event if that is later.
update domain_clock set
  domain_at = greatest($1, (select e.at from events e order by e.seq desc limit 1)),
  real_at = clock_timestamp(),
  driven = true,
  version = version + 1;
