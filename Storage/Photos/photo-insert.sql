insert into photos
  (commitment, salt, command_id, request_hash, uploader, uploaded_at, keep_until, width, height, image, thumbnail)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (command_id) do nothing
