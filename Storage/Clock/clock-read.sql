select
  case
    when driven then domain_at
    else domain_at + greatest(clock_timestamp() - real_at, interval '0') * speed
  end,
  speed, driven, version
from domain_clock;
