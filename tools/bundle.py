"""One folder that installs gongkai on a machine without a network, and the proof that it does.

    uv run tools/bundle.py make FOLDER             the wheels of gongkai and of everything it needs, an installer, checksums
    uv run tools/bundle.py try FOLDER [PYTHON]     install it and start the demo county where there is no network at all

``make`` asks the package registry, for this kind of machine and this version of Python; the versions are those of pyproject.toml. Option
``--extra ocr`` adds what reads scanned reports. ``try`` needs Linux and the right to make a network namespace.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
SUMS = "SHA256SUMS"
INSTALLER = """\
#!/bin/sh
# 离线安装：sh install.sh 安装目录   （默认 /srv/gongkai/app；只需要 {python} 或者更新的同系列版本，不用网络）
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${{1:-/srv/gongkai/app}}
python=${{PYTHON:-python{python}}}
fail() {{ echo "$1" >&2; exit 1; }}

command -v "$python" >/dev/null || fail "没有找到 $python。请先安装 Python {python}，或者用 PYTHON=/路径/python{python} 指明。"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "{python}" ] || fail "这个安装包是给 Python {python} 的，$python 是 $found。请换用 Python {python}，或者换一个安装包。"
(cd "$here" && sha256sum --quiet --check {sums}) || fail "安装包不完整或者被改动过，没有安装。请重新复制。"
[ ! -e "$target" ] || [ -x "$target/bin/gongkai" ] || [ -z "$(ls -A "$target")" ] ||
  fail "$target 里有别的东西，没有安装。请换一个目录。"

# A new version is made beside the old one and takes its place at the end.
fresh=$target.new
rm -rf "$fresh"
mkdir -p "$(dirname "$target")"
# Debian's Python comes without pip, so the bundle brings its own.
"$python" -m venv --without-pip "$fresh"
pip=$(echo "$here"/wheels/pip-*.whl)
"$fresh/bin/python" "$pip/pip" install --quiet --no-index --find-links "$here/wheels" --no-cache-dir \\
  --disable-pip-version-check --requirement "$here/requirements.txt" || {{ rm -rf "$fresh"; fail "安装没有成功，原来的版本没有改动。"; }}
# The scripts of the environment name the place they were made at.
find "$fresh/bin" -type f -exec grep -lIF "$fresh" {{}} + | xargs -r sed -i "s|$fresh|$target|g"
if [ -d "$target" ]; then rm -rf "$target.old"; mv "$target" "$target.old"; fi
mv "$fresh" "$target"
"$target/bin/gongkai" --version
echo "已安装到 $target。下一步：$target/bin/gongkai init，或者升级数据：$target/bin/gongkai upgrade。说明见 doc/。"
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "try"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("python", nargs="?", default="/usr/bin/python3")
    parser.add_argument("--extra", action="append", default=["postgresql"])
    given = parser.parse_args()
    if given.what == "make":
        make(given.folder, given.extra)
    else:
        print(json.dumps(tried(given.folder.resolve(), given.python), ensure_ascii=False, indent=1))


def make(folder: Path, extras: list[str]) -> None:
    """Fill the new or empty ``folder``."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        # An environment of its own, for pip alone: that of the project has none.
        venv.create(scratch, with_pip=True)
        pip = [f"{scratch}/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
        pins = Path(scratch, "pins.txt")
        pins.write_text("\n".join(pinned()) + "\n", encoding="utf-8")
        _run([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT)])
        project = next(wheels.glob("gongkai-*.whl"))
        wanted = f"{project}[{','.join(sorted(set(extras)))}]"
        _run(
            [
                *pip,
                "download",
                "--only-binary",
                ":all:",
                "--constraint",
                str(pins),
                "--dest",
                str(wheels),
                wanted,
                "pip",
            ]
        )
    write(folder, f"gongkai[{','.join(sorted(set(extras)))}]")
    held = list(wheels.iterdir())
    print(f"{folder}: {len(held)} wheels, {sum(each.stat().st_size for each in held) / 1e6:.0f} MB")


def pinned() -> list[str]:
    """The exact versions of pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return list(tomllib.load(file)["tool"]["uv"]["constraint-dependencies"])


def write(folder: Path, wanted: str) -> None:
    """Everything beside the wheels: what to install, the installer, the units, the pages to read, the checksums."""
    (folder / "requirements.txt").write_text(wanted + "\n", encoding="utf-8")
    installer = folder / "install.sh"
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    installer.write_text(INSTALLER.format(python=python, sums=SUMS), encoding="utf-8")
    installer.chmod(0o755)
    for kind, pages in (("deploy", ROOT / "deploy"), ("doc", ROOT / "docs" / "how-to")):
        if pages.is_dir():
            shutil.copytree(pages, folder / kind)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}" for path in files
    ]
    (folder / SUMS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def tried(bundle: Path, python: str) -> dict[str, object]:
    """Install ``bundle`` with ``python`` in a namespace without any network, into an empty home, build a demo county there, start it and
    fetch its first page. What happened, with seconds."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bundle-") as home:
        apart = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
        env = {"HOME": home, "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
        run = subprocess.run(
            [*apart, sys.executable, __file__, "inside", str(bundle), python, home],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise SystemExit(run.stderr[-3000:])
        found: dict[str, object] = json.loads(run.stdout.splitlines()[-1])
        return found


def inside(bundle: str, python: str, home: str) -> None:
    """What `tried` does once the network is gone."""
    _loopback()
    reached = [name for _, name in socket.if_nameindex() if name != "lo"]
    target = Path(home, "app")
    seconds = {"install": _timed(["sh", f"{bundle}/install.sh", str(target)], PYTHON=python)}
    program = str(target / "bin" / "gongkai")
    seconds["build the demo"] = _timed([program, "demo", "--build-only", "--home", f"{home}/county"])
    began = time.monotonic()
    serving = subprocess.Popen(
        [program, "demo", "--no-open", "--home", f"{home}/county", "--port", "8123"],
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
    )
    try:
        for _ in range(600):
            try:
                with urlopen("http://127.0.0.1:8123/", timeout=5) as answer:
                    page, status = answer.read().decode(), answer.status
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("the first page never came")
    finally:
        serving.terminate()
        serving.wait(30)
    seconds["first page"] = round(time.monotonic() - began, 1)
    title = page.partition("<title>")[2].partition("</title>")[0]
    print(json.dumps({"networks": reached, "status": status, "title": title, "seconds": seconds}, ensure_ascii=False))


def _timed(command: list[str], **more: str) -> float:
    began = time.monotonic()
    _run(command, **more)
    return round(time.monotonic() - began, 1)


def _run(command: list[str], **more: str) -> None:
    run = subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{command[0]}: {run.stdout[-1000:]}{run.stderr[-2000:]}")


def _loopback() -> None:
    """A new namespace has its loopback switched off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        SIOCGIFFLAGS, SIOCSIFFLAGS, UP = 0x8913, 0x8914, 1
        (flags,) = struct.unpack("16xH14x", fcntl.ioctl(probe, SIOCGIFFLAGS, struct.pack("16sH14x", b"lo", 0)))
        fcntl.ioctl(probe, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | UP))


if __name__ == "__main__":
    if sys.argv[1:2] == ["inside"]:
        inside(*sys.argv[2:])
    else:
        main()
