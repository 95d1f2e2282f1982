"""封存: every row of the registers carries a mark that only the holder of the log's key can make, so that a row which was changed,
added or removed past the program is found and named. The log proves what happened; the seals prove that the registers still say it.

`coverage` says which tables; `ledger` marks what a transaction wrote, in the same transaction; `verifying` finds what does not hold;
`renewing` marks anew after a migration; `databases` are Django's own backends, told to note what is written.
"""
