-- Photos lie beside the log, as texts do: events name them by their commitments.

create table photos (
  commitment text collate "C" primary key,
  salt bytea not null check (octet_length(salt) = 16),
  command_id uuid not null unique,
  request_hash bytea not null,
  uploader uuid not null,
  uploaded_at timestamptz not null,
  keep_until timestamptz,
  width int not null check (width > 0),
  height int not null check (height > 0),
  image bytea not null,
  thumbnail bytea not null
) with (fillfactor = 80);
-- Pictures are packed already.
alter table photos alter column image set storage external, alter column thumbnail set storage external;
comment on table photos is 'Uploaded photos, made anew as JPEG without anything that came with them (place, camera, time).';
comment on column photos.commitment is 'HMAC-SHA-256 of the image under the salt, in hex: the name of the photo everywhere.';
comment on column photos.salt is '16 random bytes, erased with the photo.';
comment on column photos.command_id is 'Made from the account, the route and the idempotency key: the same upload is one photo.';
comment on column photos.request_hash is 'SHA-256 of what was sent, so that another photo under the same key is noticed.';
comment on column photos.uploader is 'Reference of the account that uploaded it, who alone may name it in a command.';
comment on column photos.uploaded_at is 'Domain time.';
comment on column photos.keep_until is 'Domain time after which it is forgotten unless an issue mentions it; null once it was seen that one does.';
comment on column photos.width is 'Pixels of the image, as it is shown.';
comment on column photos.height is 'Pixels of the image, as it is shown.';
comment on column photos.image is 'JPEG.';
comment on column photos.thumbnail is 'The same, small.';

create index photos_to_forget on photos (keep_until) where keep_until is not null;
-- How many of somebody's wait to be mentioned.
create index photos_waiting on photos (uploader) where keep_until is not null;

create table issue_photos (
  issue_id text collate "C" not null,
  stage text collate "C" not null check (stage in ('before', 'after')),
  commitment text collate "C" not null,
  stream text collate "C" not null,
  place int not null,
  at timestamptz not null,
  seq bigint not null,
  primary key (issue_id, stage, commitment)
);
comment on table issue_photos is 'Which photos issues mention. A row belongs to the stream whose event mentioned the photo.';
comment on column issue_photos.issue_id is 'The issue.';
comment on column issue_photos.stage is 'before: of the report; after: evidence that it is done.';
comment on column issue_photos.commitment is 'The photo.';
comment on column issue_photos.stream is 'Stream of the event.';
comment on column issue_photos.place is 'Its place among the photos of the event, from 0.';
comment on column issue_photos.at is 'When it was last mentioned so, in domain time.';
comment on column issue_photos.seq is 'Sequence number of that event''s command.';

-- Whether anything mentions a photo.
create index issue_photos_by_photo on issue_photos (commitment);

create function view_issue_photos_upsert(rows jsonb) returns void
language plpgsql volatile
as $$
begin
  insert into issue_photos
  select distinct on (r.issue_id, r.stage, r.commitment)
    r.issue_id, r.stage, r.commitment, r.stream, r.place, r.at, r.seq
  from jsonb_populate_recordset(null::issue_photos, rows) as r
  order by r.issue_id, r.stage, r.commitment, r.seq desc
  on conflict (issue_id, stage, commitment) do update set
    stream = excluded.stream,
    place = excluded.place,
    at = excluded.at,
    seq = excluded.seq
  where issue_photos.seq < excluded.seq;
end
$$;
comment on function view_issue_photos_upsert is 'Writes rows of issue_photos; the higher seq of a row wins.';
