"""缺项: what the catalogue and the law ask for and is not there (条例 art. 12, 国办发〔2016〕80号, art. 18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.disclosures.checks.facts import Facts
from gongkai.disclosures.checks.finding import Finding, Severity, Way, in_field, in_file, mark_of
from gongkai.disclosures.models.drafts import FileRole
from gongkai.language import say


def check(facts: Facts) -> Iterator[Finding]:
    """Missing and impossible fields, descriptions of pictures, guesses that nobody has confirmed."""
    yield from _missing(facts)
    yield from _days(facts)
    yield from _pictures(facts)
    if facts.guessed:
        yield _must(
            "guessed",
            say("猜的还没有核对"),
            say("有{n}项是从文件里猜的，请逐项核对，再点“我核对过”。", n=len(facts.guessed)),
            "guessed",
            evidence=sorted(facts.guessed),
        )


def _missing(facts: Facts) -> Iterator[Finding]:
    if not facts.title.strip():
        yield _must("title", say("没有标题"), say("请写明标题，公众首先按标题查找。"), "title")
    if not facts.html.strip() and not any(file.public and file.role == FileRole.ATTACHMENT for file in facts.files):
        yield _must("text", say("没有正文"), say("请粘贴正文，或者放进一个文件。"), "html")
    if not facts.has_column:
        yield _must("column", say("没有选栏目"), say("请选择栏目，它决定公众在哪里看到。"), "column")
    if not facts.has_section:
        yield _must("section", say("没有责任科室"), say("请选择责任科室，以后由它更新。"), "section")
    if facts.made_on is None:
        yield _must(
            "made_on",
            say("没有成文日期"),
            say("请填写成文日期，公开期限从这一天算起（条例第二十六条）。"),
            "made_on",
        )
    if facts.proactive:
        if not facts.summary.strip():
            yield Finding(
                "fields.summary",
                Severity.LOOK,
                say("没有内容概述"),
                say("目录要有内容概述（条例第十二条）。空着的，公开时取正文开头。"),
                mark_of("fields.summary"),
                place=in_field("summary"),
                ways=(Way.FIELD, Way.EXCUSE),
            )
        for problem in facts.problems:
            yield _must("kind", say("{kind}缺项", kind=facts.kind.label), problem, "details", evidence=[problem])
    else:
        if not facts.ground:
            yield _must("ground", say("没有不公开的理由"), say("不主动公开的，请选择法定理由。"), "ground")
        if not facts.ground_note.strip():
            yield _must(
                "ground_note", say("没有说明理由"), say("请用一两句话说明，为什么属于这种情形。"), "ground_note"
            )
        if facts.review_again_on is None:
            yield _must(
                "review_again_on",
                say("没有再次评估的日期"),
                say("不主动公开的信息要定期评估（条例第十八条），请定一个日期。"),
                "review_again_on",
            )


def _days(facts: Facts) -> Iterator[Finding]:
    if facts.made_on is not None and facts.made_on > facts.today:
        yield _must(
            "made_later",
            say("成文日期晚于今天"),
            say("成文日期晚于今天，请核对落款。"),
            "made_on",
            evidence=[facts.made_on],
        )
    if facts.valid_until and facts.effective_on and facts.valid_until < facts.effective_on:
        yield _must(
            "validity",
            say("有效期早于生效日期"),
            say("有效期在生效以前就结束了，请核对这两个日期。"),
            "valid_until",
            evidence=[facts.valid_until, facts.effective_on],
        )
    if not facts.proactive and facts.review_again_on is not None and facts.review_again_on <= facts.today:
        yield _must(
            "review_past",
            say("再次评估的日期已过"),
            say("再次评估的日期要晚于今天。"),
            "review_again_on",
            evidence=[facts.review_again_on],
        )


def _pictures(facts: Facts) -> Iterator[Finding]:
    if not facts.proactive:
        return
    for file in facts.files:
        if file.role == FileRole.PICTURE and file.used and not file.alt.strip():
            yield Finding(
                "fields.alt",
                Severity.MUST,
                say("图片没有说明"),
                say("“{name}”没有文字说明，看不见图片的人不知道画的是什么。请写一句。", name=file.name),
                mark_of("fields.alt", file.name),
                shown=file.name,
                place=in_file(file.pk),
                ways=(Way.FIELD,),
            )


def _must(code: str, label: str, says: str, name: str, *, evidence: Iterable[object] = ()) -> Finding:
    full = f"fields.{code}"
    return Finding(full, Severity.MUST, label, says, mark_of(full, *evidence), place=in_field(name), ways=(Way.FIELD,))
