"""docs/reference/checks.md, made from the table of rules: ``python -m gongkai.reports.checks.page > docs/reference/checks.md``."""

from __future__ import annotations

import sys

from gongkai.reports.checks.findings import UNVERIFIABLE, rules

_HEAD = """# Checks

What `gongkai check` looks at. A code is stable: archives, tickets and scripts may refer to it. An **error** is wrong by the form or
the law, a **warning** wants an explanation or a repair, a **hint** wants a look. Every finding names its cells, quotes its
evidence with its place, and says how to put it right. This page is generated from the table in the code; do not edit it.

A relation whose figures are missing or doubted is never called wrong: it is reported once, under its code with `{unverifiable}`
behind it, as a warning. In a sum, and only there, a cell that is printed blank counts as 0.

| Code | Severity | What is looked at | Ground |
|---|---|---|---|
"""


def render() -> str:
    """The page as Markdown."""
    lines = [
        f"| `{rule.code}` | {rule.severity} | {rule.about} | {rule.basis} |"
        for rule in rules().values()
        if not rule.code.endswith(UNVERIFIABLE)
    ]
    return _HEAD.format(unverifiable=UNVERIFIABLE) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
