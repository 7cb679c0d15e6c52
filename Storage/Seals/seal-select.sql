select date, seq, root, previous, hash from seals
