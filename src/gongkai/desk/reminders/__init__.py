"""提醒 at the desk: what one was told, all clocks of a body, how one wants to be told, the private calendar, the log of what went out."""
