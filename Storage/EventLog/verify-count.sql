select (select count(*) from events e where $1::text is null or e.stream = $1)
  + (select count(*) from contents c where $1::text is null)
  + (select count(*) from photos p where $1::text is null)
