-- A district has some thousand owners: names are looked through without an index.
where ($1 is null or o.kind = $1)
  and ($2 is null or o.community = $2)
  and ($3 is null or o.subdistrict = $3)
  and ($4 is null or strpos(lower(o.name collate "C"), lower($4 collate "C")) > 0)
  and ($5 is null or o.place > $5 collate "C")
order by o.place
limit $6
