-- What has come to nothing has no row, as if it had never been.
with by_status as (
  delete from figures where issues = 0)
delete from figure_days where reported = 0 and resolved = 0
