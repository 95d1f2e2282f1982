"""The addresses of the API: one for each endpoint, its description, and a page for people."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Site
from gongkai.language import say
from gongkai.people.access import open_to_all
from gongkai.portal.api.answering import CALLS, json_answer, nothing_here, view_of
from gongkai.portal.api.description import description
from gongkai.portal.api.endpoints import ENDPOINTS
from gongkai.portal.frame import absolute, government_name, show


@require_safe
@open_to_all
def described(request: HttpRequest) -> HttpResponse:
    """The description, for tools."""
    response = json_answer(request, _description(request))
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@open_to_all
def page(request: HttpRequest) -> HttpResponse:
    """The same for people: every endpoint with its parameters and an address to try."""
    told = _description(request)
    endpoints = [
        {
            "path": each.path,
            "summary": each.summary,
            "label": say("{path}的参数", path=each.path),
            "parameters": [(p.name, p.about, _bounds(p.schema)) for p in each.parameters],
            "example": "" if each.has_id else each.path + ("?limit=2" if each.name != "columns" else ""),
            "fields": list(_properties(told, each.schema)),
        }
        for each in ENDPOINTS
    ]
    return show(request, "api.html", current="opendata", endpoints=endpoints, calls=CALLS, base=absolute(request, ""))


def _description(request: HttpRequest) -> dict[str, Any]:
    site = Site.this()
    return description(absolute(request, "", site), site.operator or government_name() or site.name)


def _bounds(schema: Any) -> str:
    """What a parameter takes, in short."""
    if "enum" in schema:
        return "、".join(schema["enum"]) if len(schema["enum"]) <= 20 else "、".join(schema["enum"][:12]) + "……"
    if "minimum" in schema:
        return f"{schema['minimum']}–{schema['maximum']}"
    return "true、false" if schema["type"] == "boolean" else ""


def _properties(told: dict[str, Any], name: str) -> list[str]:
    found = told["components"]["schemas"][name]["properties"]
    if "items" in found and "next" in found:
        inner = found["items"]["items"]["$ref"].rsplit("/", 1)[1]
        return list(told["components"]["schemas"][inner]["properties"])
    return list(found)


def urls() -> list[URLPattern]:
    """Every address below ``api/``."""
    made = [
        path(
            endpoint.path.lstrip("/").replace("{", "<str:").replace("}", ">"),
            view_of(endpoint),
            name=f"api_{endpoint.name}",
        )
        for endpoint in ENDPOINTS
    ]
    return [
        path("api/", page, name="api"),
        path("api/openapi.json", described, name="openapi"),
        *made,
        path("api/<path:rest>", nothing_here, name="api_nothing"),
    ]
