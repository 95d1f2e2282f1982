"""What the API answers, as JSON Schema (2020-12, the dialect of OpenAPI 3.1). Nothing may come that is not written here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.disclosures.models import Validity
from gongkai.language import say
from gongkai.portal.opendata.rows import COLUMNS

Schema = dict[str, Any]
STRING: Schema = {"type": "string"}
DATE: Schema = {"type": ["string", "null"], "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
MAYBE: Schema = {"type": ["string", "null"]}
ADDRESS: Schema = {"type": "string", "format": "uri-reference"}


def ref(name: str) -> Schema:
    """One of the schemas by name."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(properties: Mapping[str, Schema], about: str = "") -> Schema:
    """An object with exactly these fields, all of them there."""
    made: Schema = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }
    return {**made, "description": about} if about else made


def many(of: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": of}


def page(name: str) -> Schema:
    """A page of a long list: ``next`` is the cursor of the next one, null on the last."""
    return thing({"items": many(ref(name)), "next": MAYBE})


_TYPES: dict[str, Schema] = {
    **dict.fromkeys(("made_on", "published_on", "changed_on", "effective_on", "valid_until"), DATE),
    "attachments": NUMBER,
    "version": {"type": "integer", "minimum": 1},
    "address": ADDRESS,
    "validity": {"type": "string", "enum": [str(value.value) for value in Validity]},
    "id": {"type": "string", "pattern": "^([0-9]{4}-[0-9]{1,9}|p[0-9]{1,18})$"},
}
ITEM_FIELDS: dict[str, Schema] = {key: {**_TYPES.get(key, STRING), "description": label} for key, label in COLUMNS}
"""The fields of the catalogue, as the open data has them."""
REPORT_FIELDS: dict[str, Schema] = {
    "agency": STRING,
    "agency_slug": STRING,
    "year": {"type": "integer"},
    "edition": STRING,
    "published_on": DATE,
    "number": {"type": "integer", "minimum": 1, "description": say("第几次批准，更正后加一")},
    "sha256": STRING,
    "address": ADDRESS,
}


def schemas() -> dict[str, Schema]:
    """All of them by name."""
    return {
        "Item": thing(ITEM_FIELDS, say("一件公开信息的目录字段")),
        "WholeItem": thing(
            {
                **ITEM_FIELDS,
                "html": STRING,
                "details": many(thing({"key": STRING, "label": STRING, "value": STRING})),
                "files": many(ref("File")),
                "versions": many(ref("Version")),
                "interprets": many(ref("Link")),
                "interpreted_by": many(ref("Link")),
            },
            say("一件公开信息的全部内容：目录字段、正文、附件、历次版本、解读"),
        ),
        "File": thing({"name": STRING, "media_type": STRING, "size": NUMBER, "sha256": STRING, "address": ADDRESS}),
        "Version": thing(
            {
                "number": {"type": "integer", "minimum": 1},
                "at": MOMENT,
                "note": STRING,
                "sha256": STRING,
                "address": ADDRESS,
            }
        ),
        "Link": thing({"id": STRING, "title": STRING, "address": ADDRESS}),
        "Items": page("Item"),
        "Agency": thing(
            {
                "slug": STRING,
                "name": STRING,
                "short_name": STRING,
                "code": STRING,
                "organisation_code": STRING,
                "kind": STRING,
                "kind_name": STRING,
                "supervised_by": MAYBE,
                "successor": MAYBE,
                "starts_on": DATE,
                "ends_on": DATE,
                "office": STRING,
                "office_address": STRING,
                "phone": STRING,
                "hours": STRING,
                "address": ADDRESS,
                "catalogue": ADDRESS,
            },
            say("一家行政机关"),
        ),
        "Agencies": page("Agency"),
        "Column": thing(
            {
                "agency_slug": STRING,
                "slug": STRING,
                "name": STRING,
                "parent": MAYBE,
                "clause": STRING,
                "clause_name": STRING,
                "freshness": STRING,
                "description": STRING,
                "address": ADDRESS,
            },
            say("一个栏目"),
        ),
        "Columns": page("Column"),
        "Report": thing(REPORT_FIELDS, say("一份已经公开的年度报告")),
        "Reports": page("Report"),
        "WholeReport": thing({**REPORT_FIELDS, "figures": many(ref("Figure"))}, say("一份年度报告的全部数字")),
        "Figure": thing(
            {
                "cell": {"type": "string", "pattern": "^[a-z]+/[a-z_.]+/[a-z_]+$"},
                "table": {"type": "string", "enum": ["proactive", "applications", "remedies"]},
                "row": STRING,
                "row_label": STRING,
                "column": STRING,
                "column_label": STRING,
                "value": {
                    "oneOf": [
                        {"type": "integer"},
                        {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
                        {"type": "null"},
                    ],
                    "description": say("件数是整数，金额（万元）是十进制文字，空格是null"),
                },
            },
            say("法定表格中的一个数"),
        ),
        "Document": thing(
            {
                "id": STRING,
                "address": ADDRESS,
                "agency": STRING,
                "agency_slug": STRING,
                "level": STRING,
                "level_name": STRING,
                "title": STRING,
                "document_number": STRING,
                "registration": STRING,
                "made_on": DATE,
                "published_on": DATE,
                "effective_on": DATE,
                "valid_until": DATE,
                "revised_on": DATE,
                "ended_on": DATE,
                "ended_how": STRING,
                "validity": {"type": "string", "enum": [str(value.value) for value in Validity]},
                "validity_name": STRING,
            },
            say("一件规章、规范性文件或者其他政策文件，和它今天的有效性"),
        ),
        "Documents": page("Document"),
        "Problem": {
            "type": "object",
            "properties": {
                "type": STRING,
                "title": STRING,
                "status": {"type": "integer"},
                "detail": STRING,
                "parameter": STRING,
            },
            "required": ["type", "title", "status", "detail"],
            "additionalProperties": False,
            "description": "RFC 9457",
        },
    }
