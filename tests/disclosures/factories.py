"""Columns, drafts and released items for tests: plainly fictional, nothing surprising inside.

A draft goes the real way: `draft` begins it, `approve` lets people review it, `released_item` does all of it. `old_item` is what an
older system had (`published.take_over`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

import factories
from gongkai.agencies.models import Agency, Section
from gongkai.disclosures import actions, checklists, published
from gongkai.disclosures.actions import SecrecyAnswer
from gongkai.disclosures.models import Column, Draft, Item, Review
from gongkai.people import clock
from gongkai.people.models import Account, Role

_COUNT = count(1)
TEXT = "<p>云岭县商务局制定了今年的工作安排，现予公布。</p>\n<p>各股室按照分工办理。</p>"


@dataclass
class House:
    """A body with one person in every role of the usual chain."""

    agency: Agency
    section: Section
    contributor: Account
    section_head: Account
    clerk: Account
    office_head: Account
    leader: Account
    chief: Account
    column: Column

    @property
    def chain(self) -> tuple[Account, ...]:
        """Who reviews, in order."""
        return (self.section_head, self.office_head, self.leader)


def house(**values: object) -> House:
    """A bureau ready to publish."""
    of = factories.agency(**values)
    section = factories.section(of)
    return House(
        of,
        section,
        factories.account(of, Role.CONTRIBUTOR, section=section, name="陈思远"),
        factories.account(of, Role.SECTION_HEAD, section=section, name="张凯"),
        factories.clerk(of),
        factories.office_head(of),
        factories.leader(of),
        factories.account(of, Role.CHIEF, name="周正明"),
        column(of, section=section),
    )


def column(of: Agency, name: str = "部门文件", **values: object) -> Column:
    n = next(_COUNT)
    return Column.objects.create(**{"agency": of, "name": name, "slug": f"lm{n}", "clause": "20.15", **values})


def draft(house: House, *, by: Account | None = None, title: str = "", html: str = TEXT, **fields: object) -> Draft:
    """A draft that could be submitted as it is. ``by``: the contributor unless told."""
    n = next(_COUNT)
    given = {"made_on": clock.today(), "summary": "今年的工作安排", **fields}
    return actions.begin(
        house.agency,
        by=by or house.contributor,
        section=given.pop("section", house.section),
        column=given.pop("column", house.column),
        kind=str(given.pop("kind", "other")),
        title=title or f"云岭县第{n}号工作安排",
        html=html,
        fields=given,
    )


def waiting(draft: Draft) -> Review:
    """The first step of a draft that waits for a verdict."""
    found = draft.reviews.filter(verdict="", voided_at=None, revision=draft.revision).order_by("step", "place").first()
    assert found is not None, "no step of this draft waits"
    return found


def verdict(review: Review, by: Account, *, approve: bool = True, comment: str = "", **more: object) -> None:
    """One verdict as a person gives it who has looked at everything."""
    given = {
        "digest": review.draft.digest,
        "checklist": tuple(checklists.points(review.role)),
        "secrecy": SecrecyAnswer.clear() if review.secrecy and approve else None,
        **more,
    }
    actions.review(review, approve=approve, by=by, comment=comment, **given)  # type: ignore[arg-type]


def submitted(house: House, **values: object) -> Draft:
    """A draft at its first step."""
    made = draft(house, **values)  # type: ignore[arg-type]
    actions.submit(made, by=made.author)
    return made


def approve(draft: Draft, *people: Account) -> Draft:
    """Let ``people`` approve the waiting steps in order; after the last of the chain the draft is released."""
    for by in people:
        draft.refresh_from_db()
        verdict(waiting(draft), by)
    draft.refresh_from_db()
    return draft


def released_item(house: House, *, on: date | None = None, **values: object) -> Item:
    """An item that went the whole way, ``on`` (today)."""
    with clock.at(on or clock.now()):
        made = approve(submitted(house, **values), *house.chain)
    return Item.objects.get(pk=made.item_id)


def old_item(of: Agency, title: str = "关于公布办事指南的通知", *, on: date | None = None, **values: object) -> Item:
    """An item that was taken over from an older system, without a review here."""
    return published.take_over([Item(agency=of, title=title, published_on=on or clock.today(), **values)])[0]
