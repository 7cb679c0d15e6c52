-- Numbers of issues that were given out after the copy was made must not be given out again: $1 blocks are left out.
with renewed as (
  update log_epochs set epoch = gen_random_uuid() returning epoch
)
select epoch, setval('issue_numbers', (select last_value from issue_numbers) + $1 * 100)
from renewed
