"""Keep ``[tool.uv] constraint-dependencies`` of pyproject.toml equal to the whole resolved set.

    uv run tools/constraints.py            compare with a fresh resolution; status 1 and the lines that differ
    uv run tools/constraints.py --write    put the fresh resolution into pyproject.toml
    uv run tools/constraints.py --upgrade  the same, after lifting every pin to the newest release the bounds allow

Exact versions and markers only: no hashes and no download addresses, so the list says the same wherever it is resolved.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
BLOCK = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)
RESOLVE = ["uv", "pip", "compile", "pyproject.toml", "--all-extras", "--group", "dev", "--universal", "--quiet"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--python-version", "3.11"]


def resolved(text: str) -> list[str]:
    """The requirement lines that a fresh resolution of the pyproject ``text`` gives. Asks the package registry.

    Raises SystemExit with the resolver's own words where the bounds contradict each other.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "pyproject.toml").write_text(text, encoding="utf-8")
        run = subprocess.run([*RESOLVE, *PLAIN], cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(run.stderr)
    lines = (line.strip() for line in run.stdout.splitlines())
    return sorted(line for line in lines if re.match(r"[a-z0-9._-]+==", line) and not line.startswith("gongkai=="))


def listed(text: str) -> list[str]:
    """The constraints as pyproject.toml has them."""
    return list(tomllib.loads(text).get("tool", {}).get("uv", {}).get("constraint-dependencies", []))


def with_block(text: str, lines: list[str]) -> str:
    """``text`` with the constraints replaced by ``lines``."""
    block = "constraint-dependencies = [\n" + "".join(f'  "{line}",\n' for line in lines) + "]\n"
    if BLOCK.search(text):
        return BLOCK.sub(lambda _: block, text, count=1)
    raise SystemExit("pyproject.toml has no constraint-dependencies to fill under [tool.uv].")


def main() -> int:
    text = PROJECT.read_text(encoding="utf-8")
    base = with_block(text, []) if "--upgrade" in sys.argv else text
    fresh = resolved(base)
    if {"--write", "--upgrade"} & set(sys.argv):
        PROJECT.write_text(with_block(text, fresh), encoding="utf-8")
        return 0
    missing, unused = sorted(set(fresh) - set(listed(text))), sorted(set(listed(text)) - set(fresh))
    for line in missing:
        print(f"missing from constraint-dependencies: {line}")
    for line in unused:
        print(f"no longer resolved, take it out:      {line}")
    if not missing and not unused:
        print(f"constraint-dependencies: complete, {len(fresh)} packages.")
    return 1 if missing or unused else 0


if __name__ == "__main__":
    raise SystemExit(main())
