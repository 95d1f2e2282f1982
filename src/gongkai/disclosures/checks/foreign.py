"""套用痕迹: the name of another body where one's own should stand, left over from a text that was copied."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.disclosures.checks.facts import Facts
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_field, in_text, mark_of
from gongkai.language import say

_SIGNATURE_LINES = 4
_LONGEST_SIGNATURE = 40


def check(facts: Facts) -> Iterator[Finding]:
    """Another body's name at the beginning of the title, or in the signature without one's own. Bodies of this installation only;
    a name inside the text is nothing unusual."""
    names = sorted({name for name in facts.others if name and name != facts.body}, key=len, reverse=True)
    said = set()
    for name in names:
        if facts.title.startswith((f"{name}关于", f"{name}印发")) and name not in said:
            said.add(name)
            yield _finding("title", name, facts, in_field("title"))
            break
    lines, at = [], 0
    for line in facts.text.split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    signature = [(start, line) for start, line in lines[-_SIGNATURE_LINES:] if len(line.strip()) <= _LONGEST_SIGNATURE]
    if facts.body and any(facts.body in line for _, line in signature):
        return
    for start, line in signature:
        name = next((each for each in names if line.strip().startswith(each)), None)
        if name is not None and name not in said:
            said.add(name)
            begins = start + line.index(name)
            yield _finding("signature", name, facts, in_text(begins, begins + len(name)))


def _finding(code: str, name: str, facts: Facts, place: dict[str, object]) -> Finding:
    where = say("标题") if code == "title" else say("落款")
    return Finding(
        f"foreign.{code}",
        Severity.LOOK,
        say("别的机关的名称"),
        say(
            "{where}写的是“{name}”，而这份稿件由{body}公开。转发的可以保留，套用的请改过来。",
            where=where,
            name=name,
            body=facts.body,
        ),
        mark_of(f"foreign.{code}", name),
        shown=name,
        place=place,
        ways=(Way.EXCUSE,),
    )
