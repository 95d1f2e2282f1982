"""用印: the paper with the seal is the letter that was approved, or somebody has said why what differs may stand."""

from __future__ import annotations

import dataclasses
import io
import json
import shlex
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

import factories
from gongkai import letters
from gongkai.applications import actions, copies, stamped
from gongkai.applications.models import CaseFile, Letter, StampedCopy
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import FileRefused, Upload
from gongkai.people.journal import verify
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed


@pytest.fixture
def letter(bureau) -> Letter:
    """An approved answer that has not gone out."""
    case = factories.application(bureau.agency, bureau.clerk)
    made = actions.decide(case, answers=factories.GRANTED, by=bureau.clerk, given="企业名单和金额", way="当面领取")
    actions.submit_letter(made, by=bureau.clerk)
    factories.approve(made, bureau.leader)
    return made


def printed(letter: Letter, **changed: str) -> Upload:
    """The approved letter as a PDF with words in it, as a sealing platform gives it back; some of them ``changed``."""
    text = json.dumps(letter.body, ensure_ascii=False)
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    draft = letters.Draft.from_data(json.loads(text))
    data = letters.render(draft, "pdf", number=letter.number, dated=letter.dated, layout=copies.layout_of(letter))
    return Upload("盖章件.pdf", data)


def serve(letter: Letter, bureau) -> None:
    actions.serve(letter, method="direct", signed_on=letter.dated, signed_by="周清源", by=bureau.clerk)
    copies.keep(letter)
    letter.refresh_from_db()


def test_a_copy_that_says_what_was_approved_goes_out_as_the_letter(letter, bureau) -> None:
    upload = Upload("盖章件.pdf", printed(letter).data + b"\n% sealed\n")
    made = actions.stamp(letter, stamped.look(letter, [upload]), way="file", by=bureau.clerk)
    assert (made.outcome, made.share, made.differences, made.accepted_by) == ("same", 1.0, [], bureau.clerk)
    assert (made.file.purpose, made.file.name) == (CaseFile.Purpose.SIGNED, f"{letter.number}（盖章）.pdf")
    assert LogEntry.objects.get(verb="letter.stamped").data["outcome"] == "same"
    serve(letter, bureau)
    assert keeping.read(letter.copy) == upload.data == copies.issued_pdf(letter)
    assert list(verify()) == []
    with pytest.raises(GongkaiError, match="已经发出，不能用印"):
        actions.withdraw_stamped(made, by=bureau.clerk)


def test_a_copy_with_another_figure_waits_until_somebody_says_why_it_may_stand(letter, bureau) -> None:
    looked = stamped.look(letter, [printed(letter, 周清源="周清泉")])
    made = actions.stamp(letter, looked, way="paper", by=bureau.clerk)
    assert (made.outcome, made.accepted_at) == ("look", None)
    assert [(each["approved"], each["paper"], each["grave"]) for each in made.differences] == [("源", "泉", True)]
    # Until then the letter goes out as it was approved.
    assert copies.in_force(letter) is None
    with pytest.raises(GongkaiError, match="请写明核对的情况"):
        actions.accept_stamped(made, answer=" ", by=bureau.clerk)
    with pytest.raises(NotAllowed):
        actions.accept_stamped(made, answer="一致", by=bureau.leader)
    actions.accept_stamped(made, answer="折痕处识别有误，已与原件核对一致", by=bureau.clerk)
    assert copies.in_force(letter) == made
    with pytest.raises(GongkaiError, match="已经核对过了"):
        actions.accept_stamped(made, answer="一致", by=bureau.clerk)
    actions.withdraw_stamped(made, by=bureau.clerk)
    assert copies.in_force(letter) is None
    with pytest.raises(GongkaiError, match="已经撤下"):
        actions.accept_stamped(made, answer="一致", by=bureau.clerk)
    serve(letter, bureau)
    assert keeping.read(letter.copy) == copies.rendered(letter, "pdf")


def test_a_second_copy_takes_the_place_of_the_first_and_a_recalled_letter_has_none(letter, bureau) -> None:
    first, second = (
        actions.stamp(
            letter, stamped.look(letter, [Upload("a.pdf", printed(letter).data + tail)]), way="paper", by=bureau.clerk
        )
        for tail in (b"\n%1\n", b"\n%2\n")
    )
    first.refresh_from_db()
    assert (first.withdrawn_at is not None, copies.in_force(letter)) == (True, second)
    actions.recall_letter(letter, by=bureau.clerk)
    assert copies.in_force(letter) is None
    with pytest.raises(GongkaiError, match="还没有批准"):
        actions.withdraw_stamped(second, by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    # The same words with the same number and date are the same letter again.
    assert (copies.in_force(letter) is None) == (letter.digest != second.digest)


def test_what_is_not_this_letter_or_cannot_be_read_is_refused_and_nothing_is_kept(letter, bureau) -> None:
    other = factories.application(bureau.agency, bureau.clerk)
    notice = actions.call_correction(other, defects=["指向不明"], guidance="请写明年份。", by=bureau.clerk)
    with pytest.raises(stamped.NotThisLetter, match="不像是同一份文书，没有保存"):
        stamped.look(letter, [Upload("x.pdf", copies.rendered(notice, "pdf"))])
    for wrong, words in (
        ([Upload("x.pdf", b"%PDF-1.7\nbroken")], "已损坏或不完整"),
        ([Upload("x.txt", b"words")], "请上传一个PDF"),
        ([printed(letter), printed(letter)], "请上传一个PDF"),
        ([], "请上传一个PDF"),
    ):
        with pytest.raises(GongkaiError, match=words):
            stamped.look(letter, wrong)
    with pytest.raises(FileRefused, match="内容与扩展名不符"):
        stamped.look(letter, [Upload("x.png", b"GIF89a...")])
    assert not StampedCopy.objects.exists()
    assert not CaseFile.objects.filter(purpose=CaseFile.Purpose.SIGNED).exists()


def test_a_page_too_many_and_another_authority_of_the_remedy_wait_for_a_person(letter, bureau) -> None:
    upload = printed(letter)
    with pypdfium2.PdfDocument(upload.data) as document:
        document.new_page(595, 842)
        kept = io.BytesIO()
        document.save(kept)
    longer = stamped.look(letter, [Upload("a.pdf", kept.getvalue())])
    assert (longer.comparison.outcome, "比批准的文书多1页" in longer.hidden) == ("same", True)
    assert actions.stamp(letter, longer, way="paper", by=bureau.clerk).accepted_at is None
    other = stamped.look(letter, [printed(letter, 云岭县人民政府="云岭市人民政府")]).comparison
    assert (other.outcome, [(each.approved, each.paper, each.grave) for each in other.differences]) == (
        "look",
        [("县", "市", True)],
    )


def test_what_nobody_sees_on_the_page_is_told_before_the_copy_goes_out(letter, bureau) -> None:
    looked = stamped.look(letter, [printed(letter)])
    with_more = dataclasses.replace(looked, hidden=("文件属性：作者 何晓东",))
    made = actions.stamp(letter, with_more, way="paper", by=bureau.clerk)
    assert (made.outcome, made.accepted_at, made.hidden) == ("same", None, ["文件属性：作者 何晓东"])
    assert copies.in_force(letter) is None


def scanned(letter: Letter, *, seal: bool) -> list[Upload]:
    """The letter printed, stamped in red over name and date, and scanned page by page."""
    uploads = []
    with pypdfium2.PdfDocument(printed(letter).data) as document:
        for n, page in enumerate(document, start=1):
            image = page.render(scale=200 / 72).to_pil().convert("RGB")
            if seal and n == len(document):
                place = _signature_of(image)
                ImageDraw.Draw(image).ellipse(place, outline=(214, 40, 40), width=6)
            kept = io.BytesIO()
            image.rotate(0.4, fillcolor=(255, 255, 255)).save(kept, "JPEG", quality=80)
            uploads.append(Upload(f"第{n}页.jpg", kept.getvalue()))
    return uploads


def _signature_of(image: Image.Image) -> tuple[int, int, int, int]:
    """Where the seal is pressed: over the last lines of the page, to the right."""
    dark = image.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert dark is not None
    side = int(image.width * 40 / 210)
    bottom = int(dark[3] * 0.97)
    return image.width // 2, bottom - side, image.width // 2 + side, bottom


def test_a_scan_with_a_red_stamp_is_read_and_compared(letter, bureau) -> None:
    looked = stamped.look(letter, scanned(letter, seal=True))
    assert looked.pdf.startswith(b"%PDF-")
    assert looked.comparison.share > 0.97
    made = actions.stamp(letter, looked, way="paper", by=bureau.clerk)
    assert made.outcome in ("same", "look")
    if made.outcome == "look":
        actions.accept_stamped(made, answer="印章压住了落款，已与原件核对一致", by=bureau.clerk)
    serve(letter, bureau)
    assert keeping.read(letter.copy) == looked.pdf


SEALER = """
import pathlib, sys
given, made = sys.argv[1:3]
if sys.argv[3:] == ["fail"]:
    sys.exit("certificate expired")
if sys.argv[3:] != ["nothing"]:
    pathlib.Path(made).write_bytes(pathlib.Path(given).read_bytes() + b"\\n% a signature\\n")
"""


def test_the_program_that_seals_is_given_the_letter_and_what_it_gives_back_is_compared(
    letter, bureau, settings, tmp_path: Path
) -> None:
    program = tmp_path / "seal.py"
    program.write_text(SEALER)
    run = f"{shlex.quote(sys.executable)} {shlex.quote(str(program))} {{in}} {{out}}"
    settings.SEAL_COMMAND = run
    looked = stamped.look(letter, [stamped.sealed_file(letter)], sealed=True)
    assert (looked.comparison.outcome, looked.pdf[-14:]) == ("same", b"% a signature\n")
    for command, words in (
        ("", "没有接入电子印章"),
        (f"{run} fail", "certificate expired"),
        (f"{run} nothing", "没有说明原因"),
        (str(tmp_path / "not-there"), "没有成功"),
    ):
        settings.SEAL_COMMAND = command
        with pytest.raises(GongkaiError, match=words):
            stamped.sealed_file(letter)
