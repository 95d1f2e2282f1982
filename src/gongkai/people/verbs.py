"""What the entries of the log are called where a person reads them: ``verbs.toml`` holds the words.

A verb without words is shown as it is stored, so the page still shows everything; a test looks that the code has none.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from gongkai.agencies.models import Agency
from gongkai.people.models import LogEntry, Role

_WORDS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LABELS: dict[str, str] = _WORDS["verbs"]
"""Words by verb."""


def called(verb: str) -> str:
    """The words for ``verb``."""
    return LABELS.get(verb, verb)


def subject(entry: LogEntry) -> str:
    """What an entry is about: 申请17; "" where it is about nothing in particular."""
    label, _, pk = entry.subject.partition(":")
    return f"{_WORDS['subjects'].get(label, label)}{pk}" if label else ""


def facts(entry: LogEntry) -> list[tuple[str, str]]:
    """(label, value) of what an entry holds and has words for; for changed settings the fields. `raw` has the rest."""
    rows = [(_WORDS["facts"][key], _text(key, value)) for key, value in entry.data.items() if key in _WORDS["facts"]]
    changed = entry.data.get("changed")
    if entry.verb == "agency.settings_changed" and isinstance(changed, dict):
        rows += [("改动", "、".join(str(Agency._meta.get_field(name).verbose_name) for name in changed))]
    return [(label, text) for label, text in rows if text]


def raw(entry: LogEntry) -> str:
    """Everything an entry holds, as stored."""
    return json.dumps(entry.data, ensure_ascii=False, indent=1) if entry.data else ""


def _text(key: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if key == "role" and value in Role.values:
        return str(Role(str(value)).label)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
