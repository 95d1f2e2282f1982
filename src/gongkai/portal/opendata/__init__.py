"""开放数据: everything that is public as files, made each night and served as they are.

A download never waits for a query: the files stand in the data folder under their hash, and one manifest says what is current. They
hold only what `gongkai.disclosures.queries.public` and published reports hold; what is withdrawn is gone with the next making, which
then does not wait for the night (decision 0127).
"""
