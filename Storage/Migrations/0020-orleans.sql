-- Membership of silos and storage of grains for the AdoNet providers of Orleans. Only the table orleansquery and the keys
-- and parameters of its statements are theirs; the tables and statements are our own.

create table orleansquery (
  querykey text primary key,
  querytext text not null
);
comment on table orleansquery is 'Statements that the providers read when a silo starts; their names are Orleans'' own.';
comment on column orleansquery.querykey is 'Which statement.';
comment on column orleansquery.querytext is 'Its text; parameters as @Name.';

create table orleans_clusters (
  cluster text collate "C" primary key,
  version int not null default 0,
  changed_at timestamptz not null default now()
) with (fillfactor = 70);
comment on table orleans_clusters is 'One row per launch of the whole: whoever changes its membership raises the version by one, or is refused.';
comment on column orleans_clusters.cluster is 'ClusterId of the launch.';
comment on column orleans_clusters.version is 'Rises by one with each change of membership.';
comment on column orleans_clusters.changed_at is 'When it last rose.';

create table orleans_members (
  cluster text collate "C" not null references orleans_clusters on delete cascade,
  address text collate "C" not null,
  port int not null,
  generation int not null,
  silo_name text not null,
  host_name text not null,
  status int not null,
  proxy_port int,
  suspect_times text,
  start_time timestamptz not null,
  i_am_alive_time timestamptz not null,
  primary key (cluster, address, port, generation)
) with (fillfactor = 70);
comment on table orleans_members is 'Silos of a cluster, the dead ones too until they are cleaned up.';
comment on column orleans_members.cluster is 'ClusterId.';
comment on column orleans_members.address is 'IP address as text.';
comment on column orleans_members.port is 'Port between silos.';
comment on column orleans_members.generation is 'Tells apart the lives of a silo at one address.';
comment on column orleans_members.silo_name is 'Name of the silo.';
comment on column orleans_members.host_name is 'Name of its machine.';
comment on column orleans_members.status is '1 created, 2 joining, 3 active, 4 shutting down, 5 stopping, 6 dead.';
comment on column orleans_members.proxy_port is 'Port for clients; 0 or null when it takes none.';
comment on column orleans_members.suspect_times is 'Which silos suspect it, and since when.';
comment on column orleans_members.start_time is 'When it started.';
comment on column orleans_members.i_am_alive_time is 'When it last said so.';

create table orleans_storage (
  grain_id_hash int not null,
  grain_type_hash int not null,
  grain_id_n0 bigint not null,
  grain_id_n1 bigint not null,
  grain_type text collate "C" not null,
  grain_id_extension text collate "C",
  service text collate "C" not null,
  payload bytea,
  version int not null,
  modified_at timestamptz not null default now()
) with (fillfactor = 70);
comment on table orleans_storage is 'States of grains: snapshots, which are caches of the log, and small settings.';
comment on column orleans_storage.grain_id_hash is 'Hash of the key.';
comment on column orleans_storage.grain_type_hash is 'Hash of the state''s name.';
comment on column orleans_storage.grain_id_n0 is 'First half of a key that is a number; a key of digits alone is read as hexadecimal.';
comment on column orleans_storage.grain_id_n1 is 'Second half of such a key.';
comment on column orleans_storage.grain_type is 'Name of the state.';
comment on column orleans_storage.grain_id_extension is 'The key, when it is not a number.';
comment on column orleans_storage.service is 'ServiceId.';
comment on column orleans_storage.payload is 'The state as the provider''s serializer writes it; null once cleared.';
comment on column orleans_storage.version is 'Rises by one with each write; the etag.';
comment on column orleans_storage.modified_at is 'When it was last written.';

-- Keys of numbers have no extension. Without "nulls not distinct" two first writes at once would both be stored, and the
-- grain could never be read again.
create unique index orleans_storage_key on orleans_storage
  (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, service, grain_type, grain_id_extension) nulls not distinct;

insert into orleansquery (querykey, querytext) values
('GatewaysQueryKey', $$
select address as "Address", proxy_port as "ProxyPort", generation as "Generation"
from orleans_members
where cluster = @DeploymentId and status = @Status and proxy_port > 0
$$),
-- The version comes even where there is no member: then the member's columns are null.
('MembershipReadRowKey', $$
select m.address as "Address", m.port as "Port", m.generation as "Generation", m.silo_name as "SiloName",
  m.host_name as "HostName", m.status as "Status", m.proxy_port as "ProxyPort", m.suspect_times as "SuspectTimes",
  m.start_time as "StartTime", m.i_am_alive_time as "IAmAliveTime", c.version as "Version"
from orleans_clusters c
left join orleans_members m
  on m.cluster = c.cluster and m.address = @Address and m.port = @Port and m.generation = @Generation
where c.cluster = @DeploymentId
$$),
('MembershipReadAllKey', $$
select m.address as "Address", m.port as "Port", m.generation as "Generation", m.silo_name as "SiloName",
  m.host_name as "HostName", m.status as "Status", m.proxy_port as "ProxyPort", m.suspect_times as "SuspectTimes",
  m.start_time as "StartTime", m.i_am_alive_time as "IAmAliveTime", c.version as "Version"
from orleans_clusters c
left join orleans_members m on m.cluster = c.cluster
where c.cluster = @DeploymentId
$$),
('InsertMembershipVersionKey', $$
with added as (
  insert into orleans_clusters (cluster) values (@DeploymentId)
  on conflict do nothing
  returning 1)
select exists (select 1 from added)
$$),
-- Compare and swap: two silos that change the membership at once meet at the cluster's row, and the second finds the
-- version moved on.
('InsertMembershipKey', $$
with moved as (
  update orleans_clusters set version = version + 1, changed_at = now()
  where cluster = @DeploymentId and version = @Version and not exists (
    select 1 from orleans_members
    where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
  returning cluster),
added as (
  insert into orleans_members
    (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
  select cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
  from moved
  returning 1)
select exists (select 1 from added)
$$),
('UpdateMembershipKey', $$
with moved as (
  update orleans_clusters set version = version + 1, changed_at = now()
  where cluster = @DeploymentId and version = @Version and exists (
    select 1 from orleans_members
    where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
  returning cluster),
changed as (
  update orleans_members m
  set status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
  from moved
  where m.cluster = moved.cluster and m.address = @Address and m.port = @Port and m.generation = @Generation
  returning 1)
select exists (select 1 from changed)
$$),
('UpdateIAmAlivetimeKey', $$
update orleans_members set i_am_alive_time = @IAmAliveTime
where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),
('DeleteMembershipTableEntriesKey', $$
delete from orleans_clusters where cluster = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
delete from orleans_members
where cluster = @DeploymentId and status <> 3 and i_am_alive_time < @IAmAliveTime
$$),
('ReadFromStorageKey', $$
select payload as "PayloadBinary", version as "Version"
from orleans_storage
where grain_id_hash = @GrainIdHash and grain_type_hash = @GrainTypeHash
  and grain_id_n0 = @GrainIdN0 and grain_id_n1 = @GrainIdN1 and service = @ServiceId and grain_type = @GrainTypeString
  and grain_id_extension is not distinct from @GrainIdExtensionString
$$),
-- Null when nothing was written: the provider then throws InconsistentStateException.
('WriteToStorageKey', $$
with changed as (
  update orleans_storage set payload = @PayloadBinary, version = version + 1, modified_at = now()
  where grain_id_hash = @GrainIdHash and grain_type_hash = @GrainTypeHash
    and grain_id_n0 = @GrainIdN0 and grain_id_n1 = @GrainIdN1 and service = @ServiceId and grain_type = @GrainTypeString
    and grain_id_extension is not distinct from @GrainIdExtensionString and version = @GrainStateVersion
  returning version),
added as (
  insert into orleans_storage
    (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_type, grain_id_extension, service, payload, version)
  select @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, @GrainIdExtensionString, @ServiceId,
    @PayloadBinary, 1
  where @GrainStateVersion is null
  on conflict do nothing
  returning version)
select coalesce((select version from changed), (select version from added)) as "NewGrainStateVersion"
$$),
('ClearStorageKey', $$
with changed as (
  update orleans_storage set payload = null, version = version + 1, modified_at = now()
  where grain_id_hash = @GrainIdHash and grain_type_hash = @GrainTypeHash
    and grain_id_n0 = @GrainIdN0 and grain_id_n1 = @GrainIdN1 and service = @ServiceId and grain_type = @GrainTypeString
    and grain_id_extension is not distinct from @GrainIdExtensionString and version = @GrainStateVersion
  returning version)
select (select version from changed) as "NewGrainStateVersion"
$$);
