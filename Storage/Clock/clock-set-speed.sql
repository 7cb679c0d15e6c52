-- From here on at another speed: the anchor moves to where domain time is now.
update domain_clock set
  domain_at = case
    when driven then domain_at
    else domain_at + greatest(clock_timestamp() - real_at, interval '0') * speed
  end,
  real_at = clock_timestamp(),
  speed = $1,
  version = version + 1;
