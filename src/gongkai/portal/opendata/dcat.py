"""The files as DCAT 3 (W3C Data Catalog Vocabulary) in JSON-LD, so that other catalogues can harvest them."""

from __future__ import annotations

from typing import Any

from gongkai.language import say
from gongkai.portal.opendata.shelf import File, Manifest

MEDIA_TYPE = "application/ld+json"
CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_DAILY = "http://publications.europa.eu/resource/authority/frequency/DAILY"
_CHINESE = "http://publications.europa.eu/resource/authority/language/ZHO"
_KINDS = "https://www.iana.org/assignments/media-types/"


def catalogue(manifest: Manifest, base: str, publisher: str) -> dict[str, Any]:
    """The whole catalogue. ``base``: the address of the site without a slash at the end; ``publisher``: who runs it.

    Files of the same content in several forms are distributions of one dataset.
    """
    home = f"{base}/opendata/"
    groups: dict[str, list[File]] = {}
    for file in manifest.files:
        groups.setdefault(file.name.rsplit(".", 1)[0], []).append(file)
    agent = {"@id": f"{base}/", "@type": "foaf:Agent", "foaf:name": _zh(publisher)}
    datasets = [_dataset(home, stem, files, agent) for stem, files in groups.items()]
    service = {
        "@id": f"{base}/api/",
        "@type": "dcat:DataService",
        "dct:title": _zh(say("查询接口")),
        "dct:description": _zh(say("逐件查询公开信息、机关、栏目、规范性文件和年度报告数据。")),
        "dcat:endpointURL": {"@id": f"{base}/api/v1/"},
        "dcat:endpointDescription": {"@id": f"{base}/api/openapi.json"},
        "dcat:servesDataset": [{"@id": one["@id"]} for one in datasets],
    }
    return {
        "@context": CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": _zh(say("{publisher}政府信息公开开放数据", publisher=publisher)),
        "dct:description": _zh(say("主动公开的政府信息的目录、规范性文件登记和年度报告数据，每天夜里更新。")),
        "dct:publisher": agent,
        "dct:language": {"@id": _CHINESE},
        "dct:license": {"@id": f"{home}#use"},
        "dct:modified": _moment(manifest.made_at),
        "foaf:homepage": {"@id": home},
        "dcat:dataset": datasets,
        "dcat:service": [service],
    }


def _dataset(home: str, stem: str, files: list[File], agent: dict[str, Any]) -> dict[str, Any]:
    first = files[0]
    return {
        "@id": f"{home}#{stem}",
        "@type": "dcat:Dataset",
        "dct:identifier": stem,
        "dct:title": _zh(first.title),
        "dct:description": _zh(first.about),
        "dct:publisher": {"@id": agent["@id"]},
        "dct:language": {"@id": _CHINESE},
        "dct:modified": _moment(max(file.changed_at for file in files)),
        "dct:accrualPeriodicity": {"@id": _DAILY},
        "dcat:keyword": [{"@value": word, "@language": "zh"} for word in (say("政府信息公开"), say("主动公开"))],
        "dcat:distribution": [_distribution(home, file) for file in files],
    }


def _distribution(home: str, file: File) -> dict[str, Any]:
    return {
        "@id": f"{home}{file.name}",
        "@type": "dcat:Distribution",
        "dct:title": _zh(file.name),
        "dct:license": {"@id": f"{home}#use"},
        "dct:modified": _moment(file.changed_at),
        "dcat:accessURL": {"@id": home},
        "dcat:downloadURL": {"@id": f"{home}{file.name}"},
        "dcat:mediaType": {"@id": f"{_KINDS}{file.media_type.split(';')[0]}"},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _zh(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "zh"}


def _moment(text: str) -> dict[str, str]:
    return {"@value": text, "@type": "xsd:dateTime"}
