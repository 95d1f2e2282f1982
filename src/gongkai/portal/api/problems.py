"""What went wrong, as RFC 9457 has it: a sentence for the reader of a log, fields for a program."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from gongkai.language import say

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is none. ``parameter``: the one that was wrong."""

    def __init__(self, status: int, detail: str, parameter: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.parameter = status, detail, parameter


def titles() -> dict[int, str]:
    """The short name of each status."""
    return {400: say("参数不对"), 404: say("没有找到"), 405: say("只能读取"), 429: say("查询太快")}


def answer(problem: Problem) -> HttpResponse:
    """``problem`` as it is sent."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": titles()[problem.status],
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.parameter:
        body["parameter"] = problem.parameter
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=problem.status, content_type=MEDIA_TYPE)
