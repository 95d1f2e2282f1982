"""The desk and the portal with 100 bodies and 20,000 requests: one served process, measured from outside.

    uv run python benchmarks/desk.py [--bodies 100] [--applications 20000] [--largest 3000] [--requests 150]

Fills an installation in a temporary folder, starts `gongkai serve` (one process for site and background), and asks for each page
over one connection, turn by turn with a bare Django view of the same server (the choice of look: no database, no template), so
that every time also stands as a ratio. Queries are counted in this process by the test client on the same database. Prints a
table, ends with status 1 where a page misses its bound.
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

DESK, PORTAL, QUERIES = 200.0, 50.0, 15
BARE = "/look/prefer/?size="


def fill(bodies: int, applications: int, largest: int) -> dict[str, object]:
    """Rows that satisfy every constraint of the register: closed cases with answer, review and service, one in twenty open."""
    from django.core.management import call_command

    import factories
    from gongkai.applications import actions
    from gongkai.applications.models import Applicant, Application, Decision, Letter, Review, Service
    from gongkai.disclosures.actions import index_many
    from gongkai.disclosures.models import Item
    from gongkai.people import clock
    from gongkai.people.journal import log
    from gongkai.people.sealing import blind_index

    call_command("migrate", verbosity=0)
    random = Random(1)
    agencies = [factories.agency(name=f"云岭县第{n}局", slug=f"ju-{n}") for n in range(bodies)]
    first = agencies[0]
    clerk, leader, section = factories.clerk(first), factories.leader(first), factories.section(first)
    with clock.at(date(2026, 9, 11)):
        sample = factories.answered(first, clerk, leader)
    body = sample.letters.get().body
    digest = sample.letters.get().digest
    sizes = [largest] + [(applications - largest) // (bodies - 1)] * (bodies - 1)
    today = clock.today()
    for agency, size in zip(agencies, sizes, strict=True):
        people = Applicant.objects.bulk_create(
            Applicant(
                agency=agency,
                key=blind_index(f"{agency.pk}-{n}"),
                fingerprint=blind_index(f"f{agency.pk}-{n}"),
                kind="natural_person",
                name=f"申请人{n}",
                phone=f"1380000{n % 10000:04d}",
            )
            for n in range(max(1, size // 4))
        )
        cases = []
        for n in range(size):
            received = today - timedelta(days=random.randrange(30, 3000))
            is_open = n % 20 == 0
            if is_open:
                received = today - timedelta(days=random.randrange(1, 25))
            code = f"{agency.pk:05d}{n:05d}"
            cases.append(
                Application(
                    agency=agency,
                    year=2000,
                    serial=n + 1,
                    number=f"{agency.code}公开申〔2000〕{n + 1}号",
                    applicant=random.choice(people),
                    applicant_kind="natural_person",
                    title=f"第{n}件：{random.choice(('征地补偿', '校车采购', '以旧换新补贴', '物业维修资金'))}名单",
                    content="请公开名单和金额",
                    channel="in_person",
                    submitted_on=received,
                    received_on=received,
                    created_at=clock.moment(received),
                    opened_at=clock.moment(received),
                    stage="handling" if is_open else "closed",
                    section=section if agency is first and n % 3 == 0 else None,
                    outcome="" if is_open else "granted",
                    decided_on=None if is_open else received + timedelta(days=20),
                    due_on=received + timedelta(days=28),
                    due_certain=True,
                    routes=["online"],
                    carriers=["electronic"],
                    query_code=code,
                    query_index=blind_index(code),
                )
            )
        Application.objects.bulk_create(cases, batch_size=400)
        closed = [case for case in cases if case.stage == "closed"]
        at = {case.pk: clock.moment(case.decided_on) for case in closed}
        letters = Letter.objects.bulk_create(
            (
                Letter(
                    agency=agency,
                    application=case,
                    code="S2",
                    addressee="申请人",
                    body=body,
                    digest=digest,
                    state="issued",
                    number=f"{agency.code}公开答〔2000〕{case.serial}号",
                    dated=case.decided_on,
                    issued_on=case.decided_on,
                    author=clerk,
                    made_at=at[case.pk],
                )
                for case in closed
            ),
            batch_size=400,
        )
        Review.objects.bulk_create(
            (
                Review(
                    letter=letter,
                    revision=1,
                    step=1,
                    role="leader",
                    author=clerk,
                    digest=digest,
                    asked_at=letter.made_at,
                    by=leader,
                    at=letter.made_at,
                    verdict="approved",
                )
                for letter in letters
            ),
            batch_size=400,
        )
        Service.objects.bulk_create(
            (
                Service(
                    letter=letter,
                    method="direct",
                    signed_on=letter.issued_on,
                    counts_on=letter.issued_on,
                    result="served",
                    recorded_by=clerk,
                    recorded_at=letter.made_at,
                )
                for letter in letters
            ),
            batch_size=400,
        )
        Decision.objects.bulk_create(
            (
                Decision(
                    application=case,
                    answers=factories.GRANTED,
                    leaf="granted",
                    outcome="granted",
                    made_by=clerk,
                    made_at=at[case.pk],
                )
                for case in closed
            ),
            batch_size=400,
        )
        if agency is first:
            for case in cases[:: max(1, size // 500)]:
                for verb in ("application.registered", "application.assigned", "application.searched"):
                    log(verb, case, by=clerk, agency=agency)
        Item.objects.bulk_create(
            Item(agency=agency, title=f"{agency.name}第{n}号公开信息", summary="征地补偿方案", published_on=today)
            for n in range(20)
        )
    index_many(Item.objects.all())
    busy = factories.application(first, clerk)
    for n in range(12):
        actions.record_search(busy, on=today, places=f"档案柜{n}", terms="名单", found=1, by=clerk)
    return {
        "deep": Application.objects.filter(agency=first).order_by("-pk").values_list("pk", flat=True)[largest * 4 // 5],
        "clerk": clerk,
        "agency": first,
        "case": Application.objects.filter(agency=first, stage="closed").first(),
        "busy": busy,
    }


def pages(known: dict[str, object]) -> Iterator[tuple[str, str, float]]:
    """(name, address, bound in ms) of what is measured."""
    agency, case, busy = known["agency"], known["case"], known["busy"]
    yield "today", "/desk/", DESK
    yield "list, open", "/desk/applications/", DESK
    yield "list, all", "/desk/applications/?stage=all", DESK
    yield "list, all, deep", f"/desk/applications/?stage=all&after=~{known['deep']}", DESK
    yield "list, found", "/desk/applications/?stage=all&q=校车采购", DESK
    yield "case, closed", f"/desk/applications/{case.pk}/", DESK
    yield "case, open with 12 searches", f"/desk/applications/{busy.pk}/", DESK
    yield "letters", "/desk/letters/", DESK
    yield "portal home", "/", PORTAL
    yield "portal body", f"/{agency.slug}/", PORTAL
    yield "portal guide", f"/{agency.slug}/guide/", PORTAL
    yield "portal ask", f"/{agency.slug}/ask/", PORTAL
    yield "portal ask, with words", f"/{agency.slug}/ask/?q=征地补偿名单", PORTAL
    yield "portal form", f"/{agency.slug}/ask/write/", PORTAL
    yield "portal search", "/search/?q=补偿", PORTAL
    yield "portal query", "/query/", PORTAL


def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rss(pid: int) -> float:
    """Resident memory of a process and its children, in MB."""
    import psutil

    parent = psutil.Process(pid)
    return sum(each.memory_info().rss for each in [parent, *parent.children(recursive=True)]) / 1e6


def ask(connection: http.client.HTTPConnection, address: str, cookie: str) -> tuple[float, int, int]:
    from urllib.parse import quote

    begun = time.perf_counter()
    connection.request("GET", quote(address, safe="/?=&%"), headers={"Cookie": cookie, "Accept-Encoding": "identity"})
    answer = connection.getresponse()
    size = len(answer.read())
    return (time.perf_counter() - begun) * 1000, answer.status, size


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bodies", type=int, default=100)
    parser.add_argument("--applications", type=int, default=20_000)
    parser.add_argument("--largest", type=int, default=3_000)
    parser.add_argument("--requests", type=int, default=150)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GONGKAI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        Path(folder, "static").mkdir()
        return measure(args.bodies, args.applications, args.largest, args.requests)


def measure(bodies: int, applications: int, largest: int, requests: int) -> int:
    import django

    django.setup()
    from django.db import connection, connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    began = datetime.now()
    known = fill(bodies, applications, largest)
    seconds = (datetime.now() - began).total_seconds()
    client = Client(headers={"host": "localhost"})
    client.force_login(known["clerk"])
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    queries = {}
    for name, address, _ in pages(known):
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
        queries[name] = len(caught)
    connections.close_all()
    where = port()
    command = [sys.executable, "-m", "gongkai", "serve", "--port", str(where), "--home", os.environ["GONGKAI_HOME"]]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", where), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        line = http.client.HTTPConnection("127.0.0.1", where)
        times: dict[str, list[float]] = {name: [] for name, _, _ in pages(known)}
        bare: list[float] = []
        sizes = {}
        for turn in range(requests + 5):
            for name, address, _ in pages(known):
                plain, _, _ = ask(line, BARE, cookie)
                taken, status, sizes[name] = ask(line, address, cookie)
                assert status == 200, (address, status)
                if turn >= 5:
                    times[name].append(taken)
                    bare.append(plain)
        memory = rss(server.pid)
    finally:
        server.terminate()
        server.wait(20)
    return report(known, times, bare, queries, sizes, memory, seconds, bodies, applications)


def report(known, times, bare, queries, sizes, memory, seconds, bodies, applications) -> int:
    print(
        f"{bodies} bodies, {applications} requests, filled in {seconds:.0f} s; memory of the served process {memory:.0f} MB"
    )
    print(f"bare Django view: p50 {statistics.median(bare):.1f} ms, p95 {p95(bare):.1f} ms")
    print(f"{'page':30} {'p50 ms':>8} {'p95 ms':>8} {'bound':>6} {'×bare':>6} {'queries':>8} {'kB':>6}")
    missed = []
    for name, _, bound in pages(known):
        middle, high = statistics.median(times[name]), p95(times[name])
        ratio = middle / statistics.median(bare)
        print(
            f"{name:30} {middle:8.1f} {high:8.1f} {bound:6.0f} {ratio:6.1f} {queries[name]:8} {sizes[name] / 1000:6.1f}"
        )
        if high > bound or queries[name] > QUERIES:
            missed.append(name)
    print("missed: " + ", ".join(missed) if missed else "all within their bounds")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
