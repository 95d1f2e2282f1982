"""Search over what is public: two-character words, numbers in every way of writing, attachments, counts to narrow it by.

    search.index(item)      (re)build or drop what the search holds of one item, in the transaction that changed it
    search.forget(item)     drop it
    search.find(Query("以旧换新", agency=…))   the hits, a page at a time, with counts and snippets

One interface, two engines, chosen by the database: FTS5 on SQLite, ``tsvector`` on PostgreSQL, over the same tokens (decision
0125). Whatever the index says, a hit is only ever shown through `gongkai.disclosures.queries.public`.
"""

from gongkai.disclosures.search.entries import forget, index, index_many, rebuild
from gongkai.disclosures.search.finding import Facet, Found, Hit, Option, Order, Query, find

__all__ = [
    "Facet",
    "Found",
    "Hit",
    "Option",
    "Order",
    "Query",
    "find",
    "forget",
    "index",
    "index_many",
    "rebuild",
]
