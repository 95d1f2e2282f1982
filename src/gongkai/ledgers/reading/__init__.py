"""Old ledgers read: files as grids, heads, words, days, rows. Nothing here touches the database.

`grids` runs in a process of its own, so this page imports nothing.
"""
