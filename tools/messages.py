"""Collect every sentence a person may see into src/gongkai/locale/gongkai.pot, the template for other languages.

    uv run tools/messages.py           write the template
    uv run tools/messages.py --check   status 1 where the template is out of step with the code

A sentence is the literal first argument of ``say``, or in a template the literal of ``{% t "…" %}`` or ``"…"|t``. Adjacent
literals count as one; anything that is not a literal is an error, because no translator would ever see it.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
TEMPLATE = SOURCE / "gongkai" / "locale" / "gongkai.pot"
HEAD = """# Sentences of gongkai. Copy to locale/<language>/LC_MESSAGES/gongkai.po, translate, compile to gongkai.mo.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def said(path: Path) -> Iterator[str]:
    """Every message in a module. Raises SystemExit where a ``say`` has no literal message."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            first = node.args[0] if node.args else None
            if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                raise SystemExit(f"{path.relative_to(SOURCE)}:{node.lineno}: say() needs a literal message")
            yield first.value


COMMENT = re.compile(r"\{#.*?#\}|\{% comment\b.*?%\}.*?\{% endcomment %\}", re.DOTALL)
TAG = re.compile(r"\{%\s*t\s+(?P<rest>.*?)%\}", re.DOTALL)
LITERAL = r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\''
FIRST = re.compile(LITERAL)
FILTER = re.compile(rf"(?:\w+=)?(?P<before>{LITERAL}|[^\s{{|]*)\|\s*t\b(?!\w)")
"""A value handed to ``t`` by a pipe, with the name of the argument it stands for left out."""


def shown(path: Path) -> Iterator[str]:
    """Every message in a template, in order. Raises SystemExit where ``t`` has no literal message."""
    source = COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), path.read_text(encoding="utf-8"))
    found: list[tuple[int, str | None]] = []
    for tag in TAG.finditer(source):
        first = FIRST.match(tag["rest"])
        found.append((tag.start(), first.group() if first else None))
    for use in FILTER.finditer(source):
        before = use["before"]
        found.append((use.start(), before if FIRST.fullmatch(before) else None))
    for at, literal in sorted(found):
        if literal is None:
            line = source.count("\n", 0, at) + 1
            raise SystemExit(f"{path.relative_to(SOURCE)}:{line}: t needs a literal message")
        mark = literal[0]
        yield literal[1:-1].replace(f"\\{mark}", mark).replace("\\\\", "\\")


def quoted(text: str) -> str:
    """A string as PO files write it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def template() -> str:
    """The whole template. Messages stand in order of their first module, without line numbers, so that moving code does not
    change the file."""
    where: dict[str, list[str]] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]):
        for message in said(path) if path.suffix == ".py" else shown(path):
            name = path.relative_to(SOURCE).as_posix()
            places = where.setdefault(message, [])
            if name not in places:
                places.append(name)
    entries = [
        "#: "
        + " ".join(places)
        + "\n"
        + ("#, python-brace-format\n" if "{" in message else "")
        + f'msgid {quoted(message)}\nmsgstr ""\n'
        for message, places in where.items()
    ]
    return HEAD + "\n" + "\n".join(entries)


def main() -> int:
    fresh = template()
    if "--check" in sys.argv:
        if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != fresh:
            print("locale/gongkai.pot is out of step with the code: run tools/messages.py and commit the file.")
            return 1
        print(f"locale/gongkai.pot: in step, {fresh.count('msgid ') - 1} messages.")
        return 0
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
