"""The page of roles says what the code declares."""

from __future__ import annotations

from pathlib import Path

from gongkai.people.access import every_view
from gongkai.people.models import Role
from gongkai.people.rules import PERMISSIONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md"


def test_the_table_of_permissions_is_the_one_in_the_code() -> None:
    # The apps declare theirs when their addresses are known.
    assert len(list(every_view())) > 0
    section = PAGE.read_text(encoding="utf-8").partition("## Permissions")[2].partition("\n## ")[0]
    shown = [line for line in section.splitlines() if line.startswith("| `")]
    assert shown == [
        f"| `{key}` {permission.label} | " + " | ".join("●" if role in permission.roles else "" for role in Role) + " |"
        for key, permission in sorted(PERMISSIONS.items())
        if not key.startswith("tests.")
    ]


def test_every_role_is_explained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [role.value for role in Role if f"| `{role.value}` {role.label} |" not in page] == []
