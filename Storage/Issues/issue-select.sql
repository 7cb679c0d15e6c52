select
  i.id, i.owner, i.community, i.subdistrict, i.category, i.urgency, i.visibility, i.source, i.status, i.level,
  i.handler_role, i.handler_place, i.reporter, i.followers, i.building, i.description, i.location,
  i.reported_at, i.updated_at, i.due_at, i.overall_due_at, i.next_due_at, i.overdue, i.stars, i.times_reopened,
  i.archived, i.moving_to, i.seq, i.warned_percent, i.provisional, i.suspension, i.suspended_until, i.request,
  i.request_level, i.request_due_at, i.supervised_by, i.check_due_at, i.call_back_due_at,
  i.first_level, i.level_above, i.department, i.rated_by, i.merged_into, i.joined, i.incident_at,
  i.part_of, i.whistles
from issues i
