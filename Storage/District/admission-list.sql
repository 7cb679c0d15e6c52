-- Admissions of a district ($1) below a number ($2), the newest first: those that are approved and not over on a day ($3),
-- for everybody; all of them for the district centre ($4), and those of some departments ($5) for their staff.
select
  a.number, a.department, t.body, r.body, a.categories, a.area, a.from_day, a.until_day, a.state, a.requested_at,
  a.decided_at, d.body, a.ended_at, e.body
from admissions a
left join contents t on t.commitment = a.title
left join contents r on r.commitment = a.reason
left join contents d on d.commitment = a.decision_reason
left join contents e on e.commitment = a.end_reason
where a.district = $1 and a.number < $2
  and (a.state = 'approved' and a.until_day >= $3 or $4 or a.department = any($5))
order by a.number desc
limit $6
