"""台账: the registers behind 表二 and the facts of the year, and what is read from them."""
