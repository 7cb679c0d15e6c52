select epoch, coalesce((select max(e.seq) from events e), 0)
from log_epochs
