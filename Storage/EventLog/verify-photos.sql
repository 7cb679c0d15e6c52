select commitment, salt, image
from photos
where $1::text is null
