select at from events order by seq limit 1;
