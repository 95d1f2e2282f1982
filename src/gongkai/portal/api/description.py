"""The description of the API: OpenAPI 3.1, made of the same declarations that answer."""

from __future__ import annotations

from typing import Any

from gongkai.language import say
from gongkai.portal.api.answering import CALLS, Endpoint
from gongkai.portal.api.endpoints import ENDPOINTS
from gongkai.portal.api.problems import MEDIA_TYPE, titles
from gongkai.portal.api.schemas import ref, schemas

VERSION = "1.0.0"


def description(base: str, name: str) -> dict[str, Any]:
    """``base``: the address of the site without a slash at the end; ``name``: whose it is."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say("{name}政府信息公开查询接口", name=name),
            "version": VERSION,
            "summary": say("主动公开的政府信息，供程序读取"),
            "description": say(
                "只读，不用注册。编号永久不变；字段只增加，不改含义。列表按next翻页，从头翻到尾每件恰好一次。每分钟最多{n}次，要全部数据请下载开放数据文件。",
                n=CALLS,
            ),
            "license": {
                "name": say("依照《中华人民共和国政府信息公开条例》公开，使用请注明来源"),
                "url": f"{base}/opendata/#use",
            },
        },
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "servers": [{"url": base}],
        "paths": {endpoint.path: _path(endpoint) for endpoint in ENDPOINTS},
        "components": {
            "schemas": schemas(),
            "responses": {
                str(status): {
                    "description": title,
                    "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
                }
                for status, title in titles().items()
            },
            "headers": {
                "ETag": {"description": say("内容的标记，用If-None-Match再来问"), "schema": {"type": "string"}},
                "Link": {"description": say("下一页的网址（rel=next），最后一页没有"), "schema": {"type": "string"}},
            },
        },
    }


def _path(endpoint: Endpoint) -> dict[str, Any]:
    statuses = [400, 404, 429] if endpoint.has_id else [400, 429]
    lists = "cursor" in {each.name for each in endpoint.parameters}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in (("ETag", "Link") if lists else ("ETag",))}
    return {
        "get": {
            "operationId": endpoint.name,
            "summary": endpoint.summary,
            "parameters": [each.described() for each in endpoint.parameters],
            "responses": {
                "200": {
                    "description": endpoint.summary,
                    "headers": headers,
                    "content": {"application/json": {"schema": ref(endpoint.schema)}},
                },
                "304": {"description": say("和您已有的一样")},
                **{str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses},
            },
        }
    }
