"""Publication with 200,000 items: indexing, search, an item's page, the files of the open data; one served process, from outside.

    uv run python benchmarks/publication.py [--items 200000] [--bodies 100] [--days 3650] [--seed 7] [--rounds 3] [--seconds 5]

Fills an installation in a temporary folder with official prose (`prose.py`), two of five items with an attachment whose text is
searched; builds the index and the files; starts `gongkai serve`; and asks over one connection, turn by turn with a bare Django view of
the same server (no database, no template). Each search also stands beside the bare engine: the same words asked of FTS5 in this
process, twenty by its own rank and the twenty newest. Prints every figure with its ratio, ends with status 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import http.client
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from prose import Prose

from desk import BARE, p95, port, rss

SEARCH, PAGE, FIRST_BYTE = 200.0, 150.0, 50.0
"""Bounds in ms: a search and a page at p95, the first byte of the catalogue at p95."""
BATCH = 2_000
LAST = date(2026, 9, 10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--bodies", type=int, default=100)
    parser.add_argument("--days", type=int, default=3_650, help="days over which the items were published")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3, help="how often each word is searched")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long requests a second are counted")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GONGKAI_HOME"] = folder
        # Never the database of an installation.
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        os.environ["GONGKAI_NOW"] = f"{LAST}T12:00"
        Path(folder, "static").mkdir()
        return measure(args)


def measure(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from gongkai.portal.opendata import making, shelf

    call_command("migrate", verbosity=0)
    _, seconds = timed(lambda: fill(args))
    print(f"{args.items:,} items of {args.bodies} bodies, filled in {seconds:.0f} s", flush=True)
    report_index(args.items)
    manifest, seconds = timed(making.make)
    sizes = sum(file.size for file in manifest.files) / 1e6
    print(f"open data: {len(manifest.files)} files, {sizes:.0f} MB, made in {seconds:.0f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of this process at most (filling, indexing, files): {peak:.0f} MB", flush=True)
    words = {2: picked(2, args.seed), 4: picked(4, args.seed + 1)}
    bare = {length: bare_engine(each, args.rounds) for length, each in words.items()}
    addresses = pages(200, args.seed)
    whole = shelf.current()
    assert whole is not None
    connections.close_all()
    where = port()
    command = [
        sys.executable,
        "-m",
        "gongkai",
        "serve",
        "--port",
        str(where),
        "--home",
        os.environ["GONGKAI_HOME"],
        "--no-background",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(where, server)
        missed = asked(where, args, words, bare, addresses)
        print(f"memory of the served process after the run: {rss(server.pid):.0f} MB")
    finally:
        server.terminate()
        server.wait(20)
    print("missed: " + ", ".join(missed) if missed else "all within their bounds")
    return 1 if missed else 0


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun


def fill(args: argparse.Namespace) -> None:
    """Items with their versions and attachments, as releases leave them. Written past the guards, which refuse just this."""
    from django.db import connection, transaction

    from gongkai.agencies.models import Agency
    from gongkai.disclosures import append_only
    from gongkai.disclosures.models import Column, Item, Version, VersionFile
    from gongkai.files.models import StoredFile
    from gongkai.people import clock

    prose = Prose(args.seed)
    bodies = Agency.objects.bulk_create(
        Agency(name=f"云岭县第{n}局", short_name=f"第{n}局", slug=f"b{n}", code=f"云{n}") for n in range(args.bodies)
    )
    columns = Column.objects.bulk_create(
        Column(agency=body, name=f"栏目{n}", slug=f"c{n}", clause=f"20.{1 + n}") for body in bodies for n in range(15)
    )
    stored = StoredFile.objects.create(agency=bodies[0], sha256="0" * 64, size=1, media_type="application/pdf")
    append_only.remove(connection)
    now = clock.now()
    for start in range(0, args.items, BATCH):
        made = range(start, min(start + BATCH, args.items))
        items = [one(prose, bodies, columns, n, args) for n in made]
        with transaction.atomic():
            Item.objects.bulk_create(items, batch_size=500)
            versions = Version.objects.bulk_create(
                (
                    Version(
                        item=item,
                        number=1,
                        title=item.title,
                        html=item.html,
                        fields={},
                        digest=f"{item.pk:064}",
                        at=now,
                    )
                    for item in items
                ),
                batch_size=500,
            )
            VersionFile.objects.bulk_create(
                VersionFile(
                    version=version, file=stored, role="attachment", name="附件.pdf", text="".join(prose.paragraphs(3))
                )
                for version in versions
                if version.item_id % 5 < 2
            )
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE disclosures_item SET current_id = "
                    "(SELECT v.id FROM disclosures_version v WHERE v.item_id = disclosures_item.id) WHERE id BETWEEN %s AND %s",
                    (items[0].pk, items[-1].pk),
                )
    append_only.install(connection)


def one(prose: Prose, bodies: Sequence[Any], columns: Sequence[Any], n: int, args: argparse.Namespace) -> Any:
    """The ``n``-th item: the later, the newer."""
    from gongkai.disclosures.models import Item

    chosen = prose.random
    column = chosen.choice(columns)
    on = LAST - timedelta(days=args.days - 1 - n * args.days // args.items)
    body = bodies[column.agency_id - bodies[0].pk]
    item = Item(
        agency=body,
        column=column,
        clause=column.clause,
        kind=chosen.choice(("other", "other", "other", "answer")),
        title=prose.title(body.name, on.year)[:200],
        html="".join(f"<p>{text}</p>" for text in prose.paragraphs(4)),
        summary=prose.sentence(12)[:200],
        document_number=f"{body.code}发〔{on.year}〕{n}号" if n % 3 == 0 else "",
        index_number=f"4199/{on.year}-{n:06}",
        permanent=f"{on.year}-{n:06}",
        published_on=on,
        made_on=on,
        validity=chosen.choice(("", "", "", "in_force", "in_force", "repealed")),
    )
    item.set_keys()
    return item


def any_of(count: int, some: int, seed: int) -> list[int]:
    """``some`` keys of ``count`` rows that were made one after the other."""
    return Random(seed).sample(range(1, count + 1), min(some, count))


def report_index(count: int) -> None:
    """Build the index as `gongkai reindex` does: time, room, and one item changed."""
    from django.db import connection

    from gongkai.disclosures import search
    from gongkai.disclosures.models import Item

    def size() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("SELECT (SELECT * FROM pragma_page_count) * (SELECT * FROM pragma_page_size)")
            return int(cursor.fetchone()[0])

    def tokens(table: str) -> float:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(sum(length(block)), 0) FROM {table}_data")
            return float(cursor.fetchone()[0]) / 1e6

    before = size()
    _, seconds = timed(lambda: list(search.rebuild()))
    with connection.cursor() as cursor:
        # As a database stands after its nightly care; SQLite else knows nothing of rows that came in bulk.
        cursor.execute("ANALYZE")
    grown = (size() - before) / 1e6
    print(
        f"index built in {seconds:.0f} s ({count / seconds:,.0f} items/s); {before / 1e6:,.0f} MB before, {grown:,.0f} MB more: tokens "
        f"{tokens('disclosures_searchwords'):,.0f} MB, of titles {tokens('disclosures_searchnames'):,.0f} MB, the rest texts and entries",
        flush=True,
    )
    some = list(Item.objects.filter(pk__in=any_of(count, 50, 3)))
    times = [1000 * timed(lambda item=item: search.index(item))[1] for item in some]  # type: ignore[misc]
    print(f"one item indexed again: p50 {statistics.median(times):.1f} ms, p95 {p95(times):.1f} ms", flush=True)


def picked(length: int, seed: int) -> list[str]:
    """Twenty words of so many characters that do occur: half of them frequent, half as they stand anywhere in a text."""
    from prose import HEAD

    from gongkai.disclosures.grams import even, is_han, runs
    from gongkai.disclosures.models import SearchEntry, SearchText

    chosen = Random(seed)
    often = [word for word in HEAD if len(word) == length]
    found = chosen.sample(often, min(10, len(often)))
    entries = SearchEntry.objects.filter(item__in=any_of(SearchEntry.objects.count(), 60, seed)).values("pk")
    texts = list(SearchText.objects.filter(pk__in=entries).order_by("pk").values_list("body", flat=True))
    while len(found) < 20:
        run = chosen.choice([run for run in runs(even(chosen.choice(texts))) if is_han(run) and len(run) >= length])
        start = chosen.randrange(len(run) - length + 1)
        found.append(run[start : start + length])
    return found


def bare_engine(words: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """The same words asked of FTS5 alone."""
    from django.db import connection

    from gongkai.disclosures.search.engines import TABLE, engine
    from gongkai.disclosures.search.wishes import wish

    times: dict[str, list[float]] = {"rank": [], "rowid DESC": []}
    with connection.cursor() as cursor:
        for _ in range(rounds):
            for word in words:
                for order, kept in times.items():
                    sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY {order} LIMIT 20"
                    values = engine().matching(wish(word)).values
                    begun = time.perf_counter()
                    cursor.execute(sql, values)
                    cursor.fetchall()
                    kept.append((time.perf_counter() - begun) * 1000)
    return times


def pages(count: int, seed: int) -> list[str]:
    from gongkai.disclosures.models import Item

    chosen = Item.objects.filter(pk__in=any_of(Item.objects.count(), count, seed))
    return [f"/info/{permanent}/" for permanent in chosen.order_by("index_number").values_list("permanent", flat=True)]


def wait_for(where: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the server did not start; was the program changed meanwhile?")
        try:
            socket.create_connection(("127.0.0.1", where), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


class Line:
    """A connection that comes from another loopback address every hundred requests: searches are limited by address."""

    def __init__(self, where: int) -> None:
        self.where, self.used, self.host = where, 0, 1
        self.line = self._new()

    def _new(self) -> http.client.HTTPConnection:
        self.host += 1
        source = f"127.0.{self.host // 250}.{1 + self.host % 250}"
        return http.client.HTTPConnection("127.0.0.1", self.where, source_address=(source, 0))

    def ask(self, address: str) -> tuple[float, int, bytes]:
        """(ms, status, body)."""
        self.used += 1
        if self.used % 100 == 0:
            self.line.close()
            self.line = self._new()
        begun = time.perf_counter()
        self.line.request("GET", quote(address, safe="/?=&%"), headers={"Accept-Encoding": "identity"})
        answer = self.line.getresponse()
        body = answer.read()
        return (time.perf_counter() - begun) * 1000, answer.status, body


def asked(
    where: int,
    args: argparse.Namespace,
    words: dict[int, list[str]],
    engine: dict[int, dict[str, list[float]]],
    addresses: list[str],
) -> list[str]:
    """Ask for everything, print it, and say what missed its bound."""
    line, missed = Line(where), []
    for address in (BARE, "/search/?q=预算", addresses[0], "/"):
        line.ask(address)
    bare: list[float] = []

    def turns(each: Sequence[str], rounds: int) -> tuple[list[float], int]:
        times, most = [], 0
        for _ in range(rounds):
            for address in each:
                bare.append(line.ask(BARE)[0])
                taken, status, body = line.ask(address)
                assert status == 200, (address, status)
                times.append(taken)
                most = max(most, len(body))
        return times, most

    rows: list[tuple[str, list[float], int, float | None, str]] = []
    for length, each in words.items():
        ranked, newest = engine[length]["rank"], engine[length]["rowid DESC"]
        beside = f"engine alone: by rank {spread(ranked)}; newest {spread(newest)}"
        for name, more in (("", ""), (", by relevance", "&order=relevance"), (", narrowed", "&agency=b3&year=2024")):
            times, size = turns([f"/search/?q={word}{more}" for word in each], args.rounds)
            rows.append((f"search, {length} characters{name}", times, size, SEARCH, "" if name else beside))
    for name, each in (
        ("search, page 40", [f"/search/?q={word}&page=40" for word in words[2]]),
        ("search, nothing typed", ["/search/"] * 20),
        ("item page", addresses),
        ("api, items", [f"/api/v1/items?agency=b{n}" for n in range(20)]),
        ("api, items found", [f"/api/v1/items?q={word}" for word in words[2]]),
        ("suggestions", [f"/ask/suggest/?q=请公开{a}和{b}的名单" for a, b in zip(words[2], words[4], strict=True)]),
    ):
        times, size = turns(each, 1)
        rows.append((name, times, size, PAGE if name == "item page" else SEARCH, ""))
    print(f"bare Django view: p50 {statistics.median(bare):.1f} ms, p95 {p95(bare):.1f} ms")
    print(f"{'asked':34} {'p50 ms':>8} {'p95 ms':>8} {'max':>8} {'bound':>6} {'×bare':>6} {'kB':>6}")
    for name, times, size, bound, beside in rows:
        ratio = statistics.median(times) / statistics.median(bare)
        print(
            f"{name:34} {statistics.median(times):8.1f} {p95(times):8.1f} {max(times):8.1f} {bound:6.0f} {ratio:6.1f} {size / 1000:6.1f}"
        )
        if beside:
            print(f"{'':34} {beside}")
        if bound is not None and p95(times) > bound:
            missed.append(name)
    for name, address in (
        ("catalogue", "/opendata/catalogue.csv"),
        ("catalogue of one body", "/opendata/catalogue-b3.csv"),
    ):
        firsts, size, seconds = first_bytes(where, address)
        print(
            f"{name}: first byte p50 {statistics.median(firsts):.1f} ms, p95 {p95(firsts):.1f} ms (bound {FIRST_BYTE:.0f}); "
            f"{size / 1e6:.1f} MB whole in {seconds:.2f} s"
        )
        if p95(firsts) > FIRST_BYTE:
            missed.append(name)
    plain, item = (per_second(where, each, args.seconds) for each in ([BARE], addresses))
    print(f"requests/s over four connections: item page {item:.0f}, bare view {plain:.0f} ({item / plain:.2f} of it)")
    return missed


def spread(times: Sequence[float]) -> str:
    return f"p50 {statistics.median(times):.1f} p95 {p95(times):.1f}"


def first_bytes(where: int, address: str) -> tuple[list[float], int, float]:
    """Milliseconds until the first byte of the body, twenty times; its size and how long the whole takes."""
    firsts = []
    for _ in range(21):
        with socket.create_connection(("127.0.0.1", where)) as line:
            begun = time.perf_counter()
            line.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            data = b""
            while b"\r\n\r\n" not in data or data.endswith(b"\r\n\r\n"):
                data += line.recv(4096)
            firsts.append((time.perf_counter() - begun) * 1000)
    (_, status, body), seconds = timed(lambda: Line(where).ask(address))
    assert status == 200
    return firsts[1:], len(body), seconds


def per_second(where: int, addresses: Sequence[str], seconds: float) -> float:
    """Answers a second to four connections that ask without a pause. The asking takes its share of the same machine."""
    until = time.perf_counter() + seconds

    def work(place: int) -> int:
        line, done = Line(where), 0
        for address in endless(addresses, place):
            line.ask(address)
            done += 1
            if time.perf_counter() > until:
                return done
        return done

    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(work, range(4))) / seconds


def endless(addresses: Sequence[str], start: int) -> Iterator[str]:
    place = start
    while True:
        yield addresses[place % len(addresses)]
        place += 1


if __name__ == "__main__":
    raise SystemExit(main())
