select commitment, salt, body
from contents
where $1::text is null
