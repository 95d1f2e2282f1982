"""Backups: one archive of database, files and keys with a manifest of hashes; and how it is brought back.

`writing` makes it, `reading` looks it through and brings it back, `databases` copies and loads what is in the database, `envelopes`
shuts it for those who hold a key, `shelf` names, sums and clears what stands in a folder.
"""
