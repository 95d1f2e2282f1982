"""放假安排 at the desk: the yearly notices, the rehearsal of what they move, and the recount of every open date."""
