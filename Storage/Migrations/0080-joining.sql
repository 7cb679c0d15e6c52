-- Reports of the same: which live on in another one, how many are affected, and what is an area incident.

alter table issues
  add column merged_into text collate "C",
  add column joined int not null default 0,
  add column incident_at timestamptz,
  add column part_of text collate "C";
comment on column issues.status is 'submitted to rework are open; then resolved, verified, closed, rejected, withdrawn, voided, merged.';
comment on column issues.merged_into is 'The issue of the same owner in which it lives on; null where it stands for itself.';
comment on column issues.joined is 'How often somebody else said that it affects them: by joining it, or by a report that was merged into it.';
comment on column issues.incident_at is 'Since when it is an area incident; null when it is none.';
comment on column issues.part_of is 'The area incident of its community that it is part of, though it stays where it is; null for none.';

-- What is like something that is about to be reported.
create index issues_alike on issues (owner, category, reported_at desc, id desc)
  where status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework');
-- Banners ask for it with every page of a place.
create index issues_incidents on issues (incident_at desc, id desc)
  where incident_at is not null and status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework');
