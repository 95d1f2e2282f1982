"""A furnished office: the address of every kind of page of a case, each with something on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.conf import settings

import factories
from desk.cases import stages
from desk.cases.conftest import address
from gongkai.applications import actions
from gongkai.applications.actions import Party
from gongkai.applications.models import Application


@contextmanager
def on(day: str) -> Iterator[None]:
    """Let it happen on another day; what the live server sees is set anew afterwards."""
    before, settings.NOW = settings.NOW, f"{day}T09:30"
    yield
    settings.NOW = before


def the_story(bureau: Any) -> Application:
    """The case of the look's own picture: received 11 September, two parties asked from 21 to 29 September, severed."""
    with on("2026-09-11"):
        case = factories.application(
            bureau.agency,
            bureau.clerk,
            section=bureau.section,
            matter=factories.matter(
                title="外贸稳增长专项资金支持企业名单、金额及评审会议纪要",
                content="请提供你局2025年度外贸稳增长专项资金支持的企业名单、每家金额，以及研究该事项的评审会议纪要。",
                clues="2025年11月曾在局公示栏张贴过名单。",
            ),
        )
    with on("2026-09-14"):
        asked = actions.ask_section(
            case, section=bureau.section, question="请查名单、金额和会议纪要", due_on=date(2026, 9, 18), by=bureau.clerk
        )
    with on("2026-09-17"):
        actions.answer_assistance(
            asked, found="yes", places="外贸股档案柜、OA、财务系统", terms="稳增长 专项资金 2025", by=bureau.contributor
        )
        stages.with_file(case, bureau, name="2025年外贸稳增长资金分配表.pdf")
        stages.with_file(case, bureau, purpose="evidence", name="2025年第4次局长办公会议纪要.pdf")
    with on("2026-09-21"):
        parties = [Party("恒达机械有限公司", "0399-5550001", "商业秘密"), Party("云岭绿源有限公司", "", "商业秘密")]
        made = actions.consult(case, parties=parties, what="补贴金额", by=bureau.clerk)
        for consultation in made:
            paper = consultation.letters.get()
            factories.approve(paper, bureau.head)
            actions.serve(paper, method="direct", signed_on=date(2026, 9, 21), signed_by="办公室", by=bureau.clerk)
    with on("2026-09-24"):
        actions.record_opinion(made[0], opinion="agrees", on=date(2026, 9, 24), by=bureau.clerk)
    with on("2026-09-29"):
        actions.record_opinion(
            made[1], opinion="objects", reasons="利润率属于商业秘密", on=date(2026, 9, 29), by=bureau.clerk
        )
    with on("2026-10-13"):
        answers = {
            **{key: value for key, value in factories.GRANTED.items() if key != "form"},
            "ground": "process",
            "required.process": "no",
            "sever.process": "yes",
        }
        enclosed = list(case.files.filter(purpose="reply"))
        actions.decide(
            stages.fresh(case),
            answers=answers,
            by=bureau.clerk,
            given="7家企业的名单和补贴金额",
            withheld="评审会议纪要",
            findings="会议纪要记录了与会人员在决定作出之前的讨论意见，属于讨论记录，公开会影响以后的坦率讨论。",
            enclose=enclosed,
        )
    return stages.fresh(case)


def furnish(bureau: Any) -> dict[str, str]:
    """The pages by name."""
    case = the_story(bureau)
    answer = stages.letter(case, "S3")
    pages = {
        "case": address("", case),
        "letter": address("letter", case, answer.pk),
        "redecide": address("decide", case),
        "extend": address("extend", case),
        "redraw": address("letter_redraw", case, answer.pk),
        "clock": address("clock", case),
        "log": address("log", case),
        "upload": address("upload", case),
        "fail": address("fail_service", case),
    }
    makers: dict[str, tuple[Callable[[Any], Application], tuple[str, ...]]] = {
        "submitted": (stages.submitted, ("register",)),
        "unconfirmed": (stages.unconfirmed, ("confirm",)),
        "handling": (
            stages.handling,
            (
                "decide",
                "call_correction",
                "consult",
                "charge",
                "call_reasons",
                "split",
                "search",
                "assign",
                "ask_section",
            ),
        ),
        "correcting": (stages.correcting, ("correct",)),
        "consulting": (stages.consulting, ("opinion", "delivered", "cancel_consultation")),
        "paying": (stages.paying, ("pay",)),
        "reviewing": (stages.reviewing, ()),
        "dispatching": (stages.dispatching, ("serve",)),
        "closed": (stages.closed, ("signature", "hand_over")),
        "withdrawn": (stages.withdrawn, ("close", "amend")),
    }
    for name, (make, steps) in makers.items():
        made = make(bureau)
        pages[name] = address("", made)
        pages |= {step: address(step, made) for step in steps}
        if name == "searched":
            pages["outcome"] = address("outcome", made)
    ready = stages.searched(bureau)
    stages.with_file(ready, bureau)
    path = "&".join(f"{key}={value}" for key, value in factories.GRANTED.items())
    pages["outcome"] = f"{address('outcome', ready)}?{path}"
    refusal = "&".join(
        f"{key}={value}"
        for key, value in {
            **{key: value for key, value in factories.GRANTED.items() if key != "form"},
            "ground": "internal_affairs",
            "sever.internal_affairs": "no",
        }.items()
    )
    pages["outcome-refused"] = f"{address('outcome', ready)}?{refusal}"
    approved = stages.letter(stages.dispatching(bureau), "S2")
    pages["letter-approved"] = address("letter", approved.application, approved.pk)
    pages["letter-editing"] = f"{address('letter', approved.application, approved.pk)}?edit=1"
    return pages
