-- Takes the anchor, setting it where there is none. Domain time must not fall behind what is logged already, even where
-- the machine's clock was set back or a driver was killed: then the anchor is moved up to the newest event.
insert into domain_clock (real_at, domain_at, speed)
values (clock_timestamp(), clock_timestamp(), 1)
on conflict (one) do update set
  real_at = clock_timestamp(),
  domain_at = greatest(
    domain_clock.domain_at
      + case
        when domain_clock.driven then interval '0'
        else greatest(clock_timestamp() - domain_clock.real_at, interval '0') * domain_clock.speed
      end,
    (select e.at from events e order by e.seq desc limit 1)
  ),
  version = domain_clock.version + 1;
