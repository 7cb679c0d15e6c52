-- Which of these issues an account reported or follows.
select i.id
from issues i
where i.id = any ($1) and (i.reporter = $2 or i.followers @> array[$2])
