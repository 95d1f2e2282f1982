"""台账: what the year counts, typed, dropped in, exported; and what is late before somebody else finds it."""
