"""The API against its own description: every path, every parameter with values that the schema allows and that it does not, every
answer against its schema. What the description does not say must not come."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from gongkai.disclosures.models import Item
from gongkai.people import clock
from gongkai.portal.api import answering
from gongkai.portal.api.endpoints import ENDPOINTS
from portal.shelf import SECRETS, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

Schema = dict[str, Any]
EXAMPLES = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
BASE = "http://localhost"


@pytest.fixture
def told() -> Schema:
    """The description, with something behind every path."""
    cache.clear()
    stocked()
    found: Schema = json.loads(get("/api/openapi.json").content)
    return found


def get(address: str, **headers: str) -> Any:
    return Client().get(address, headers={"host": "localhost", **headers})


def validator(told: Schema, schema: Schema) -> Draft202012Validator:
    """For one schema with all the others within reach."""
    root = Resource.from_contents({"$id": "urn:told", **told}, default_specification=DRAFT202012)
    registry = Registry().with_resource("urn:told", root)
    moved = json.loads(json.dumps(schema).replace('"#/', '"urn:told#/'))
    return Draft202012Validator(moved, registry=registry, format_checker=FormatChecker())


def resolved(told: Schema, node: Schema) -> Schema:
    """What a $ref stands for."""
    while "$ref" in node:
        place: Any = told
        for part in node["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        node = place
    return node


def held_against(told: Schema, operation: Schema, response: Any) -> None:
    """Status, media type, headers and body are what the description says."""
    described = operation["responses"].get(str(response.status_code))
    assert described is not None, (response.status_code, response.content[:300])
    described = resolved(told, described)
    if "content" not in described:
        assert response.content == b""
        return
    ((media_type, content),) = described["content"].items()
    assert response["Content-Type"].split(";")[0] == media_type
    body = json.loads(response.content)
    faults = [error.message for error in validator(told, content["schema"]).iter_errors(body)]
    assert faults == []
    if response.status_code == 200:
        assert response["ETag"]
        assert ("Link" in response) == bool(isinstance(body, dict) and body.get("next"))
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert [secret for secret in SECRETS if secret in response.content.decode()] == []


# What a schema allows, and what it does not


def allowed(schema: Schema) -> st.SearchStrategy[str]:
    """Values, as they stand in an address, that the schema allows."""
    if schema["type"] == "boolean":
        return st.sampled_from(("true", "false"))
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], schema["maximum"]).map(str)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("format") == "date":
        return st.dates().map(str)
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True).filter(
            lambda text: "\n" not in text
        )
    words = st.sampled_from(("补贴", "以旧换新", "云商发〔2026〕31号", "决算", "", "冰箱", '"', "AND", "a*"))
    return st.one_of(
        words,
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=schema["maxLength"]),
    )


def forbidden(schema: Schema) -> st.SearchStrategy[str]:
    """Values that the schema does not allow."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
    if schema["type"] == "boolean":
        return anything.filter(lambda text: text not in ("true", "false"))
    if schema["type"] == "integer":
        outside = st.one_of(
            st.integers(max_value=schema["minimum"] - 1), st.integers(min_value=schema["maximum"] + 1)
        ).map(str)
        return st.one_of(outside, anything.filter(lambda text: not re.fullmatch("-?[0-9]+", text)))
    if "enum" in schema:
        return anything.filter(lambda text: text not in schema["enum"])
    if "pattern" in schema:
        return anything.filter(lambda text: not re.search(schema["pattern"], text, re.ASCII))
    return st.just("长" * (schema["maxLength"] + 1))


def operations(told: Schema) -> Iterator[tuple[str, Schema]]:
    for path, item in told["paths"].items():
        assert list(item) == ["get"]
        yield path, item["get"]


REAL: dict[str, Callable[[], list[str]]] = {
    "id": lambda: ["2026-00031", f"p{Item.objects.get(title='部门决算').pk}"],
    "slug": lambda: ["shangwu", "yunling"],
    "year": lambda: ["2025"],
    "agency": lambda: ["shangwu"],
    "column": lambda: ["wenjian"],
}
"""Values behind which there is something, for parameters that name a thing."""


def filled(path: str, operation: Schema, choose: random.Random, valid: bool = True) -> str:
    """The path with real ids in it."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(choose.choice(REAL[parameter["name"]]()), safe=""))
    return path


def paths() -> list[str]:
    return [endpoint.path for endpoint in ENDPOINTS]


def test_the_description_is_itself_in_order(told: Schema) -> None:
    assert told["openapi"] == "3.1.0"
    assert list(told["paths"]) == paths()
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    refs = set(re.findall(r'"\$ref": "(#/[^"]+)"', json.dumps(told)))
    assert all(resolved(told, {"$ref": ref}) for ref in refs)
    ids = [operation["operationId"] for _, operation in operations(told)]
    assert len(set(ids)) == len(ids)
    for path, operation in operations(told):
        named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path))
        for parameter in operation["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])
            assert parameter["description"]


def test_every_object_of_the_description_is_closed(told: Schema) -> None:
    def objects(node: Any) -> Iterator[Schema]:
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    assert [
        node for node in objects(told["components"]["schemas"]) if node.get("additionalProperties") is not False
    ] == []


@pytest.mark.parametrize("path", paths())
def test_what_is_allowed_is_answered_as_described(told: Schema, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "CALLS", 10**6)
    operation = told["paths"][path]["get"]
    query = [p for p in operation["parameters"] if p["in"] == "query"]
    real = {p["name"]: st.sampled_from(REAL[p["name"]]()) for p in query if p["name"] in REAL}
    values = {p["name"]: st.one_of(real.get(p["name"], st.nothing()), allowed(p["schema"])) for p in query}
    seen = set()

    @EXAMPLES
    @given(st.fixed_dictionaries({}, optional=values), st.randoms(use_true_random=False))
    def asked(chosen: dict[str, str], choose: random.Random) -> None:
        response = get(f"{filled(path, operation, choose)}?{urlencode(chosen)}")
        held_against(told, operation, response)
        # A slug or a cursor may be well made and name nothing.
        naming = {"agency", "column", "cursor"} & set(chosen)
        missing = "{year}" in path or "{slug}" in path
        assert (
            response.status_code == 200
            or (response.status_code == 400 and naming)
            or (response.status_code == 404 and missing)
        )
        seen.add(response.status_code)

    asked()
    assert 200 in seen


@pytest.mark.parametrize(
    ("path", "name"),
    [(e.path, p.name) for e in ENDPOINTS for p in e.parameters if not p.path],
    ids=lambda value: str(value),
)
def test_what_is_not_allowed_is_refused_by_name(
    told: Schema, path: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "CALLS", 10**6)
    operation = told["paths"][path]["get"]
    (parameter,) = (p for p in operation["parameters"] if p["name"] == name and p["in"] == "query")

    @settings(EXAMPLES, max_examples=8)
    @given(forbidden(parameter["schema"]), st.randoms(use_true_random=False))
    def asked(value: str, choose: random.Random) -> None:
        response = get(f"{filled(path, operation, choose)}?{urlencode({name: value})}")
        held_against(told, operation, response)
        assert (response.status_code, json.loads(response.content)["parameter"]) == (400, name)

    asked()


@pytest.mark.parametrize("path", [endpoint.path for endpoint in ENDPOINTS if endpoint.has_id])
def test_an_id_of_nothing_is_not_found(told: Schema, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "CALLS", 10**6)
    operation = told["paths"][path]["get"]
    names = [p["name"] for p in operation["parameters"] if p["in"] == "path"]

    @settings(EXAMPLES, max_examples=15)
    @given(
        st.tuples(
            *(st.text("abcXYZ0189-_.%é号 '\"", min_size=1, max_size=30).map(lambda t: quote(t, safe="")) for _ in names)
        )
    )
    def asked(values: tuple[str, ...]) -> None:
        address = path
        for name, value in zip(names, values, strict=True):
            address = address.replace("{" + name + "}", value)
        if re.search(r"/\.{1,2}(/|$)", address):
            return
        response = get(address)
        held_against(told, operation, response)
        assert response.status_code == 404

    asked()


@pytest.mark.parametrize("path", paths())
def test_an_unknown_or_doubled_parameter_is_a_mistake_and_not_ignored(told: Schema, path: str) -> None:
    operation = told["paths"][path]["get"]
    address = filled(path, operation, random.Random(1))
    for query in ("?agencys=shangwu", "?limit=2&limit=3"):
        response = get(address + query)
        held_against(told, operation, response)
        assert response.status_code == 400


@pytest.mark.parametrize("path", paths())
def test_each_method_is_answered_and_none_changes_anything(told: Schema, path: str) -> None:
    operation = told["paths"][path]["get"]
    address = filled(path, operation, random.Random(1))
    client = Client(enforce_csrf_checks=True)
    found = {
        m: client.generic(m, address).status_code for m in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
    }
    assert found == {"GET": 200, "HEAD": 200, "OPTIONS": 204, "POST": 405, "PUT": 405, "PATCH": 405, "DELETE": 405}
    refused = client.post(address)
    assert (refused["Allow"], refused["Content-Type"]) == ("GET, HEAD, OPTIONS", "application/problem+json")
    assert [
        e.message for e in validator(told, {"$ref": "#/components/schemas/Problem"}).iter_errors(refused.json())
    ] == []


@pytest.mark.parametrize("path", paths())
def test_an_answer_that_is_known_is_not_sent_again(told: Schema, path: str) -> None:
    operation = told["paths"][path]["get"]
    address = filled(path, operation, random.Random(1))
    again = get(address, **{"if-none-match": f'"other", W/{get(address)["ETag"]}'})
    held_against(told, operation, again)
    assert again.status_code == 304


def test_calling_at_a_machines_speed_is_slowed_with_the_way_out(told: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "CALLS", 3)
    cache.clear()
    found = [get("/api/v1/agencies") for _ in range(5)]
    assert [each.status_code for each in found] == [200, 200, 200, 429, 429]
    held_against(told, told["paths"]["/api/v1/agencies"]["get"], found[-1])
    assert (found[-1]["Retry-After"], "/opendata/" in found[-1].json()["detail"]) == ("60", True)


def test_an_address_that_is_none_is_a_problem_too() -> None:
    response = get("/api/v2/items")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/api/v1/items", 3),
        ("/api/v1/agencies", 2),
        ("/api/v1/columns", 1),
        ("/api/v1/reports", 1),
        ("/api/v1/documents", 1),
    ],
)
def test_a_walk_meets_everything_once_and_nothing_that_is_not_public(told: Schema, path: str, count: int) -> None:
    met: list[Any] = []
    address = f"{path}?limit=1"
    for _ in range(count + 2):
        response = get(address)
        met += response.json()["items"]
        if "Link" not in response:
            break
        match = re.fullmatch(r'<http://localhost(.+)>; rel="next"', response["Link"])
        assert match
        address = match[1]
    assert (len(met), len({json.dumps(each) for each in met})) == (count, count)


def test_a_walk_is_not_disturbed_by_what_is_published_meanwhile(told: Schema) -> None:
    first = get("/api/v1/items?limit=1").json()
    from gongkai.disclosures.published import take_over

    take_over([Item(agency=Item.objects.first().agency, title="刚刚公开", published_on=clock.today())])
    rest = get(f"/api/v1/items?limit=9&cursor={first['next']}").json()
    assert [each["title"] for each in (*first["items"], *rest["items"])] == [
        "家电以旧换新补贴实施细则", '=HYPERLINK("https://bad.example")', "部门决算",
    ]  # fmt: skip


def test_one_item_is_told_in_whole(told: Schema) -> None:
    item = get("/api/v1/items/2026-00031").json()
    kept = ("id", "address", "title", "document_number", "agency", "column", "clause_name", "validity", "attachments")
    assert {key: item[key] for key in kept} == {
        "id": "2026-00031",
        "address": "http://localhost/info/2026-00031/",
        "title": "家电以旧换新补贴实施细则",
        "document_number": "云商发〔2026〕31号",
        "agency": "云岭县商务局",
        "column": "部门文件",
        "clause_name": "行政法规、规章和规范性文件",
        "validity": "in_force",
        "attachments": 1,
    }
    assert item["html"].startswith("<p>每台补贴<b>不超过</b>1500元。</p>")
    assert [(file["name"], file["sha256"], file["size"]) for file in item["files"]] == [("申请表.pdf", "ab" * 32, 2048)]
    assert [version["number"] for version in item["versions"]] == [1]


@pytest.mark.parametrize("key", ["2026-00032", "2026-00033", "2026-00034"])
def test_what_was_withdrawn_has_expired_or_is_not_for_everybody_is_not_there(told: Schema, key: str) -> None:
    assert get(f"/api/v1/items/{key}").status_code == 404
    pk = Item.objects.get(permanent=key).pk
    assert get(f"/api/v1/items/p{pk}").status_code == 404


def test_the_filters_are_those_of_the_search(told: Schema) -> None:
    def titles(query: str) -> list[str]:
        return [each["title"] for each in get(f"/api/v1/items?{query}").json()["items"]]

    rule, sums, plain = "家电以旧换新补贴实施细则", "部门决算", '=HYPERLINK("https://bad.example")'
    for query, expected in (
        ("q=冰箱", [rule]),
        ("q=申请人姓名", [rule]),
        ("agency=shangwu&column=wenjian", [rule]),
        ("clause=20.7", [sums]),
        ("table=true", [rule]),
        ("year=2025", [plain]),
        ("until=2024-12-31", [sums]),
    ):
        assert titles(query) == expected, query


def test_a_report_gives_every_figure_of_its_form(told: Schema) -> None:
    report = get("/api/v1/reports/shangwu/2025").json()
    assert (report["edition"], len(report["figures"])) == ("2021", 200)
    cells = {figure["cell"]: figure for figure in report["figures"]}
    assert cells["applications/received/natural_person"]["value"] == 0
    assert cells["applications/received/natural_person"]["column_label"] == "自然人"


def test_documents_stand_as_they_do_today(told: Schema) -> None:
    found = {
        v: len(get(f"/api/v1/documents?validity={v}").json()["items"])
        for v in ("in_force", "pending", "revised", "ended")
    }
    assert found == {"in_force": 1, "pending": 0, "revised": 0, "ended": 0}


def test_the_page_for_people_names_every_endpoint_and_parameter(told: Schema) -> None:
    page = get("/api/").content.decode()
    assert [e.path for e in ENDPOINTS if f"<code>{e.path}</code>" not in page] == []
    assert [p.name for e in ENDPOINTS for p in e.parameters if f"<code>{p.name}</code>" not in page] == []
