"""What DCAT 3 asks of a catalogue (and DCAT-AP calls mandatory), as JSON Schema over the JSON-LD that we write."""

from __future__ import annotations

from typing import Any

TEXT = {
    "type": "object",
    "properties": {"@value": {"type": "string", "minLength": 2}, "@language": {"const": "zh"}},
    "required": ["@value", "@language"],
    "additionalProperties": False,
}
IRI = {"type": "object", "properties": {"@id": {"type": "string", "format": "uri"}}, "required": ["@id"]}
MOMENT = {
    "type": "object",
    "properties": {"@value": {"type": "string", "format": "date-time"}, "@type": {"const": "xsd:dateTime"}},
    "required": ["@value", "@type"],
}
CHECKSUM = {
    "type": "object",
    "properties": {
        "@type": {"const": "spdx:Checksum"},
        "spdx:algorithm": {"const": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"}},
        "spdx:checksumValue": {
            "type": "object",
            "properties": {
                "@value": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "@type": {"const": "xsd:hexBinary"},
            },
            "required": ["@value", "@type"],
        },
    },
    "required": ["@type", "spdx:algorithm", "spdx:checksumValue"],
}
DISTRIBUTION = {
    "type": "object",
    "properties": {
        "@id": {"type": "string", "format": "uri"},
        "@type": {"const": "dcat:Distribution"},
        "dct:title": TEXT,
        "dct:license": IRI,
        "dct:modified": MOMENT,
        "dcat:accessURL": IRI,
        "dcat:downloadURL": IRI,
        "dcat:mediaType": {
            "properties": {"@id": {"pattern": "^https://www.iana.org/assignments/media-types/[a-z]+/[a-z.+-]+$"}},
            **IRI,
        },
        "dcat:byteSize": {
            "type": "object",
            "properties": {
                "@value": {"type": "string", "pattern": "^[0-9]+$"},
                "@type": {"const": "xsd:nonNegativeInteger"},
            },
            "required": ["@value", "@type"],
        },
        "spdx:checksum": CHECKSUM,
    },
    "required": [
        "@id",
        "@type",
        "dcat:accessURL",
        "dcat:downloadURL",
        "dcat:mediaType",
        "dcat:byteSize",
        "dct:license",
        "spdx:checksum",
    ],
    "additionalProperties": False,
}
DATASET = {
    "type": "object",
    "properties": {
        "@id": {"type": "string", "format": "uri"},
        "@type": {"const": "dcat:Dataset"},
        "dct:identifier": {"type": "string"},
        "dct:title": TEXT,
        "dct:description": TEXT,
        "dct:publisher": IRI,
        "dct:language": IRI,
        "dct:modified": MOMENT,
        "dct:accrualPeriodicity": IRI,
        "dcat:keyword": {"type": "array", "items": TEXT, "minItems": 1},
        "dcat:distribution": {"type": "array", "items": DISTRIBUTION, "minItems": 1},
    },
    "required": ["@id", "@type", "dct:title", "dct:description", "dct:publisher", "dcat:distribution"],
    "additionalProperties": False,
}
SERVICE = {
    "type": "object",
    "properties": {
        "@id": {"type": "string", "format": "uri"},
        "@type": {"const": "dcat:DataService"},
        "dct:title": TEXT,
        "dct:description": TEXT,
        "dcat:endpointURL": IRI,
        "dcat:endpointDescription": IRI,
        "dcat:servesDataset": {"type": "array", "items": IRI, "minItems": 1},
    },
    "required": ["@id", "@type", "dct:title", "dcat:endpointURL"],
    "additionalProperties": False,
}
CATALOGUE: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "@context": {
            "type": "object",
            "properties": {
                "dcat": {"const": "http://www.w3.org/ns/dcat#"},
                "dct": {"const": "http://purl.org/dc/terms/"},
                "foaf": {"const": "http://xmlns.com/foaf/0.1/"},
                "spdx": {"const": "http://spdx.org/rdf/terms#"},
                "xsd": {"const": "http://www.w3.org/2001/XMLSchema#"},
            },
            "required": ["dcat", "dct", "foaf", "spdx", "xsd"],
        },
        "@id": {"type": "string", "format": "uri"},
        "@type": {"const": "dcat:Catalog"},
        "dct:title": TEXT,
        "dct:description": TEXT,
        "dct:publisher": {
            "type": "object",
            "properties": {"@id": {"type": "string"}, "@type": {"const": "foaf:Agent"}, "foaf:name": TEXT},
            "required": ["@type", "foaf:name"],
        },
        "dct:language": IRI,
        "dct:license": IRI,
        "dct:modified": MOMENT,
        "foaf:homepage": IRI,
        "dcat:dataset": {"type": "array", "items": DATASET, "minItems": 1},
        "dcat:service": {"type": "array", "items": SERVICE},
    },
    "required": ["@context", "@id", "@type", "dct:title", "dct:description", "dct:publisher", "dcat:dataset"],
    "additionalProperties": False,
}
