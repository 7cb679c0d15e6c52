-- Up to where the figures are counted; whoever counts holds the row, so that no two count at once.
insert into cursors as c (name, seq)
values ($1, 0)
on conflict (name) do update set seq = c.seq
returning seq;
