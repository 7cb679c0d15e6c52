-- Search in texts. Words of two characters, which most Chinese words are, are found by no index of trigrams; so a text is
-- indexed by all its pieces of two characters. Only A to Z have case here, the same on every machine.

create function bigrams(body text) returns text[]
language sql immutable strict parallel safe
as $$
  select coalesce(array_agg(distinct p.piece), '{}')
  from (
    -- The characters come as a set: subscripts into an array of texts would cost the square of the length.
    select c.one || lead(c.one) over (order by c.n) as piece
    from unnest(string_to_array(lower(body collate "C"), null)) with ordinality as c (one, n)
  ) p
  where p.piece is not null
$$;
comment on function bigrams is 'All two-character pieces of a text, each once, A to Z in lower case.';

create index contents_by_bigrams on contents using gin (bigrams(body)) where kind = 'description';
