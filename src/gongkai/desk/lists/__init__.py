"""The list side of the desk: today, the registers, approvals and tasks. One case at a time is `gongkai.desk.cases`."""
