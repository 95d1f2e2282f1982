"""Attempts past the actions: the models themselves, and raw SQL. The database refuses (gongkai.disclosures.append_only)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.db.models import F

from disclosures.attacks.scene import HTML, SECRET, TITLE, Scene
from gongkai.disclosures.models import Draft, DraftFile, ForcedRelease, Item, ItemNumber, Review, Version, VersionFile
from gongkai.people import clock

Attempt = Callable[[Scene], object]
ATTEMPTS: dict[str, Attempt] = {}
REFUSED_BY_THE_DATABASE: set[str] = set()
"""The attempts that must end in the database's own refusal, not only in nothing shown."""


def attempt(run: Attempt) -> Attempt:
    name = run.__name__.replace("_", " ")
    ATTEMPTS[name] = run
    REFUSED_BY_THE_DATABASE.add(name)
    return run


def version_of(of: Draft, **values: object) -> Version:
    given: dict[str, object] = {
        "item": of.item,
        "number": of.item.versions.count() + 1,
        "title": of.title,
        "html": of.html,
        "fields": {},
        "digest": of.digest,
        "draft": of,
        "revision": of.revision,
        "at": clock.now(),
    }
    return Version.objects.create(**{**given, **values})


# The item.
def _item(name: str, **values: object) -> None:
    def run(scene: Scene) -> None:
        Item.objects.filter(pk=scene.public.pk).update(**values)

    ATTEMPTS[name] = run
    REFUSED_BY_THE_DATABASE.add(name)


_item("set the title of a public item", title=TITLE)
_item("set the text of a public item", html=HTML)
_item("set the summary of a public item", summary=SECRET)
_item("set the document number of a public item", document_number=SECRET)
_item("set the keywords of a public item", keywords=SECRET)
_item("set the source of a public item", source=SECRET)
_item("set the details of a public item", details={"note": SECRET})
_item("add to the text of a public item", html=F("html") + HTML)  # type: ignore[arg-type]
_item("take the version of a public item away", current=None)
_item("give a public item another permanent address", permanent="2026-99999")
_item("give a public item another index number", index_number="x")


@attempt
def save_a_public_item_with_another_text(scene: Scene) -> None:
    item = Item.objects.get(pk=scene.public.pk)
    item.title, item.html = TITLE, HTML
    item.save()


@attempt
def update_many_items_at_once(scene: Scene) -> None:
    item = Item.objects.get(pk=scene.public.pk)
    item.html = HTML
    Item.objects.bulk_update([item], ["html"])


@attempt
def make_a_public_item(scene: Scene) -> None:
    Item.objects.create(agency=scene.house.agency, title=TITLE, html=HTML, published_on=clock.today())


@attempt
def make_many_public_items(scene: Scene) -> None:
    Item.objects.bulk_create([Item(agency=scene.house.agency, title=TITLE, published_on=clock.today())])


@attempt
def make_an_item_with_another_items_version(scene: Scene) -> None:
    Item.objects.create(agency=scene.house.agency, title=TITLE, html=HTML, current=scene.public.current)


@attempt
def make_the_item_of_a_draft_public(scene: Scene) -> None:
    Item.objects.filter(pk=scene.drafts["first"].item_id).update(title=TITLE, html=HTML, published_on=clock.today())


@attempt
def point_the_item_of_a_draft_to_another_items_version(scene: Scene) -> None:
    Item.objects.filter(pk=scene.drafts["first"].item_id).update(
        title=TITLE, html=HTML, current=scene.public.current, published_on=clock.today()
    )


@attempt
def delete_a_public_item(scene: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosures_item WHERE id = %s", [scene.public.pk])


@attempt
def let_a_withdrawn_item_back_in(scene: Scene) -> None:
    Item.objects.filter(pk=scene.public.pk).update(withdrawn_at=clock.now())
    Item.objects.filter(pk=scene.public.pk).update(withdrawn_at=None)


# The version.
def _version(name: str, key: str, **values: object) -> None:
    def run(scene: Scene) -> None:
        version_of(Draft.objects.get(pk=scene.drafts[key].pk), **values)

    ATTEMPTS[name] = run
    REFUSED_BY_THE_DATABASE.add(name)


_version("make a version of a draft", "draft")
_version("make a version of a draft at its first step", "first")
_version("make a version of a draft at its last step", "last")
_version("make a version of a change under review", "change")
_version("make a version of what is withheld", "decided")
_version("make a version of an approved draft with another text", "scheduled", html=f"<p>{SECRET}，另一句</p>")
_version("make a version of an approved draft with another title", "scheduled", title=f"{SECRET}另一个名称")
_version("make a version of an approved draft with another digest", "scheduled", digest="0" * 64)
_version("make a version of an approved draft for another round", "scheduled", revision=99)
_version("make a forced version by nobody", "first", forced=True)
_version("make a version without its draft", "first", draft=None)
_version("make a forced version without its draft", "first", draft=None, forced=True)


@attempt
def make_a_forced_version_by_the_author(scene: Scene) -> None:
    draft = scene.drafts["first"]
    version_of(draft, forced=True, by=draft.author)


@attempt
def show_a_forced_version_without_its_record(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["first"].pk)
    version = version_of(draft, forced=True, by=scene.house.leader)
    Item.objects.filter(pk=draft.item_id).update(
        title=draft.title, html=draft.html, current=version, published_on=clock.today()
    )


@attempt
def record_a_forced_release_for_a_version_that_was_not(scene: Scene) -> None:
    _forced(scene, scene.public.current, "暴雨预警")


@attempt
def record_a_forced_release_without_a_reason(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["first"].pk)
    _forced(scene, version_of(draft, forced=True, by=scene.house.leader), "")


def _forced(scene: Scene, version: Version, reason: str) -> ForcedRelease:
    return ForcedRelease.objects.create(
        item=version.item,
        draft=version.draft,
        version=version,
        reason=reason,
        by=scene.house.leader,
        at=clock.now(),
        review_by=clock.today(),
    )


@attempt
def change_the_text_of_a_version(scene: Scene) -> None:
    Version.objects.filter(pk=scene.public.current_id).update(html=HTML)


@attempt
def change_the_fields_of_a_version(scene: Scene) -> None:
    Version.objects.filter(pk=scene.public.current_id).update(fields={"summary": SECRET})


@attempt
def delete_a_version(scene: Scene) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM disclosures_version WHERE id = %s", [scene.public.current_id])


@attempt
def add_a_file_to_a_public_version(scene: Scene) -> None:
    file = scene.drafts["first"].files.first()
    VersionFile.objects.create(
        version=scene.public.current, file=file.file, role="attachment", name=SECRET, text=SECRET
    )


# The draft.
def _draft(name: str, key: str, **values: object) -> None:
    def run(scene: Scene) -> None:
        Draft.objects.filter(pk=scene.drafts[key].pk).update(**values)

    ATTEMPTS[name] = run
    REFUSED_BY_THE_DATABASE.add(name)


_draft("mark a draft as approved", "draft", stage="approved")
_draft("mark a draft under review as approved", "first", stage="approved")
_draft("mark a draft at its last step as approved", "last", stage="approved")
_draft("mark a draft as released", "first", stage="released")
_draft("mark an approved draft as released", "scheduled", stage="released")
_draft("mark a draft as decided", "first", stage="decided")
_draft("change the text of an approved draft", "scheduled", html=f"<p>{SECRET}，另一句</p>")
_draft("change the title of an approved draft", "scheduled", title=f"{SECRET}另一个名称")
_draft("change the summary of an approved draft", "scheduled", summary=f"{SECRET}另")
_draft("change the digest of an approved draft", "scheduled", digest="0" * 64)
_draft("change the attribute of a decided draft", "decided", attribute="proactive")
_draft("take an approved draft back with its approvals", "scheduled", stage="draft")
_draft("take a decided draft back with its approvals", "decided", stage="draft")


@attempt
def give_a_draft_another_author(scene: Scene) -> None:
    Draft.objects.filter(pk=scene.drafts["last"].pk).update(author=scene.house.clerk)


@attempt
def give_an_approved_draft_the_item_that_is_public(scene: Scene) -> None:
    Draft.objects.filter(pk=scene.drafts["scheduled"].pk).update(item=scene.public)


@attempt
def make_an_approved_draft(scene: Scene) -> None:
    draft = Draft.objects.get(pk=scene.drafts["scheduled"].pk)
    draft.pk, draft.item_id = None, Item.objects.create(agency=scene.house.agency).pk
    draft._state.adding = True
    draft.save()


@attempt
def add_a_file_to_an_approved_draft(scene: Scene) -> None:
    file = scene.drafts["first"].files.first()
    DraftFile.objects.create(
        draft=scene.drafts["scheduled"],
        file=file.file,
        role="attachment",
        name=SECRET,
        added_at=clock.now(),
        added_by=scene.house.contributor,
    )


@attempt
def rename_a_file_of_an_approved_draft(scene: Scene) -> None:
    DraftFile.objects.filter(draft=scene.drafts["scheduled"]).update(name=f"{SECRET}另")


@attempt
def take_a_file_from_an_approved_draft(scene: Scene) -> None:
    DraftFile.objects.filter(draft=scene.drafts["scheduled"]).update(removed_at=clock.now())


@attempt
def delete_a_file_of_an_approved_draft(scene: Scene) -> None:
    DraftFile.objects.filter(draft=scene.drafts["scheduled"]).delete()


@attempt
def forget_who_wrote(scene: Scene) -> None:
    scene.drafts["last"].hands.clear()


# The review.
def open_step(scene: Scene, key: str = "last") -> Review:
    return Draft.objects.get(pk=scene.drafts[key].pk).reviews.filter(verdict="", voided_at=None).order_by("step")[0]


def _review(name: str, who: str, key: str = "last", **values: object) -> None:
    def run(scene: Scene) -> None:
        given = {"verdict": "approved", "at": clock.now(), "by": scene.people[who], **values}
        Review.objects.filter(pk=open_step(scene, key).pk).update(**given)

    ATTEMPTS[name] = run
    REFUSED_BY_THE_DATABASE.add(name)


_review("write an approval of the author", "contributor")
_review("write a second approval of one person", "section_head")
_review("write an approval of the author under another name", "contributor", author_id=1)
_review("write an approval of another text", "leader", digest="0" * 64)
_review("write an approval without a moment", "leader", at=None)
_review("write an approval for another role", "leader", role="clerk")


@attempt
def write_an_approval_by_nobody(scene: Scene) -> None:
    Review.objects.filter(pk=open_step(scene).pk).update(verdict="approved", at=clock.now())


@attempt
def write_the_last_approval_before_its_turn(scene: Scene) -> None:
    step = scene.drafts["first"].reviews.order_by("-step").first()
    Review.objects.filter(pk=step.pk).update(verdict="approved", at=clock.now(), by=scene.house.leader)


@attempt
def make_an_approval(scene: Scene) -> None:
    step = open_step(scene)
    Review.objects.filter(pk=step.pk).update(voided_at=clock.now())
    step.pk, step.verdict, step.at, step.by = None, "approved", clock.now(), scene.house.leader
    step._state.adding = True
    step.save()


@attempt
def delete_the_step_that_waits(scene: Scene) -> None:
    Review.objects.filter(pk=open_step(scene).pk).delete()


@attempt
def let_the_step_that_waits_lapse_and_approve(scene: Scene) -> None:
    Review.objects.filter(pk=open_step(scene).pk).update(voided_at=clock.now())
    Draft.objects.filter(pk=scene.drafts["last"].pk).update(stage="approved")


@attempt
def make_the_round_shorter_and_approve(scene: Scene) -> None:
    scene.drafts["last"].reviews.update(total=2)


@attempt
def wake_an_approval_that_lapsed(scene: Scene) -> None:
    scene.drafts["last"].reviews.filter(step=1).update(voided_at=clock.now())
    scene.drafts["last"].reviews.filter(step=1).update(voided_at=None)


@attempt
def turn_a_return_into_an_approval(scene: Scene) -> None:
    step = scene.drafts["last"].reviews.get(step=1)
    Review.objects.filter(pk=step.pk).update(verdict="returned")


@attempt
def give_a_number_twice(scene: Scene) -> None:
    ItemNumber.objects.update(last=0)


# Raw SQL.
def sql(name: str, statement: str, *values: Callable[[Scene], object]) -> None:
    def run(scene: Scene) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [value(scene) for value in values])

    ATTEMPTS[f"sql: {name}"] = run
    REFUSED_BY_THE_DATABASE.add(f"sql: {name}")


def _public(scene: Scene) -> int:
    return scene.public.pk


def _scheduled(scene: Scene) -> int:
    return scene.drafts["scheduled"].pk


sql("the text of an item", f"UPDATE disclosures_item SET html = '{HTML}' WHERE id = %s", _public)
sql("the titles of all items", f"UPDATE disclosures_item SET title = '{TITLE}'  WHERE current_id IS NOT NULL")
sql("every version", f"UPDATE disclosures_version SET html = '{HTML}'")
sql("no versions", "DELETE FROM disclosures_version")
sql("no reviews", "DELETE FROM disclosures_review")
sql(
    "every review approved",
    "UPDATE disclosures_review SET verdict = 'approved', by_id = author_id, at = asked_at WHERE verdict = ''",
)
sql("every draft approved", "UPDATE disclosures_draft SET stage = 'approved' WHERE stage = 'reviewing'")
sql("an approved text", f"UPDATE disclosures_draft SET html = '<p>{SECRET}！</p>' WHERE id = %s", _scheduled)
sql("no hands", "DELETE FROM disclosures_draft_hands")
sql("numbers again", "UPDATE disclosures_itemnumber SET last = last - 1")
sql("no numbers", "DELETE FROM disclosures_itemnumber")
sql(
    "files of a version under another name",
    f"UPDATE disclosures_draftfile SET name = '{SECRET}' || id WHERE draft_id = %s",
    _scheduled,
)


@attempt
def put_a_version_in_the_place_of_another(scene: Scene) -> None:
    """SQLite's REPLACE; on PostgreSQL, where there is none, TRUNCATE."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT OR REPLACE INTO disclosures_version (id, item_id, number, title, html, fields, digest, note, draft_id,"
                " revision, forced, by_id, at) SELECT id, item_id, number, %s, %s, fields, digest, note, draft_id, revision,"
                " forced, by_id, at FROM disclosures_version WHERE id = %s",
                [TITLE, HTML, scene.public.current_id],
            )
        else:
            cursor.execute("TRUNCATE disclosures_version CASCADE")


@attempt
def put_a_review_in_the_place_of_another(scene: Scene) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            names = [field.column for field in Review._meta.concrete_fields]
            shown = ["'approved'" if name == "verdict" else name for name in names]
            cursor.execute(
                f"INSERT OR REPLACE INTO disclosures_review ({', '.join(names)}) SELECT {', '.join(shown)}"
                " FROM disclosures_review WHERE id = %s",
                [open_step(scene).pk],
            )
        else:
            cursor.execute("TRUNCATE disclosures_review CASCADE")
