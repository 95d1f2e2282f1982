"""What Word and Excel files carry alike: properties, links to the outside, embedded files, macros, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Place, Severity
from gongkai.leaks.ooxml import Element, Package
from gongkai.leaks.pictures import ENDINGS, told_by

_USUAL = re.compile(r"normal(?:\.dotm?|\.wpt)?|", re.IGNORECASE)
INSIDE = re.compile(
    r"^(?:file:|\\\\|[a-z]:[\\/])"
    r"|^https?://(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|localhost|[\w-]+(?::\d+)?(?:/|$))",
    re.IGNORECASE,
)
SCRIPTED = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_OBJECTS = re.compile(r"/(?:embeddings|activex|oleobjects?)/|/afchunk|altchunk", re.IGNORECASE)
_MACROS = re.compile(r"vbaproject|vbadata|/macrosheets/|customui", re.IGNORECASE)
_MOST_INSIDE = 5
_LARGEST_INSIDE = 8_000_000
_FETCHED_KINDS = (
    "attachedTemplate image oleObject subDocument frame externalLinkPath package video audio mailMergeSource mailMergeHeaderSource"
    " aFChunk"
)
_FETCHED = frozenset(_FETCHED_KINDS.split())


def _labels() -> dict[str, str]:
    """What the properties are called, by their element."""
    return {
        "creator": say("作者"),
        "lastModifiedBy": say("最后修改人"),
        "subject": say("主题"),
        "keywords": say("关键词"),
        "description": say("备注"),
        "category": say("类别"),
        "contentStatus": say("内容状态"),
        "version": say("版本"),
        "Company": say("单位"),
        "Manager": say("主管"),
        "Template": say("模板"),
        "HyperlinkBase": say("链接的起点"),
    }


def properties(package: Package, gathering: Gathering) -> None:
    """Who made the file, and what is noted about it. A title that also stands in the text is nobody's secret."""
    known = _labels()
    labels: list[str] = []
    texts: list[str] = []
    for name in (*package.under("docprops/", ".xml"), *package.under("docmetadata/", ".xml")):
        root = package.xml(name)
        if root is None:
            continue
        if name.lower().endswith("custom.xml"):
            own = [node for node in root if isinstance(node.tag, str)]
            if own:
                labels.append(say("自定义属性{count}项", count=len(own)))
                texts += [f"{node.get('name') or ''} {''.join(map(str, node.itertext()))}" for node in own]
            continue
        for node in root.iter():
            tag = node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""
            value = (node.text or "").strip()
            if not value:
                continue
            if tag == "title":
                shown = "".join("".join(gathering.visible).split())
                if "".join(value.split()) not in shown:
                    labels.append(say("标题"))
                    texts.append(value)
            elif tag in known and not (tag == "Template" and _USUAL.fullmatch(value)):
                labels.append(known[tag])
                texts.append(value)
    people = [*package.under("word/people", ".xml"), *package.under("xl/persons/", ".xml")]
    if people:
        labels.append(say("审阅人"))
        texts += ["".join(map(str, each.attrib.values())) for name in people for each in _elements(package, name)]
    own_data = [name for name in package.under("customxml/item", ".xml") if "props" not in name.lower()]
    data = [text for name in own_data if (text := _words(package, name))]
    if data:
        labels.append(say("自定义数据{count}份", count=len(data)))
        texts += data
    if labels:
        told = "、".join(dict.fromkeys(labels))
        gathering.unseen(Kind.PROPERTIES, told, Place(part=say("文件属性")), texts, severity=Severity.LOOK)


def _elements(package: Package, name: str) -> Iterator[Element]:
    root = package.xml(name)
    yield from root.iter() if root is not None else ()


def _words(package: Package, name: str) -> str:
    root = package.xml(name)
    if root is None or "bibliography" in str(root.tag):
        return ""
    return " ".join(str(text).strip() for text in root.itertext() if str(text).strip())


def outside(package: Package, gathering: Gathering) -> None:
    """What is fetched from elsewhere when the file opens, links to inner addresses, links that run something."""
    fetched: list[str] = []
    inner: list[str] = []
    scripted: list[str] = []
    for name in package.names:
        if not name.lower().endswith(".rels"):
            continue
        part = re.sub(r"_rels/([^/]*)\.rels$", r"\1", name, flags=re.IGNORECASE)
        for relation in package.relations(part):
            if SCRIPTED.match(relation.target):
                scripted.append(relation.target)
            elif relation.outside and relation.kind in _FETCHED:
                fetched.append(relation.target)
            elif relation.outside and INSIDE.search(relation.target):
                inner.append(relation.target)
            elif relation.outside and re.match(r"mailto:|tel:", relation.target, re.IGNORECASE):
                gathering.inside([relation.target.split(":", 1)[1]], Place(part=say("链接地址")))
            elif relation.outside:
                gathering.inside([relation.target], Place(part=say("链接地址")))
    place = Place(part=say("链接"))
    if fetched:
        gathering.unseen(Kind.EXTERNAL_LINK, say("{count}处", count=len(fetched)), place, fetched)
    if inner:
        told = say("指向内部地址的链接{count}处", count=len(inner))
        gathering.unseen(Kind.EXTERNAL_LINK, told, place, inner, severity=Severity.LOOK)
    macros = [name for name in package.names if _MACROS.search(name)]
    if macros:
        gathering.unseen(Kind.SCRIPT, say("宏"), Place(part=say("宏")), content=b"".join(map(package.read, macros)))
    if scripted:
        gathering.unseen(Kind.SCRIPT, say("链接里的脚本{count}处", count=len(scripted)), place, scripted)


def embedded(package: Package, gathering: Gathering, depth: int) -> None:
    """Files within the file; those that can be read are looked into, one level deep."""
    names = [name for name in package.names if _OBJECTS.search(f"/{name}") and not name.lower().endswith(".rels")]
    if not names:
        return
    endings = sorted({name.rsplit(".", 1)[-1].lower() for name in names})
    place = Place(part=say("嵌入的文件"))
    told = say("{count}个：{endings}", count=len(names), endings="、".join(endings))
    gathering.unseen(Kind.EMBEDDED, told, place, content=b"".join(map(package.read, names)))
    if depth:
        return
    from gongkai.leaks.files import looked_into

    for name in names[:_MOST_INSIDE]:
        data = package.read(name)
        if len(data) <= _LARGEST_INSIDE:
            gathering.add(looked_into(data, name, gathering.key, place, depth + 1))


def media(package: Package, gathering: Gathering) -> None:
    """What pictures tell about where and by whom they were taken."""
    labels: list[str] = []
    texts: list[str] = []
    severity = Severity.LOOK
    for name in package.names:
        if "/media/" not in name.lower() or not name.lower().endswith(ENDINGS):
            continue
        try:
            told = told_by(package.read(name))
        except Unreadable:
            continue
        labels += told.labels
        texts += told.texts
        if told.places:
            severity = Severity.MUST
    if labels:
        shown = "、".join(dict.fromkeys(labels))
        gathering.unseen(Kind.PICTURE_DATA, shown, Place(part=say("图片")), texts, severity=severity)
