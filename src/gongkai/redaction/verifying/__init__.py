"""The second look at a redacted copy. Shares no code with what made it; an import contract keeps it so.

It reads the original and the copy with readers of its own, takes every stream apart, and believes nothing the copy says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.documents import bounds
from gongkai.documents.errors import Unreadable
from gongkai.documents.sniff import sniff
from gongkai.language import say
from gongkai.redaction.model import Characters, Check, Cut, Verification
from gongkai.redaction.verifying.needles import Needles
from gongkai.redaction.verifying.report import BLOCK, Report, strings_gone, what_stays
from gongkai.redaction.verifying.streams import Unpacked


def verify(original: bytes, redacted: bytes, cuts: Sequence[Cut], name: str) -> Verification:
    """Whether what the cuts name is gone from ``redacted``, in whatever form, and everything else is still there.

    Never raises for what a file holds: what cannot be looked into has not passed. No value that was cut is in what comes back.

    >>> cut = Cut(Characters("1", 4, 15), "个人隐私", "《条例》第十五条")
    >>> before = "联系电话13800138000，负责人。".encode()
    >>> verify(before, "联系电话██[1]██，负责人。".encode(), [cut], "a.txt").passed
    True
    >>> [check.passed for check in verify(before, before, [cut], "a.txt").checks]
    [True, False, False]
    """
    report = Report()
    try:
        format = sniff(original)
        if format == "html" and name.lower().endswith((".txt", ".csv", ".md")):
            format = "text"
        bounds.require_size(len(original), format)
        bounds.require_size(len(redacted), format)
        if format in ("text", "markdown"):
            _verify_text(original, redacted, cuts, report)
        elif format == "docx":
            from gongkai.redaction.verifying.word import verify_word

            verify_word(original, redacted, cuts, report)
        elif format == "xlsx":
            from gongkai.redaction.verifying.workbook import verify_sheets

            verify_sheets(original, redacted, cuts, report)
        elif format == "pdf":
            from gongkai.redaction.verifying.pdf import verify_pdf

            verify_pdf(original, redacted, cuts, report)
        elif format == "image":
            from gongkai.redaction.verifying.pictures import verify_picture

            verify_picture(original, redacted, cuts, report)
        else:
            return _refused(say("这种格式不能检查。"))
    except Unreadable as error:
        return _refused(str(error))
    except Exception as error:  # a parser's own error: what it choked on could hide anything
        return _refused(say("检查时出错：{error}", error=type(error).__name__))
    return report.done()


def _refused(why: str) -> Verification:
    return Verification(False, (Check(say("能否检查"), False, why),))


def _verify_text(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    from gongkai.documents.decoding import decode

    before = decode(original).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    after = redacted.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    gone: dict[int, set[int]] = {}
    texts: list[str] = []
    for cut in cuts:
        place = cut.place
        if isinstance(place, Characters) and place.part.isdecimal() and 0 < int(place.part) <= len(before):
            texts.append(before[int(place.part) - 1][place.start : place.end])
            gone.setdefault(int(place.part) - 1, set()).update(range(place.start, place.end))
    known = sum(bool(text) for text in texts)
    faults = [] if known == len(cuts) and cuts else [say("有的遮蔽位置在原件里找不到")]
    report.add(say("遮蔽位置"), faults, say("{count}处都在原件里", count=len(cuts)))
    expected = [
        "".join(character for at, character in enumerate(line) if at not in gone.get(number, ()))
        for number, line in enumerate(before)
    ]
    needles = Needles(texts, "\n".join(expected))
    found = [stream for stream in Unpacked(redacted).streams if needles.in_bytes(stream.data)]
    left = bool(found) or any(needles.in_words(line) for line in after)
    report.add(strings_gone(), [say("还有被遮蔽的文字")] if left else [], say("没有找到"))
    differ = [
        say("第{number}行变了", number=number)
        for number, (old, new) in enumerate(zip(expected, after, strict=False), 1)
        if old != BLOCK.sub("", new)
    ]
    if len(expected) != len(after):
        differ.append(say("行数变了"))
    report.add(what_stays(), differ, say("{count}行逐行比较，都在", count=len(expected)))
    if needles.left:
        report.notes.append(
            say("有{count}段被遮蔽的文字在别处还有相同的文字没有遮蔽，请确认确实可以公开。", count=len(needles.left))
        )
