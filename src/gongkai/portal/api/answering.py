"""From a request to an answer: the method, the speed, the parameters, the handler, the tag."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import View, open_to_all
from gongkai.portal.api import problems
from gongkai.portal.api.parameters import Parameter, read_all
from gongkai.portal.api.problems import Problem
from gongkai.portal.frame import absolute
from gongkai.portal.limits import source_of

CALLS = 300
"""Calls a minute from one address and process. Whoever wants everything takes the files of the open data."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler gets. ``base``: the address of the site without a slash at the end."""

    values: Mapping[str, Any]
    base: str

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a parameter."""
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path. ``schema``: the name of what it answers."""

    name: str
    path: str
    summary: str
    schema: str
    handler: Callable[[Call], Any]
    parameters: Sequence[Parameter] = ()

    @property
    def has_id(self) -> bool:
        """Whether it may answer that there is no such thing."""
        return any(each.path for each in self.parameters)


def view_of(endpoint: Endpoint) -> View:
    """The view behind an endpoint."""

    def view(request: HttpRequest, **path: str) -> HttpResponse:
        return _open(_answered(request, endpoint, path))

    view.__name__ = f"api_{endpoint.name}"
    return csrf_exempt(open_to_all(view))  # type: ignore[no-any-return]


@csrf_exempt
@open_to_all
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address under the API that is none."""
    return _open(problems.answer(Problem(404, say("接口没有这个地址。可用的地址见/api/openapi.json。"))))


def json_answer(request: HttpRequest, body: Any) -> HttpResponse:
    """``body`` with its tag; 304 for whoever has it already."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    response = HttpResponse(status=304) if tag in known else HttpResponse(data, content_type="application/json")
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=60"
    return response


def _answered(request: HttpRequest, endpoint: Endpoint, path: Mapping[str, str]) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    try:
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, say("接口只能读取（GET），不能修改。"))
        if not _may_call(request):
            raise Problem(429, say("一分钟内查询太多，请稍后再试。要全部数据，请下载开放数据文件：/opendata/。"))
        call = Call(read_all(endpoint.parameters, request.GET, path), absolute(request, ""))
        body = endpoint.handler(call)
    except Problem as problem:
        response = problems.answer(problem)
        if problem.status == 429:
            response["Retry-After"] = "60"
        return response
    response = json_answer(request, body)
    if isinstance(body, dict) and body.get("next"):
        following = request.GET.copy()
        following["cursor"] = body["next"]
        response["Link"] = f'<{call.base}{request.path}?{following.urlencode()}>; rel="next"'
    return response


def _open(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may read it; they can do nothing else."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response["Allow"] = "GET, HEAD, OPTIONS"
    return response


def _may_call(request: HttpRequest) -> bool:
    """As `gongkai.portal.limits.may_look`: counted in memory, to protect the machine and no secret."""
    key = f"portal.api.{source_of(request)}.{int(clock.now().timestamp() // 60)}"
    cache.add(key, 0, timeout=120)
    try:
        return int(cache.incr(key)) <= CALLS
    except ValueError:
        return True
