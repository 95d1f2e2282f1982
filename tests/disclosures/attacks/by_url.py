"""Attempts over the addresses of the desk: every one that moves a draft, by everybody whose press of it must not be enough."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from disclosures.attacks.scene import SECRET, Scene
from gongkai.disclosures import checklists
from gongkai.disclosures.models import Draft, Review

Payload = Callable[[Scene, Draft], dict[str, object]]
REASON = "暴雨红色预警，等不及审核"
INSIDERS = (
    "contributor",
    "section_head",
    "clerk",
    "office_head",
    "leader",
    "chief",
    "auditor",
    "administrator",
    "supervisor",
)
OUTSIDERS = ("nobody", "other clerk", "other office_head", "other leader", "other chief")
EVERYBODY = (*INSIDERS, *OUTSIDERS)
AUTHORS = ("contributor",)


def step_of(draft: Draft) -> Review:
    """The step whose turn it is; of a draft that is under no review, one that is not its own."""
    own = draft.reviews.filter(voided_at=None, verdict="").order_by("step").first()
    found = own or Review.objects.filter(draft=draft).order_by("-pk").first()
    return found or Review.objects.order_by("pk").first()  # type: ignore[return-value]


def approval(scene: Scene, draft: Draft) -> dict[str, object]:
    step = step_of(draft)
    return {
        "verdict": "approve",
        "digest": draft.digest,
        "checklist": list(checklists.points(step.role)),
        "conclusion": "publish",
    }


def ticked(scene: Scene, draft: Draft) -> dict[str, object]:
    steps = list(draft.reviews.filter(voided_at=None))
    return {"review": [s.pk for s in steps], **{f"digest_r{s.pk}": draft.digest for s in steps}}


def forced(scene: Scene, draft: Draft) -> dict[str, object]:
    return {"reason": REASON, "digest": draft.digest, "channels": ["portal"]}


def plain(**values: object) -> Payload:
    return lambda scene, draft: {"version": draft.version, **values}


TRIES: tuple[tuple[str, str, Payload], ...] = (
    ("approve", "/desk/approvals/info/{review}/", approval),
    ("approve many", "/desk/approvals/", ticked),
    ("release", "/desk/info/{draft}/release/", plain()),
    ("send", "/desk/info/{draft}/send/", plain()),
    ("write and send", "/desk/info/{draft}/edit/", plain(html=f"<p>{SECRET}</p>", title=SECRET, send="1")),
    ("put back", "/desk/info/items/{item}/put-back/", plain()),
    ("change", "/desk/info/items/{item}/change/", plain()),
    ("open", "/desk/info/{draft}/open/", plain()),
    ("answer a doubt", "/desk/info/{draft}/doubt/", plain(conclusion="publish", text="可以公开", on="2026-09-11")),
    ("restore", "/desk/info/{draft}/restore/", plain()),
)
"""What somebody may try on a draft: name, address, what is sent."""

MAY_APPROVE_LAST = ("leader",)


def rows() -> list[tuple[str, str, str, str, Payload]]:
    """(name, who, draft, address, payload) of every attempt that must leave nothing public."""
    found = []
    for (name, address, payload), who in product(TRIES, EVERYBODY):
        # The stage at which the press would do most; who may lawfully do it there is left out.
        stage = {
            "release": "scheduled",
            "open": "decided",
            "restore": "draft",
            "put back": "change",
            "change": "change",
        }.get(name, "last")
        if name in ("approve", "approve many") and who in MAY_APPROVE_LAST:
            stage = "first"
        if name == "release" and who in ("clerk", "office_head"):
            stage = "last"
        found.append((f"{name} {stage} as {who}", who, stage, address, payload))
    # Forcing: everybody but a leader of the body, and leaders without a reason or with another text before their eyes.
    for who in EVERYBODY:
        if who not in ("leader", "chief"):
            found.append((f"force as {who}", who, "first", "/desk/info/{draft}/force/", forced))
    for who, (what, sent) in product(
        ("leader", "chief"),
        (
            ("without a reason", {"reason": ""}),
            ("for a blank reason", {"reason": "        "}),
            ("for a short reason", {"reason": "急"}),
            ("with another digest", {"digest": "0" * 64}),
            ("without a digest", {"digest": ""}),
        ),
    ):
        found.append(
            (
                f"force {what} as {who}",
                who,
                "first",
                "/desk/info/{draft}/force/",
                lambda scene, draft, sent=sent: {**forced(scene, draft), **sent},
            )
        )
    # The author, with every step of the own draft in the address.
    for stage in ("first", "second", "last", "change"):
        found.append(
            (f"approve {stage} as the author", "contributor", stage, "/desk/approvals/info/{review}/", approval)
        )
    return found


ROWS = rows()


def run(scene: Scene, row: tuple[str, str, str, str, Payload]) -> None:
    _, who, stage, address, payload = row
    draft = scene.drafts[stage]
    place = address.format(review=step_of(draft).pk, draft=draft.pk, item=draft.item_id)
    scene.client(who).post(place, payload(scene, draft))
