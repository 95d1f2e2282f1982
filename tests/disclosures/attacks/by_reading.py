"""Attempts of the public: addresses of drafts, versions and files guessed, and the desk without a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from disclosures.attacks.scene import SECRET, Scene

Address = Callable[[Scene], str]


def _over(keys: tuple[str, ...], name: str, address: Callable[[Scene, str], str]) -> Iterator[tuple[str, Address]]:
    for key in keys:
        yield f"{name} {key}", lambda scene, key=key: address(scene, key)


ALL = ("draft", "first", "last", "scheduled", "change", "decided")


def rows() -> Iterator[tuple[str, Address]]:
    yield from _over(ALL, "the item of", lambda s, k: f"/item/{s.drafts[k].item_id}/")
    yield from _over(ALL, "a desk page of", lambda s, k: f"/desk/info/{s.drafts[k].pk}/")
    yield from _over(ALL, "the preview of", lambda s, k: f"/desk/info/{s.drafts[k].pk}/preview/")
    yield from _over(ALL, "the sheet of", lambda s, k: f"/desk/info/{s.drafts[k].pk}/sheet.pdf")
    yield from _over(ALL, "the history of", lambda s, k: f"/desk/info/items/{s.drafts[k].item_id}/")
    yield from _over(
        ("first", "scheduled", "change"),
        "a file of",
        lambda s, k: (
            f"/info/{s.public.permanent}/files/{(s.drafts[k].files.first() or s.drafts['first'].files.first()).pk}/"
        ),
    )
    yield from _over(
        ("first", "scheduled"),
        "a desk file of",
        lambda s, k: f"/desk/info/{s.drafts[k].pk}/files/{s.drafts[k].files.first().pk}/",
    )
    for n in range(1, 9):
        yield f"the permanent address {n}", lambda s, n=n: f"/info/2026-{n:05}/"
    for n in (2, 3, 99):
        yield f"version {n} of what is public", lambda s, n=n: f"/info/{s.public.permanent}/versions/{n}/"
        yield f"snapshot {n} of what is public", lambda s, n=n: f"/info/{s.public.permanent}/versions/{n}/snapshot.json"
    yield "the changes of what is public", lambda s: f"/info/{s.public.permanent}/versions/2/changes/"
    yield "everything of what is public in one file", lambda s: f"/info/{s.public.permanent}/files.zip"
    for stage in ("draft", "reviewing", "approved"):
        yield f"the API for {stage}", lambda s, stage=stage: f"/api/v1/items?stage={stage}&q=管理办法"
    for key in ("first", "scheduled"):
        yield f"the API for the item of {key}", lambda s, key=key: f"/api/v1/items/{s.drafts[key].item_id}"
    for place in ("/api/v1/documents", "/api/v1/columns", "/sitemap.xml", "/sitemap/1.xml", "/feed.rss", "/feed.atom",
                  "/opendata/", "/opendata/manifest.json", "/opendata/history.jsonl", "/search/results.csv?q=管理办法",
                  "/ask/suggest/?q=管理办法", "/shangwu/catalogue/", "/shangwu/columns/lm1/"):  # fmt: skip
        yield f"the place {place}", lambda s, place=place: place
    yield "the search by a word of the secret", lambda s: f"/search/results.csv?q={SECRET}"


ROWS = tuple(rows())
