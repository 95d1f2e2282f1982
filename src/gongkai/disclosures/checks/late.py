"""公开期限: whether it becomes public in time (条例 art. 26, or the clock of its kind)."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.disclosures.checks.facts import Facts
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_field, mark_of
from gongkai.language import say

NEAR = 3
"""Working days before the last day from which it is said."""


def check(facts: Facts) -> Iterator[Finding]:
    """One finding where the last day is past or near. It never holds up a release: late is better than never."""
    if not facts.proactive or facts.due is None or facts.made_on is None:
        return
    if facts.late_days > 0:
        yield Finding(
            "late.past",
            Severity.LOOK,
            say("已经超过公开期限"),
            say(
                "{made}形成，最晚应当在{due}公开（{rule}），今天已经超过{n}个工作日。请尽快公开，并核对成文日期。",
                made=facts.made_on.isoformat(),
                due=facts.due.isoformat(),
                rule=facts.due_rule,
                n=facts.late_days,
            ),
            mark_of("late.past", facts.made_on, facts.due),
            place=in_field("made_on"),
            ways=(Way.EXCUSE,),
        )
    elif facts.left_days <= NEAR:
        yield Finding(
            "late.near",
            Severity.LOOK,
            say("公开期限快到了"),
            say(
                "最晚{due}公开（{rule}），还有{n}个工作日。",
                due=facts.due.isoformat(),
                rule=facts.due_rule,
                n=facts.left_days,
            ),
            mark_of("late.near", facts.made_on, facts.due),
            place=in_field("made_on"),
            ways=(Way.EXCUSE,),
        )
