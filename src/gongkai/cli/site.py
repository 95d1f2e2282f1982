"""What the commands of an installation share: its folder, Django made ready, the server started."""

from __future__ import annotations

import os
import socket
import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import urlopen

import click

from gongkai.errors import GongkaiError
from gongkai.language import say

Command = TypeVar("Command", bound=Callable[..., Any])
HOME = "gongkai-data"
DEMO_HOME = "gongkai-demo"
GIVEN_ZONE = os.environ.get("TZ", "")
"""The zone this process was started in, "" for the machine's own. Django puts its own in that place."""


def home_option(command: Command) -> Command:
    """--home: the data folder of the installation."""
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="GONGKAI_HOME",
        default=Path(HOME),
        metavar=say("文件夹"),
        help=say("数据目录，默认 {folder}（也可用环境变量 GONGKAI_HOME 指定）", folder=HOME),
    )(command)


def server_options(command: Command) -> Command:
    """--host, --port and --threads of a server."""
    for option in (
        click.option(
            "--threads",
            type=click.IntRange(1, 64),
            default=4,
            metavar=say("个数"),
            help=say("同时处理的请求数，默认 4"),
        ),
        click.option(
            "--port", type=click.IntRange(1, 65535), default=8000, metavar=say("端口"), help=say("端口，默认 8000")
        ),
        click.option("--host", default="127.0.0.1", metavar=say("地址"), help=say("监听地址，默认只限本机 127.0.0.1")),
    ):
        command = option(command)
    return command


def ready(home: Path, *, demo: bool = False, must_exist: bool = True) -> None:
    """Make Django ready for the installation in ``home``. Raises GongkaiError where there is none and one is needed."""
    os.environ["GONGKAI_HOME"] = str(home.resolve())
    if demo:
        os.environ["GONGKAI_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    if must_exist and not home.is_dir():
        raise GongkaiError(
            say("“{home}”还没有安装过，没有可用的数据。请先执行 gongkai init，或者用 --home 指明数据目录。", home=home)
        )
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    (home / "static").mkdir(exist_ok=True)
    import django

    django.setup()
    from gongkai.calendars.holding import HELD

    # Whatever counts first in this process counts by the years entered in the installation.
    HELD.look()


def migrate() -> int:
    """Bring the database up to this version; how many steps that took. For a new one, or one that may be thrown away; `bring_up` for
    any other."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    plan = _plan(MigrationExecutor(connection))
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    return len(plan)


def bring_up(home: Path) -> int:
    """Bring the database up to this version, all of it or nothing; how many steps that took. Raises GongkaiError."""
    from gongkai.cli.upgrading import bring_up as run

    if not pending():
        return 0
    _sound()
    return run(home, migrate)


def _sound() -> None:
    """Raise GongkaiError where something was changed past the program: the steps would mark it as right."""
    from gongkai.seals import verifying

    with verifying.snapshot():
        found = [fault.message for fault in verifying.verify(begun_only=True)]
    if found:
        raise GongkaiError(
            say(
                "有{n}处数据不是系统改动的，没有升级，以免掩盖：{first}"
                "请用 gongkai audit verify 查清，处理后用 gongkai audit accept 记下原因。",
                n=len(found),
                first=found[0],
            )
        )


def pending() -> int:
    """How many steps the database is behind this version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    return len(_plan(MigrationExecutor(connection)))


def _plan(executor: Any) -> list[Any]:
    return list(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def free(host: str, port: int) -> None:
    """Raise GongkaiError where the port is taken."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise GongkaiError(
                say("端口 {port} 已被占用，没有启动。请用 --port 换一个端口，或者先停止占用它的程序。", port=port)
            ) from None


def serve(host: str, port: int, threads: int, *, background: bool = True) -> None:
    """Serve until interrupted: one process answers and, with ``background``, does the work in the background as well."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ["GONGKAI_BACKGROUND"] = "1" if background else "0"
    Granian(
        "gongkai.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def open_when_up(url: str, *, say_when: Callable[[], None] | None = None, browse: bool = True) -> None:
    """Wait in the background until ``url`` answers, then say so and open the browser."""

    def wait() -> None:
        for _ in range(300):
            try:
                with urlopen(url, timeout=5):
                    break
            except (URLError, OSError):
                time.sleep(0.1)
        else:
            return
        if say_when is not None:
            say_when()
        if browse:
            webbrowser.open(url)

    threading.Thread(target=wait, daemon=True).start()
