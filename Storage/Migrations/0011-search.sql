-- Search in texts. Words of two characters, which most Chinese words are, are found by no index of trigrams; so a text is
-- indexed by all its pieces of two characters. Only A to Z have case here, the same on every machine.

create function bigrams(body text) returns text[]
language plpgsql immutable strict parallel safe
as $$
declare
  pieces text[] := '{}';
  before text;
  one text;
begin
  -- A loop: as a query over the characters it takes more than twice the time, and it runs for every text stored.
  foreach one in array string_to_array(lower(body collate "C"), null) loop
    if before is not null then
      pieces := pieces || (before || one);
    end if;
    before := one;
  end loop;
  return pieces;
end
$$;
comment on function bigrams is 'All two-character pieces of a text, A to Z in lower case.';

create index contents_by_bigrams on contents using gin (bigrams(body)) where kind = 'description';
