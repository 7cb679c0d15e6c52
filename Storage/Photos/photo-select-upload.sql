select commitment, request_hash, width, height
from photos
where command_id = $1
