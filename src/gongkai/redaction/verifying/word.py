"""Word files: paragraph by paragraph beside the original."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gongkai.language import say
from gongkai.redaction.model import Characters, Cut
from gongkai.redaction.verifying.embedded import Pictures
from gongkai.redaction.verifying.needles import Needles, flat
from gongkai.redaction.verifying.office import (
    DRAWN,
    STORY,
    Element,
    less,
    local,
    look_at_structure,
    look_for_hidden,
    require_all,
    search,
    tell_left,
    trees_of,
    value_of,
)
from gongkai.redaction.verifying.report import BLOCK, Report, what_stays
from gongkai.redaction.verifying.streams import Unpacked

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}


def verify_word(original: bytes, redacted: bytes, cuts: Sequence[Cut], report: Report) -> None:
    before, after = Unpacked(original), Unpacked(redacted)
    old, new = trees_of(before), trees_of(after)
    paragraphs = _paragraphs(old)
    texts: list[str] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for cut in cuts:
        if isinstance(cut.place, Characters) and cut.place.part in paragraphs:
            _, whole, _ = paragraphs[cut.place.part]
            texts.append(whole[cut.place.start : cut.place.end])
            taken.setdefault(cut.place.part, []).append((cut.place.start, cut.place.end))
    pictures = Pictures(before, after, old, new, cuts, _order(old))
    require_all(len(texts) + pictures.cut, cuts, report)
    expected = {
        key: (less(whole, taken.get(key, [])), less(whole, [*taken.get(key, []), *faint]))
        for key, (_, whole, faint) in paragraphs.items()
    }
    residue = "\n".join(text for text, _ in expected.values())
    needles = Needles([*texts, *pictures.texts], residue)
    search(after, new, needles, report)
    _stays(list(expected.values()), [whole for _, whole, _ in _paragraphs(new).values()], needles, report)
    look_for_hidden(after, new, report)
    look_at_structure(after, redacted, report)
    pictures.look(needles, report)
    tell_left(needles, report)


def _order(trees: dict[str, Element]) -> list[str]:
    """The body, the other stories, charts and diagrams, and the rest."""
    return sorted(trees, key=lambda name: (name.lower() != "word/document.xml", not STORY.match(name), name))


def _paragraphs(trees: dict[str, Element]) -> dict[str, tuple[str, str, list[tuple[int, int]]]]:
    """By key: the file, the text, and stretches of it that may be hidden by their look."""
    faint = _faint_styles(next((root for name, root in trees.items() if name.lower() == "word/styles.xml"), None))
    found: dict[str, tuple[str, str, list[tuple[int, int]]]] = {}
    for name, root in trees.items():
        if STORY.match(name):
            number = 0
            for node in root.iter():
                if local(node) != "p" or "wordprocessingml" not in str(node.tag):
                    continue
                above = list(node.iterancestors())
                if any(local(each) == "Fallback" for each in above):
                    continue
                number += 1
                hidden = any(
                    local(each) in ("anchor", "inline")
                    and any(local(child) == "docPr" and child.get("hidden") in ("1", "true") for child in each)
                    for each in above
                )
                text, stretches = _text(node, faint)
                found[f"{name}#{number}"] = (name, text, [(0, len(text))] if hidden else stretches)
        elif DRAWN.match(name) and name.lower().startswith("word/"):
            if "/diagrams/" in name.lower() and "data" not in name.lower().rsplit("/", 1)[-1]:
                continue
            texts = [node for node in root.iter() if local(node) in ("t", "v")]
            for number, node in enumerate(texts, 1):
                found[f"{name}#{number}"] = (name, node.text or "", [])
    return found


def _text(paragraph: Element, faint: set[str]) -> tuple[str, list[tuple[int, int]]]:
    out: list[str] = []
    stretches: list[tuple[int, int]] = []
    at = 0
    style = next((value_of(each, "val") for each in paragraph.iter() if local(each) == "pStyle"), "")

    def walk(node: Element, is_faint: bool, in_run: bool) -> None:
        nonlocal at
        for child in node:
            name = local(child)
            if not name or name in ("del", "moveFrom", "Fallback", "pPr", "p"):
                continue
            space = str(child.tag)
            if name == "t" and ("wordprocessingml" in space or "math" in space):
                piece = child.text or ""
            elif in_run and name in _SIGNS and "wordprocessingml" in space:
                piece = _SIGNS[name]
            else:
                walk(
                    child,
                    is_faint or name == "rt" or (name == "r" and _is_faint(child, faint)),
                    name == "r" and "wordprocessingml" in space,
                )
                continue
            out.append(piece)
            if is_faint:
                stretches.append((at, at + len(piece)))
            at += len(piece)

    walk(paragraph, style in faint, False)
    return "".join(out), stretches


def _is_faint(run: Element, styles: set[str]) -> bool:
    own = next((child for child in run if local(child) == "rPr"), None)
    return own is not None and _looks_faint(own, styles)


def _looks_faint(look: Element, styles: set[str]) -> bool:
    for child in look:
        name, value = local(child), value_of(child, "val")
        if name in ("vanish", "specVanish") and value not in ("0", "false", "off"):
            return True
        if name == "color" and (value.upper() >= "FCFCFC" and len(value) == 6 and value.upper() != "AUTO"):
            return True
        if name == "color" and value_of(child, "themeColor") in ("background1", "light1"):
            return True
        if name == "sz" and value.isdigit() and int(value) <= 4:
            return True
        if name == "rStyle" and value in styles:
            return True
    return False


def _faint_styles(root: Element | None) -> set[str]:
    based: dict[str, str] = {}
    faint: set[str] = set()
    for style in root.iter() if root is not None else ():
        if local(style) != "style":
            continue
        name = value_of(style, "styleId")
        for child in style:
            if local(child) == "basedOn":
                based[name] = value_of(child, "val")
            elif local(child) == "rPr" and _looks_faint(child, set()):
                faint.add(name)
    for _ in range(20):
        faint |= {name for name, parent in based.items() if parent in faint}
    return faint


def _stays(expected: Sequence[tuple[str, str]], got: Sequence[str], needles: Needles, report: Report) -> None:
    """Paragraph by paragraph, whatever their order; what was cut also counts as gone where it was repeated."""

    def plain(text: str) -> str:
        made = flat(BLOCK.sub("", text))
        for needle in sorted(needles.strong & needles.whole, key=len, reverse=True):
            made = made.replace(needle, "")
        return made

    held = Counter(filter(None, map(plain, got)))
    missing = 0
    for text, without_faint in expected:
        for form in (plain(text), plain(without_faint)):
            if not form or held[form] > 0:
                held[form] -= bool(form)
                break
        else:
            missing += 1
    extra = sum(count for count in held.values() if count > 0)
    faults = [say("少了或改了{count}段", count=missing)] if missing else []
    faults += [say("多出{count}段", count=extra)] if extra else []
    report.add(
        what_stays(), faults, say("{count}段逐段比较，都在", count=sum(bool(text.strip()) for text, _ in expected))
    )
