"""Looking at a sealed copy before it is taken: what is read on it, what differs from the approved text, what is hidden in the file.

Reading takes seconds a page and a process of its own, so it is done before a transaction begins.
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from django.conf import settings

from gongkai import letters
from gongkai.applications import copies
from gongkai.applications.models import Letter
from gongkai.documents.errors import Unreadable
from gongkai.documents.worker import WorkerFailed
from gongkai.documents.writers.pictures import bind
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload, checked
from gongkai.language import say
from gongkai.leaks import Kind, scan_bounded
from gongkai.letters.comparing import Comparison, Outcome, compare, paper_of
from gongkai.letters.rendering.page import page_of
from gongkai.redaction import sight_bounded
from gongkai.severance import working
from gongkai.severance.looking import key

PICTURES = ("image/png", "image/jpeg")
MOST_PAGES = 30
OF_ANY_SCAN = frozenset({Kind.PROPERTIES, Kind.UNREADABLE})
"""Pages that are pictures, which are read here; the name of the scanner."""
OF_A_SEAL = frozenset({Kind.EARLIER_VERSION, Kind.FORM_FIELD})
"""A signature is added behind the file it signs, in a field of its own."""
SEAL_SECONDS = 60.0


class NotThisLetter(GongkaiError):
    """The paper says something else than the letter. The sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Looked:
    """``pdf``: the copy as one file. ``hidden``: what nobody sees on its pages, in words."""

    pdf: bytes
    comparison: Comparison
    hidden: tuple[str, ...]


def look(letter: Letter, uploads: Sequence[Upload], *, sealed: bool = False) -> Looked:
    """Read a sealed copy: one PDF, or pictures of the pages in their order. ``sealed``: it comes from our own sealing program. Raises
    `NotThisLetter`, `FileRefused`, GongkaiError."""
    kinds = [checked(each) for each in uploads]
    if kinds != [copies.PDF] and not (kinds and all(kind in PICTURES for kind in kinds)):
        raise GongkaiError(say("请上传一个PDF，或者按页序上传png、jpg图片，没有保存。"))
    agency = letter.agency
    names = (letter.addressee, letter.application.applicant.name, agency.name, agency.reconsideration, agency.court)
    try:
        with working.worker() as worker:
            pdf = uploads[0].data if kinds == [copies.PDF] else worker.run(bind, [each.data for each in uploads])
            sight = sight_bounded(pdf, "scan.pdf", worker=worker)
            leaks = scan_bounded(pdf, "scan.pdf", key=key(), worker=worker).leaks
            paper = paper_of(["".join(word.text for word in page.words) for page in sight.pages])
            # Within bounds as well: some texts take the comparison very long.
            found = worker.run(compare, approved_text(letter), paper, agency.name, names)
    except (Unreadable, WorkerFailed) as error:
        raise GongkaiError(
            say("扫描件打不开，可能已损坏或者设有密码，没有保存。请重新扫描，或者另存为不加密的PDF。")
        ) from error
    if len(sight.pages) > MOST_PAGES:
        raise GongkaiError(say("扫描件超过{n}页，不像是这份文书，没有保存。请核对后重新选择。", n=MOST_PAGES))
    harmless = OF_ANY_SCAN | (OF_A_SEAL if sealed else frozenset())
    hidden = tuple(
        dict.fromkeys(f"{leak.kind.label}：{leak.shown}" for leak in leaks if leak.hidden and leak.kind not in harmless)
    )
    more = len(sight.pages) - _pages_of(letter)
    if more > 0:
        hidden += (say("比批准的文书多{n}页", n=more),)
    if found.outcome is Outcome.OTHER:
        raise NotThisLetter(
            say(
                "这份扫描件只有{share:.0%}的文字与批准的{letter}相同，不像是同一份文书，没有保存。请核对是不是选错了文件，或者扫描不清、缺页。",
                share=found.share,
                letter=letter,
            )
        )
    return Looked(pdf, found, hidden)


def _pages_of(letter: Letter) -> int:
    """How many pages the approved letter has as we print it."""
    with pypdfium2.PdfDocument(copies.rendered(letter, "pdf")) as document:
        return len(document)


def approved_text(letter: Letter) -> str:
    """Every word that the approved letter prints, with its number and date."""
    draft = letters.Draft.from_data(letter.body)
    page = page_of(draft, letter.number, letter.dated, copies.layout_of(letter))
    return "\n".join(page.texts)


def sealed_file(letter: Letter) -> Upload:
    """The PDF of the letter as the program of ``GONGKAI_SEAL_COMMAND`` sealed it. Raises GongkaiError where it fails."""
    command = shlex.split(settings.SEAL_COMMAND)
    if not command:
        raise GongkaiError(say("没有接入电子印章（GONGKAI_SEAL_COMMAND 未设置）。请打印盖章后上传扫描件。"))
    with tempfile.TemporaryDirectory() as folder:
        plain, sealed = Path(folder, "letter.pdf"), Path(folder, "sealed.pdf")
        plain.write_bytes(copies.rendered(letter, "pdf"))
        words = [each.replace("{in}", str(plain)).replace("{out}", str(sealed)) for each in command]
        try:
            done = subprocess.run(words, capture_output=True, timeout=SEAL_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise _no_seal(say("{n}秒没有做完", n=int(SEAL_SECONDS))) from None
        except OSError as error:
            raise _no_seal(str(error)) from error
        if done.returncode or not sealed.is_file():
            told = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _no_seal(told[-1][:200] if told else say("没有说明原因"))
        return Upload("sealed.pdf", sealed.read_bytes())


def _no_seal(why: str) -> GongkaiError:
    return GongkaiError(
        say("电子印章程序没有成功（{why}），没有盖章。请检查印章程序，或者打印盖章后上传扫描件。", why=why)
    )
