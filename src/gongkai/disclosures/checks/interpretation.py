"""解读: a policy goes out with its interpretation (国办发〔2016〕80号)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.disclosures.checks.facts import Facts
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_field, mark_of
from gongkai.language import say


def check(facts: Facts) -> Iterator[Finding]:
    """One finding where a document of general binding force has no interpretation yet."""
    if facts.proactive and not facts.has_interpretation:
        yield Finding(
            "interpretation.missing",
            Severity.LOOK,
            say("还没有解读"),
            say(
                "{kind}应当同步解读，解读材料最晚在公开后3个工作日内发布。请一并准备，或者说明为什么不解读。",
                kind=facts.kind.label,
            ),
            mark_of("interpretation.missing"),
            place=in_field("kind"),
            ways=(Way.EXCUSE,),
        )
