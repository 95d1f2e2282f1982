"""The two engines behind the search, and what they have in common: a table of tokens whose key is that of the entry.

Contentless FTS5 holds tokens and no text; Debian's SQLite (3.40) can only take a row out of it when told its old tokens
(`SearchText` has them). PostgreSQL's ``tsvector`` holds no places of tokens (they would cost three times the room and stop
at 16,383), so neighbours are proved on the text (`_runs`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from gongkai.disclosures.grams import even, is_han, runs, tokens
from gongkai.disclosures.search.wishes import Wish, Word

TABLE = "disclosures_searchwords"
NAMES = "disclosures_searchnames"
"""SQLite's second index, of titles and leads alone: suggestions weigh what an item is called, and must not read past texts."""
ENTRY = "disclosures_searchentry"
WEIGHED = 1_000
RANKED = 10_000
"""Hits that PostgreSQL and SQLite rank by relevance; of more, the newest. Without an end a common word would cost what all hits cost."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is searched of one item: its title; its numbers, summary and keywords; its text and that of its files."""

    title: str
    lead: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """A piece of SQL: which tables to read (with the entry as ``e``), which rows of them, and the values for it."""

    tables: str
    where: str
    values: tuple[object, ...] = ()


class Engine(Protocol):
    """What an engine must do. ``rows``: entry key and text. ``common``: how many entries hold each token in title or lead,
    counted up to ``most``. ``holding``: (token, entry, item, whether in the title) of all that hold one of the tokens there."""

    def install(self, on: BaseDatabaseWrapper) -> None: ...
    def uninstall(self, on: BaseDatabaseWrapper) -> None: ...
    def write(self, rows: Sequence[tuple[int, Text]]) -> None: ...
    def erase(self, rows: Sequence[tuple[int, Text]]) -> None: ...
    def empty(self) -> None: ...
    def tidy(self) -> None: ...
    def matching(self, wish: Wish, *, title_only: bool = False) -> Matching: ...
    def by_relevance(self, tables: str, where: str, wish: Wish) -> tuple[str, tuple[object, ...]]: ...
    def common(self, asked: Sequence[str], most: int) -> dict[str, int]: ...
    def holding(self, asked: Sequence[str], agency: int | None) -> list[tuple[str, int, int, bool]]: ...

    key: str
    """The column whose descending order gives the newest first without sorting."""


def engine(on: BaseDatabaseWrapper | None = None) -> Engine:
    """That of the database in use."""
    return _POSTGRESQL if (on or connection).vendor == "postgresql" else _SQLITE


def title_tokens(title: str) -> list[str]:
    """Those of a title, and behind them each of its Chinese characters alone: one character is looked for in titles."""
    alone = dict.fromkeys(char for run in runs(even(title)) if is_han(run) for char in run)
    return [*tokens(title), *alone]


class Fts5:
    """SQLite's own index, with the places of all tokens: a word is a phrase of pairs."""

    key = f"{TABLE}.rowid"

    def install(self, on: BaseDatabaseWrapper) -> None:
        with on.cursor() as cursor:
            # ascii: what is not ASCII is part of a token, which is all that tokens made here need.
            cursor.execute(f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, lead, body, content='', tokenize='ascii')")
            cursor.execute(
                f"CREATE VIRTUAL TABLE {NAMES} USING fts5(title, lead, content='', tokenize='ascii', detail=column)"
            )

    def uninstall(self, on: BaseDatabaseWrapper) -> None:
        with on.cursor() as cursor:
            for table in (TABLE, NAMES):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def write(self, rows: Sequence[tuple[int, Text]]) -> None:
        self._tell("rowid", "", rows)

    def erase(self, rows: Sequence[tuple[int, Text]]) -> None:
        self._tell("{table}, rowid", "'delete', ", rows)

    def empty(self) -> None:
        self._command("delete-all")

    def tidy(self) -> None:
        self._command("optimize")

    def common(self, asked: Sequence[str], most: int) -> dict[str, int]:
        one = f"SELECT %s, count(*) FROM (SELECT 1 FROM {NAMES} WHERE {NAMES} MATCH %s LIMIT %s)"
        values = [value for token in asked for value in (token, f'"{token}"', most)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([one] * len(asked)), values)
            return dict(cursor.fetchall())

    def holding(self, asked: Sequence[str], agency: int | None) -> list[tuple[str, int, int, bool]]:
        own = "" if agency is None else " AND e.agency_id = %s"
        one = (
            f"SELECT %s, e.id, e.item_id, %s FROM {NAMES} CROSS JOIN {ENTRY} e ON e.id = {NAMES}.rowid "
            f"WHERE {NAMES} MATCH %s{own}"
        )
        values: list[object] = []
        for token in asked:
            for titled, said in ((1, f'{{title}} : "{token}"'), (0, f'{{lead}} : "{token}"')):
                values += [token, titled, said] + ([] if agency is None else [agency])
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([one] * (2 * len(asked))), values)
            return [(token, key, item, bool(titled)) for token, key, item, titled in cursor.fetchall()]

    def matching(self, wish: Wish, *, title_only: bool = False) -> Matching:
        said = " AND ".join(self._phrase(word) for word in wish.words)
        if title_only:
            said = f"{{title}} : ({said})"
        # CROSS JOIN: the index first, then the few rows it names, whatever the planner thinks.
        tables = f"{TABLE} CROSS JOIN {ENTRY} e ON e.id = {TABLE}.rowid"
        return Matching(tables, f"{TABLE} MATCH %s", (said,))

    def by_relevance(self, tables: str, where: str, wish: Wish) -> tuple[str, tuple[object, ...]]:
        inner = (
            f"SELECT e.item_id, e.id, bm25({TABLE}, 10.0, 3.0, 1.0) AS weight FROM {tables} WHERE {where} "
            f"ORDER BY {self.key} DESC LIMIT {RANKED}"
        )
        return f"SELECT item_id FROM ({inner}) best ORDER BY weight, id DESC", ()

    def _tell(self, head: str, command: str, rows: Sequence[tuple[int, Text]]) -> None:
        told = [
            (key, " ".join(title_tokens(text.title)), " ".join(tokens(text.lead)), " ".join(tokens(text.body)))
            for key, text in rows
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE}({head.format(table=TABLE)}, title, lead, body) VALUES ({command}%s, %s, %s, %s)",
                told,
            )
            cursor.executemany(
                f"INSERT INTO {NAMES}({head.format(table=NAMES)}, title, lead) VALUES ({command}%s, %s, %s)",
                [row[:3] for row in told],
            )

    def _command(self, command: str) -> None:
        with connection.cursor() as cursor:
            for table in (TABLE, NAMES):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('{command}')")

    @staticmethod
    def _phrase(word: Word) -> str:
        # Tokens are Chinese characters, figures and small letters only: nothing in them can end the quotes.
        phrase = f'"{" ".join(word.tokens)}"{" *" if word.open_end else ""}'
        return f"{{title}} : {phrase}" if word.title_only else phrase


class Tsvector:
    """PostgreSQL's index of the same tokens; words of more than one token are proved on the runs of the text."""

    key = "e.id"

    def install(self, on: BaseDatabaseWrapper) -> None:
        with on.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, title tsvector NOT NULL, lead tsvector NOT NULL, "
                "words tsvector NOT NULL, title_runs text NOT NULL, runs text NOT NULL)"
            )
            for column in ("title", "lead", "words"):
                cursor.execute(f"CREATE INDEX {TABLE}_{column} ON {TABLE} USING gin ({column})")

    def uninstall(self, on: BaseDatabaseWrapper) -> None:
        with on.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")

    def write(self, rows: Sequence[tuple[int, Text]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (id, title, lead, words, title_runs, runs) "
                "VALUES (%s, array_to_tsvector(%s), array_to_tsvector(%s), array_to_tsvector(%s), %s, %s)",
                [self._told(key, text) for key, text in rows],
            )

    def erase(self, rows: Sequence[tuple[int, Text]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", ([key for key, _ in rows],))

    def empty(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE}")

    def tidy(self) -> None:
        """Nothing to do: the database's own vacuum keeps the index."""

    def matching(self, wish: Wish, *, title_only: bool = False) -> Matching:
        clauses, values = [], []
        for word in wish.words:
            titled = title_only or word.title_only
            vector, text = ("title", "title_runs") if titled else ("words", "runs")
            asked = " & ".join(
                f"'{token}'" + (":*" if word.open_end and n == len(word.tokens) - 1 else "")
                for n, token in enumerate(word.tokens)
            )
            clauses.append(f"w.{vector} @@ %s::tsquery")
            values.append(asked)
            if len(word.tokens) > 1:
                clauses.append(f"w.{text} LIKE %s")
                values.append(f"%{word.runs}%")
        return Matching(f"{TABLE} w JOIN {ENTRY} e ON e.id = w.id", " AND ".join(clauses), tuple(values))

    def by_relevance(self, tables: str, where: str, wish: Wish) -> tuple[str, tuple[object, ...]]:
        """How often the words stand in a text for its length, ten times that in the title: of the newest `WEIGHED` hits, for
        ranking all of them reads every text."""
        often = " + ".join(
            ["(length(w.{0}) - length(replace(w.{0}, %s, '')))::float / (length(w.{0}) + {1})"] * len(wish.words)
        )
        weight = f"10 * ({often.format('title_runs', 20)}) + ({often.format('runs', 500)})"
        said = tuple(word.runs for word in wish.words)
        inner = (
            f"SELECT e.item_id, e.id, {weight} AS weight FROM {tables} WHERE {where} ORDER BY e.id DESC LIMIT {WEIGHED}"
        )
        return f"SELECT item_id FROM ({inner}) best ORDER BY weight DESC, id DESC", said + said

    def common(self, asked: Sequence[str], most: int) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT token, (SELECT count(*) FROM (SELECT 1 FROM {TABLE} w WHERE w.title @@ said OR w.lead @@ said LIMIT %s) AS few) "
                "FROM (SELECT token, quote_literal(token)::tsquery AS said FROM unnest(%s::text[]) AS token) AS asked",
                (most, list(asked)),
            )
            return dict(cursor.fetchall())

    def holding(self, asked: Sequence[str], agency: int | None) -> list[tuple[str, int, int, bool]]:
        own, values = ("", [list(asked)]) if agency is None else (" WHERE e.agency_id = %s", [list(asked), agency])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT token, e.id, e.item_id, w.title @@ said "
                "FROM (SELECT token, quote_literal(token)::tsquery AS said FROM unnest(%s::text[]) AS token) AS asked "
                f"JOIN {TABLE} w ON w.title @@ said OR w.lead @@ said JOIN {ENTRY} e ON e.id = w.id{own}",
                values,
            )
            return cursor.fetchall()

    @staticmethod
    def _told(key: int, text: Text) -> tuple[Any, ...]:
        title, lead, body = title_tokens(text.title), list(tokens(text.lead)), tokens(text.body)
        spaced = [" ".join(runs(even(part))) for part in (text.title, text.lead, text.body)]
        return key, title, lead, sorted({*title, *lead, *body}), spaced[0], "  ".join(spaced)


_SQLITE, _POSTGRESQL = Fts5(), Tsvector()
