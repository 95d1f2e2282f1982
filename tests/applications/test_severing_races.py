"""Two people at the same moment over one file, each with a connection of their own, on SQLite in a file and on the server of
``DATABASE_URL``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import factories
from disclosures.attacks.test_races import at_once, elsewhere
from gongkai.applications import actions, letter_facts
from gongkai.applications.case_files import add
from gongkai.applications.models import Application, CaseFile, Letter
from gongkai.files.uploads import Upload
from gongkai.people.models import Account
from gongkai.redaction import Characters
from gongkai.severance.marks import Mark
from gongkai.severance.models import Severance

DAY = date(2026, 9, 11)
TEXT = "补贴企业名单\n恒达机械有限公司 30万元\n联系人手机 13800138000\n"
PHONE = Mark(Characters("3", 6, 17), "privacy", "mobile")
NAME = Mark(Characters("2", 0, 8), "trade_secret")
ROUNDS = 2


@dataclass
class Scene:
    """A partial release drafted with its file. The rows are read anew by whoever acts on them."""

    pk: int
    file_pk: int
    letter_pk: int
    clerk: Account
    head: Account
    leader: Account

    @property
    def case(self) -> Application:
        return Application.objects.get(pk=self.pk)

    @property
    def file(self) -> CaseFile:
        return CaseFile.objects.get(pk=self.file_pk)

    @property
    def letter(self) -> Letter:
        return Letter.objects.get(pk=self.letter_pk)

    def cut(self, *marks: Mark, version: int, by: Account) -> Severance:
        return actions.sever_file(self.file, marks, version=version, letter=self.letter, by=by)

    def standing(self) -> tuple[str, list[int], list[Severance], int]:
        """State of the letter, files with it, copies by version, approvals that live."""
        letter = self.letter
        return (
            letter.state,
            [each.file_id for each in letter_facts.enclosed_in(letter.pk)],
            list(Severance.objects.order_by("version")),
            letter.reviews.filter(voided_at=None).count(),
        )


def build() -> Scene:
    agency = factories.agency()
    clerk, head, leader = factories.clerk(agency), factories.office_head(agency), factories.leader(agency)
    case = factories.application(agency, clerk)
    file = add(case, Upload("名单.txt", TEXT.encode()), CaseFile.Purpose.REPLY, by=clerk)
    path = {key: value for key, value in factories.GRANTED.items() if key != "form"}
    letter = actions.decide(
        case,
        answers={**path, "ground": "process", "required.process": "no", "sever.process": "yes"},
        by=clerk,
        enclose=[file],
        given="名单",
        withheld="讨论记录",
        findings="讨论记录记载决定作出之前的意见，公开会影响坦率讨论。",
    )
    return Scene(case.pk, file.pk, letter.pk, clerk, head, leader)


@pytest.fixture
def scene(transactional_db: None, tmp_path: Path, settings: Any) -> Scene:
    settings.MEDIA_ROOT = tmp_path / "files"
    return elsewhere(build)  # type: ignore[no-any-return]


def submitted(scene: Scene) -> tuple[int, str]:
    """The step that waits, and the digest before the approver."""
    actions.submit_letter(scene.letter, by=scene.clerk)
    letter = scene.letter
    return letter.reviews.get(verdict="", voided_at=None).pk, letter.digest


def approve(scene: Scene, digest: str) -> None:
    step = scene.letter.reviews.get(verdict="", voided_at=None)
    actions.review(step, approve=True, digest=digest, by=scene.leader)


def test_two_who_cut_the_same_file_make_one_copy(scene: Scene) -> None:
    for version in range(ROUNDS):
        at_once(
            lambda v=version: scene.cut(PHONE, version=v, by=scene.clerk),  # type: ignore[misc]
            lambda v=version: scene.cut(PHONE, NAME, version=v, by=scene.head),  # type: ignore[misc]
        )
        _, enclosed, rows, _ = elsewhere(scene.standing)  # type: ignore[misc]
        assert [row.version for row in rows] == list(range(1, version + 2))
        assert [row.in_force for row in rows] == [False] * version + [True]
        assert enclosed == [rows[-1].severed_id]


def test_a_cut_during_the_approval_leaves_no_approval_of_the_older_copy(scene: Scene) -> None:
    for version in range(0, 2 * ROUNDS, 2):
        elsewhere(lambda v=version: scene.cut(PHONE, version=v, by=scene.clerk))  # type: ignore[misc]
        _, digest = elsewhere(lambda: submitted(scene))  # type: ignore[misc]
        at_once(
            lambda d=digest: approve(scene, d),  # type: ignore[misc]
            lambda v=version: scene.cut(PHONE, NAME, version=v + 1, by=scene.head),  # type: ignore[misc]
        )
        state, enclosed, rows, alive = elsewhere(scene.standing)  # type: ignore[misc]
        assert (state, enclosed, alive) == ("draft", [rows[-1].severed_id], 0)


def test_a_copy_taken_back_while_it_is_served_is_out_or_stays_never_both(scene: Scene) -> None:
    row = elsewhere(lambda: scene.cut(PHONE, version=0, by=scene.clerk))
    _, digest = elsewhere(lambda: submitted(scene))  # type: ignore[misc]
    elsewhere(lambda: approve(scene, digest))
    at_once(
        lambda: actions.serve(scene.letter, method="direct", signed_on=DAY, by=scene.clerk),
        lambda: actions.take_back_copy(row, scene.case, why="还有一处没有遮", by=scene.head),  # type: ignore[arg-type]
    )
    state, enclosed, [left], _ = elsewhere(scene.standing)  # type: ignore[misc]
    assert (state, bool(enclosed), left.in_force) in (("issued", True, True), ("draft", False, False))
