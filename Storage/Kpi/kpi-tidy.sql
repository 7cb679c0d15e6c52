-- A day of nothing has no row, as if it had never been.
delete from kpi_days where reported = 0
