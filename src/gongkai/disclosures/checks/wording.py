"""错别字和名称: wrong words, outdated names, leaders and their titles, impossible dates, left-over drafting (`gongkai.leaks.words`).

The shipped list is everybody's; a body adds its own words, each with an owner and a last day, and exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.disclosures.checks.facts import Facts, LocalEntry
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_field, in_text
from gongkai.disclosures.models.words import LocalWord
from gongkai.language import say
from gongkai.leaks import words
from gongkai.leaks.model import Severity as Grave
from gongkai.leaks.words import Entry, Leader, Lists, Topic

LONGEST = 200_000
"""Characters of a text that are read for words; nobody reads a longer one as one text."""
MOST = 300
"""Words of one text that are told. Whoever mends these sees the next."""
_TOPICS = {
    Topic.WORD: say("疑似错别字"),
    Topic.OUTDATED: say("过时的名称"),
    Topic.FORBIDDEN: say("不宜使用的说法"),
    Topic.PLACE_NAME: say("名称写法"),
    Topic.LEADER: say("领导姓名、职务"),
    Topic.DATE: say("没有这一天"),
    Topic.YEAR: say("年份写法"),
    Topic.NUMBER: say("文号写法"),
    Topic.LEFT_OVER: say("没有写完的地方"),
    Topic.OTHER_BODY: say("别的机关的名称"),
}


def check(facts: Facts) -> Iterator[Finding]:
    """Every wrong word of the title, the summary and the text."""
    if not facts.proactive:
        return
    lists = words.shipped() + local(facts.words)
    allowed = {each.wrong for each in facts.words if each.kind == LocalWord.Kind.ALLOWED.value}
    for name in ("title", "summary"):
        for found in words.find(str(getattr(facts, name)), lists, today=facts.today):
            if found.shown not in allowed:
                yield _finding(found, in_field(name))
    told = 0
    for found in words.find(facts.text[:LONGEST], lists, today=facts.today):
        if found.shown in allowed:
            continue
        told += 1
        if told > MOST:
            return
        yield _finding(found, in_text(found.place.start, found.place.end))


def local(held: tuple[LocalEntry, ...]) -> Lists:
    """A body's own words as lists. A name without a wrong form is a person with a title: 孙立平 县长."""
    entries, leaders = [], []
    for each in held:
        match each.kind:
            case LocalWord.Kind.WRONG.value:
                entries.append(Entry(each.wrong, each.right, Topic.WORD, source=each.reason))
            case LocalWord.Kind.OUTDATED.value:
                entries.append(Entry(each.wrong, each.right, Topic.OUTDATED, source=each.reason))
            case LocalWord.Kind.FORBIDDEN.value:
                entries.append(Entry(each.wrong, "", Topic.FORBIDDEN, Grave.MUST, source=each.reason))
            case LocalWord.Kind.NAME.value if each.wrong:
                entries.append(Entry(each.wrong, each.right, Topic.PLACE_NAME, Grave.MUST, source=each.reason))
            case LocalWord.Kind.NAME.value:
                name, *titles = each.right.split()
                if titles:
                    leaders.append(Leader(name, tuple(titles)))
    return Lists(tuple(entries), tuple(leaders))


def _finding(found: words.Finding, place: dict[str, object]) -> Finding:
    return Finding(
        f"words.{found.topic.value}",
        Severity(found.severity.value),
        _TOPICS[found.topic],
        found.says,
        found.fingerprint,
        found.shown,
        place,
        (Way.EXCUSE,),
    )
