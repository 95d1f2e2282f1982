"""提醒: every period that runs in a body in one list, who is told of it, when, by which way, and what became of it."""
