"""Word files of 97 to 2003 (.doc): what is read, and what of the hidden the binary format lets be found."""

from __future__ import annotations

from collections import Counter

from gongkai.documents.bounds import Budget
from gongkai.documents.model import Table
from gongkai.documents.readers.doc import read
from gongkai.documents.readers.word97 import WordFile
from gongkai.language import say
from gongkai.leaks.compound import Compound, objects, properties
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Place

_PARTS = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
_CONTROLS = str.maketrans({chr(code): " " if code not in (13, 7) else "\n" for code in range(32)})


def scan_old_word(data: bytes, gathering: Gathering, depth: int = 0) -> None:
    """Raises Unreadable: ``password``, ``unsupported`` (Word 95), ``damaged``, ``no-text``."""
    document = read(data)
    paragraphs = tables = 0
    for block in document.blocks:
        if isinstance(block, Table):
            tables += 1
            grid = [[cell[0].text if cell and cell[1] else "" for cell in row] for row in block.grid()]
            gathering.table(grid, Place(table=tables))
        else:
            paragraphs += 1
            gathering.paragraph(block.text, Place(paragraph=paragraphs))
    file = Compound(data)
    tables_by_name: dict[str, bytes] = {name: file.stream(name) for name in ("0Table", "1Table") if name in file.names}
    word = WordFile(file.stream("WordDocument"), tables_by_name, file.stream("Data"), Budget(20.0))
    parts: dict[str, str] = {}
    at = 0
    for name in _PARTS:
        parts[name] = word.text[at : at + word.counts[name]].translate(_CONTROLS)
        at += word.counts[name]
    for line in parts["headers"].split("\n"):
        gathering.paragraph(line, Place(part=say("页眉页脚")))
    _marked(word, gathering)
    comments = [line for line in parts["comments"].split("\n") if line.strip()]
    if comments:
        gathering.unseen(Kind.COMMENTS, say("{count}条", count=len(comments)), Place(part=say("批注")), comments)
    properties(file, gathering)
    objects(file, gathering, ("ObjectPool",), ("Macros", "_VBA_PROJECT_CUR"))


def _marked(word: WordFile, gathering: Gathering) -> None:
    texts: dict[str, list[str]] = {}
    for start, end, kind in word.marked_characters():
        texts.setdefault(kind, []).append(word.text[start:end].translate(_CONTROLS))
    changes = Counter({kind: len(texts.get(kind, ())) for kind in ("inserted", "deleted")})
    if changes.total():
        told = []
        if changes["inserted"]:
            told.append(say("插入{count}处", count=changes["inserted"]))
        if changes["deleted"]:
            told.append(say("删除{count}处", count=changes["deleted"]))
        changed = [*texts.get("inserted", ()), *texts.get("deleted", ())]
        gathering.unseen(Kind.REVISIONS, "、".join(told), Place(part=say("修订")), changed)
    hidden = texts.get("hidden", [])
    if hidden:
        count = sum(map(len, hidden))
        gathering.unseen(Kind.HIDDEN_TEXT, say("{count}个字", count=count), Place(part=say("隐藏的文字")), hidden)
