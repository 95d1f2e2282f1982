"""重复: the same title or document number is public already, or in work."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.disclosures.checks.facts import Facts
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_field, mark_of
from gongkai.language import say


def check(facts: Facts) -> Iterator[Finding]:
    """One finding for each other item or draft of the body that looks the same."""
    for twin in facts.twins:
        number = twin.why == "number"
        yield Finding(
            f"twins.{twin.why}",
            Severity.LOOK,
            say("文号重复") if number else say("标题重复"),
            say(
                "“{title}”{where}，文号相同。是修改的，请从原来那条改；不是的，请核对文号。",
                title=twin.title,
                where=twin.where,
            )
            if number
            else say(
                "“{title}”{where}，标题相同。重复公开会让读者分不清哪一份有效。", title=twin.title, where=twin.where
            ),
            mark_of(f"twins.{twin.why}", twin.mark),
            shown=twin.title,
            place=in_field("document_number" if number else "title"),
            ways=(Way.EXCUSE,),
        )
