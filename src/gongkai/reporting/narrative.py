"""A first draft of the narrative sections, from recorded facts alone. Each sentence names the cells and facts it rests on.

Nothing is said that no register holds: no meetings, no 高度重视. What nobody recorded, the clerk writes; the checks then compare
the words with the tables (decision 0072).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.language import say
from gongkai.law.outcomes import GROUP_NAMES
from gongkai.law.receipt import Channel
from gongkai.reporting.counting import fact_rules as known
from gongkai.reporting.figures import Figures
from gongkai.reports.model import CellId

Facts = Mapping[CellId, int]

CHANNEL_WORDS = {
    Channel.ONLINE: "网上提交",
    Channel.IN_PERSON: "当面提交",
    Channel.ORAL: "口头提出",
    Channel.SIGNED_MAIL: "邮寄签收",
    Channel.ORDINARY_MAIL: "平常信函",
    Channel.FAX: "传真",
    Channel.EMAIL: "电子邮件",
    Channel.PASSED_ON: "其他单位转来",
    Channel.WRONG_OFFICE: "寄至其他科室",
    Channel.OTHER: "其他渠道",
}
"""How a channel is named in the text of the report."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what it rests on. ``topic``: opens a paragraph of its own."""

    text: str
    cells: tuple[CellId, ...]
    topic: bool = False


def narrative(figures: Figures, facts: Facts) -> dict[str, tuple[Sentence, ...]]:
    """The drafted sentences of each narrative section. 存在的主要问题 has none: problems are not counted, they are owned up to."""
    return {
        "overview": tuple(_overview(figures, facts)),
        "problems": (),
        "other": tuple(_other(figures, facts)),
    }


def text_of(sentences: Iterable[Sentence]) -> str:
    """The sentences as paragraphs, one a line."""
    lines: list[str] = []
    for sentence in sentences:
        if sentence.topic or not lines:
            lines.append(sentence.text)
        else:
            lines[-1] += sentence.text
    return "\n".join(lines)


def _at(row: str, table: str = "applications", column: str = "total") -> CellId:
    return CellId(table, row, column)


def _overview(figures: Figures, facts: Facts) -> Iterable[Sentence]:
    yield from _proactive(figures, facts)
    yield from _on_application(figures, facts)
    yield from _management(figures)
    online = facts[known.CHANNELS[Channel.ONLINE]]
    if online:
        yield Sentence(
            say("政府信息公开平台建设方面，申请人网上提交申请{n}件。", n=online),
            (known.CHANNELS[Channel.ONLINE],),
            topic=True,
        )
    yield from _oversight(figures, facts)


def _proactive(figures: Figures, facts: Facts) -> Iterable[Sentence]:
    """What 表二 says, as far as it is filled in (the form of 2021, whose cells these are), then what was published, where, and with
    whom it was talked over. Only what happened is told."""
    made, repealed = (_at("normative", "proactive", column) for column in ("made", "repealed"))
    decided = [_at(row, "proactive", "decisions") for row in ("permits", "penalties", "coercion")]
    told = []
    if figures.values.get(made) is not None and figures.values.get(repealed) is not None:
        told.append(
            say(
                "制发行政规范性文件{made}件，废止行政规范性文件{repealed}件",
                made=figures.values[made],
                repealed=figures.values[repealed],
            )
        )
    words = (say("作出行政许可决定{n}件"), say("作出行政处罚决定{n}件"), say("作出行政强制决定{n}件"))
    told += [
        word.format(n=figures.values[cell])
        for cell, word in zip(decided, words, strict=True)
        if figures.values.get(cell) is not None
    ]
    if told:
        rests = tuple(c for c in (made, repealed, *decided) if figures.values.get(c) is not None)
        yield Sentence(say("主动公开方面，本年{what}。", what="，".join(told)), rests, topic=True)
    for n, sentence in enumerate(_published(facts)):
        if n or told:
            yield sentence
        else:
            yield Sentence(say("主动公开方面，{what}", what=sentence.text), sentence.cells, topic=True)


def _published(facts: Facts) -> Iterable[Sentence]:
    """What went out, from releases, interpretations, consultations and proposals."""
    if facts[known.ITEMS]:
        kinds = (
            (known.NORMATIVE, say("行政规范性文件{n}件")),
            (known.POLICIES, say("其他政策文件{n}件")),
            (known.INTERPRETATIONS, say("政策解读{n}篇")),
        )
        among, cells = _list(facts, kinds)
        text = say("全年主动公开政府信息{n}条", n=facts[known.ITEMS])
        text += say("，其中{list}", list=among) if among else ""
        yield Sentence(text + "。", (known.ITEMS, *cells))
    outlets = tuple((cell, say("{name}{n}条", name=outlet.label, n="{n}")) for outlet, cell in known.OUTLETS.items())
    named, cells = _list(facts, outlets)
    if named:
        yield Sentence(say("发布渠道：{list}。", list=named), cells)
    talked, cells = _list(
        facts,
        (
            (known.OPINIONS_ASKED, say("公开征求意见{n}次")),
            (known.OPINIONS_ANSWERED, say("反馈征求意见结果{n}次")),
            (known.ACTIVITIES, say("开展政府开放日等活动{n}次")),
        ),
        "，",
    )
    if talked:
        yield Sentence(talked + "。", cells)
    replied, cells = _list(
        facts,
        (
            (known.SUGGESTIONS, say("答复人大代表建议{n}件")),
            (known.PROPOSALS, say("答复政协提案{n}件")),
            (known.PROPOSALS_PUBLISHED, say("公开建议提案答复{n}件")),
        ),
        "，",
    )
    if replied:
        yield Sentence(replied + "。", cells)


def _list(facts: Facts, wanted: Iterable[tuple[CellId, str]], between: str = "、") -> tuple[str, tuple[CellId, ...]]:
    """The words for each fact that is not nought, and the cells they rest on."""
    held = [(cell, words.format(n=facts[cell])) for cell, words in wanted if facts[cell]]
    return between.join(words for _, words in held), tuple(cell for cell, _ in held)


def _on_application(figures: Figures, facts: Facts) -> Iterable[Sentence]:
    values = figures.values
    received, carried_in = values[_at("received")], values[_at("carried_in")]
    handled, carried_out = values[_at("handled_total")], values[_at("carried_out")]
    if not received and not carried_in:
        yield Sentence(
            say("依申请公开方面，本年没有收到政府信息公开申请。"), (_at("received"), _at("carried_in")), topic=True
        )
        return
    yield Sentence(
        say(
            "依申请公开方面，全年新收政府信息公开申请{received}件，上年结转{carried_in}件；共办结{handled}件，结转下年度继续办理{carried_out}件。",
            received=received,
            carried_in=carried_in,
            handled=handled,
            carried_out=carried_out,
        ),
        (_at("received"), _at("carried_in"), _at("handled_total"), _at("carried_out")),
        topic=True,
    )
    yield from _results(figures)
    channels = [(c, facts[cell], cell) for c, cell in known.CHANNELS.items() if facts[cell]]
    if channels:
        yield Sentence(
            say("申请的来源：{list}。", list="、".join(f"{CHANNEL_WORDS[c]}{n}件" for c, n, _ in channels)),
            tuple(cell for *_, cell in channels),
        )
    steps = (
        (known.CORRECTIONS, say("告知补正{n}件")),
        (known.THIRD_PARTIES, say("书面征求第三方意见{n}次")),
        (known.EXTENSIONS, say("延期答复{n}件")),
    )
    told = [(cell, words.format(n=facts[cell])) for cell, words in steps if facts[cell]]
    if told:
        yield Sentence(
            say("办理中，{list}。", list="，".join(words for _, words in told)), tuple(cell for cell, _ in told)
        )


def _results(figures: Figures) -> Iterable[Sentence]:
    """What became of them, in the six groups of the form; those with nothing are left out."""
    rows = figures.edition.tables["applications"].rows
    told, rests = [], []
    for group, name in GROUP_NAMES.items():
        cells = [_at(row) for row in rows if row == group or row.startswith(group + ".")]
        n = sum(int(figures.values[cell] or 0) for cell in cells)
        if n:
            told.append(f"{name}{n}件")
            rests += [cell for cell in cells if figures.values[cell]]
    if told:
        yield Sentence(say("办理结果：{list}。", list="、".join(told)), tuple(rests))


def _management(figures: Figures) -> Iterable[Sentence]:
    cell = _at("normative", "proactive", "in_force")
    if figures.values.get(cell) is not None:
        yield Sentence(
            say("政府信息管理方面，年末现行有效的行政规范性文件{n}件。", n=figures.values[cell]), (cell,), topic=True
        )


def _oversight(figures: Figures, facts: Facts) -> Iterable[Sentence]:
    """What the registers hold of 监督保障: answers given late, and the cases in which the body was put right."""
    suits = ("suit_direct", "suit_after_reconsideration")
    cases = [_at(row, "remedies") for row in ("reconsideration", *suits)]
    reconsidered, *sued = (int(figures.values[cell] or 0) for cell in cases)
    if figures.values[_at("handled_total")] or reconsidered or sum(sued):
        late = say("逾期答复的申请{n}件", n=facts[known.LATE]) if facts[known.LATE] else say("没有逾期答复的申请")
        if reconsidered or sum(sued):
            after = say("因政府信息公开被申请行政复议{n}件、被提起行政诉讼{m}件", n=reconsidered, m=sum(sued))
        else:
            after = say("没有因政府信息公开被申请行政复议、提起行政诉讼")
        yield Sentence(say("监督保障方面，{late}；{after}。", late=late, after=after), (known.LATE, *cases), topic=True)


def _other(figures: Figures, facts: Facts) -> Iterable[Sentence]:
    """The statement of the 信息处理费 that 国办公开办函〔2021〕30号 wants here, also when there is none; the fee exists since 2021."""
    if figures.year < 2021:
        return
    notices, collected = facts[known.FEE_NOTICES], facts[known.FEE_COLLECTED]
    rests = (known.FEE_COLLECTED, known.FEE_NOTICES, known.FEE_BILLED)
    if notices or collected:
        text = say(
            "本年度实收信息处理费{collected}元；发出收费通知{notices}件，应收{billed}元",
            collected=collected,
            notices=notices,
            billed=facts[known.FEE_BILLED],
        )
        if facts[known.FEE_REFUNDED]:
            text += say("，退还{refunded}元", refunded=facts[known.FEE_REFUNDED])
            rests = (*rests, known.FEE_REFUNDED)
        yield Sentence(text + "。", rests, topic=True)
    elif figures.values.get(_at("other.fee_lapsed")):
        # The notice went out the year before and lapsed in this one: there was a notice, only not this year.
        yield Sentence(say("本年度没有收取信息处理费。"), rests, topic=True)
    else:
        yield Sentence(say("本年度没有发出收费通知，没有收取信息处理费。"), rests, topic=True)
