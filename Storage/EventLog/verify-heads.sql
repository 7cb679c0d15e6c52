select stream, version, hash
from stream_heads
where $1::text is null or stream = $1
