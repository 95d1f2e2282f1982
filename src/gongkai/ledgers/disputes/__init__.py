"""复议诉讼台账: rows joined to their applications and to each other, entered as cases with rounds, taken out again."""
