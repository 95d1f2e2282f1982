"""The `gongkai` command: a thin layer over the library.

A command's module is imported only when that command is called, so `gongkai due` never pays for the readers. Every error of
ours ends here, as one line on stderr and status 2: 0 clean, 1 findings or doubts, 2 something could not be done, 130 stopped
by the user.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from gongkai import __version__
from gongkai.cli.wording import speak_our_language
from gongkai.errors import GongkaiError
from gongkai.language import say

# Before any command is made: Click words some of its texts at that moment.
speak_our_language()

Names = dict[str, tuple[str, Callable[[], str]]]

# Name → (attribute of the module gongkai.cli.<name>, its line in `gongkai --help`). The lines stand here so that the
# overview needs no import of the commands themselves; a test compares them with what the modules hold.
COMMANDS: Names = {
    "read": ("read", lambda: say("读取年度报告，列出各项数据和存疑之处")),
    "check": ("check", lambda: say("核对年度报告：勾稽关系、文字与表格、日期、格式")),
    "convert": ("convert", lambda: say("转换格式：html、docx、pdf、xlsx、txt、md、json、csv、parquet")),
    "compare": ("compare", lambda: say("比较同一机关两年的报告，或并列比较多个机关")),
    "sum": ("sum_", lambda: say("汇总多个机关的报告，并说明缺报、重报和存疑")),
    "redact": ("redact", lambda: say("区分处理：找出、遮去文件里不能公开的内容，并核验副本")),
    "due": ("due", lambda: say("计算答复期限，逐日说明理由")),
    "fee": ("fee", lambda: say("计算信息处理费")),
    "calendar": ("calendar", lambda: say("查看某年、某日是否工作日")),
    "demo": ("demo", lambda: say("演示：生成一个虚构的县，启动公开平台和工作台")),
    "init": ("init", lambda: say("安装：建立数据目录、数据库、机关和系统管理员")),
    "bodies": ("bodies", lambda: say("机关名录：列出、加入、导入机关")),
    "serve": ("serve", lambda: say("启动公开平台和工作台")),
    "worker": ("worker", lambda: say("另起进程处理后台任务")),
    "tick": ("tick", lambda: say("登记当天期满的事项")),
    "reminders": ("reminders", lambda: say("提醒：试发邮件和短信，读取退信")),
    "heartbeat": ("heartbeat", lambda: say("后台停了就报警，供系统的定时任务调用")),
    "doctor": ("doctor", lambda: say("检查安装：时钟、日历、密钥、数据库、日志、备份")),
    "backup": ("backup", lambda: say("备份数据库、文件和密钥")),
    "restore": ("restore", lambda: say("从备份恢复到空文件夹，并校验")),
    "upgrade": ("upgrade", lambda: say("把数据库升级到当前版本，不成功就自动退回")),
    "reindex": ("reindex", lambda: say("重建检索索引")),
    "opendata": ("opendata", lambda: say("立即生成开放数据文件")),
    "retention": ("retention", lambda: say("保管期限：查看期满的，核对已经销毁的")),
    "zone": ("zone", lambda: say("两区：密钥、导出、收取、监视")),
    "archive": ("archive", lambda: say("年度归档包：制作、校验")),
    "audit": ("audit", lambda: say("校验日志、数据和文件是否被改动过")),
}

INTERRUPTED = 130


class Lazy(click.Group):
    """The group of all commands; imports one only when it is asked for by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = getattr(importlib.import_module(f"gongkai.cli.{cmd_name}"), COMMANDS[cmd_name][0])
        assert isinstance(found, click.Command)
        found.options_metavar = say("[选项]")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("命令")):
            formatter.write_dl([(name, line()) for name, (_, line) in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Run and end the process with the right status; see the module's docstring for what each status means.

        In place of Click's own, which ends a broken pipe with status 1 and has no sentence for an interrupt.
        """
        arguments = list(sys.argv[1:] if args is None else args)
        extra.pop("standalone_mode", None)
        try:
            with self.make_context(prog_name or "gongkai", arguments, **extra) as ctx:
                outcome = self.invoke(ctx)
            status = outcome if isinstance(outcome, int) else 0
            sys.stdout.flush()
        except click.exceptions.Exit as end:
            status = end.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            status = 2
        except click.ClickException as error:
            ctx_of_error = getattr(error, "ctx", None)
            hint = say("用“{command} --help”查看用法。", command=ctx_of_error.command_path) if ctx_of_error else ""
            click.echo(one_line(_sentence(error) + hint), err=True)
            status = 2
        except GongkaiError as error:
            click.echo(one_line(str(error)), err=True)
            status = 2
        except (KeyboardInterrupt, click.Abort) as stop:
            # What was already written stays; a command that can go on later says so in the exception it raises.
            said = str(stop) or say("已按要求停止。此前已经输出的结果有效，未处理的部分没有输出。")
            click.echo("\n" + one_line(said), err=True)
            status = INTERRUPTED
        except BrokenPipeError:
            # The reader at the other end of the pipe has had enough (`| head`): nothing to complain about. Python would
            # still try to flush at exit and complain, so stdout is pointed elsewhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = 0
        except OSError as error:
            reason = error.strerror or str(error)
            where = say("“{path}”", path=error.filename) if error.filename else ""
            click.echo(
                say("系统报错：{reason}{path}，无法继续。请检查路径、权限和磁盘空间。", reason=reason, path=where),
                err=True,
            )
            status = 2
        except Exception:
            # Status 1 would say "findings". Whoever mends it needs the traceback; whoever uses it, the sentence.
            import traceback

            traceback.print_exc()
            click.echo(say("程序出错，这是本软件的缺陷。请把以上内容和所用的命令反馈给维护者。"), err=True)
            status = 2
        raise SystemExit(status)


def _sentence(error: click.ClickException) -> str:
    """What Click has to say; of a missing parameter it ends the sentence with a full stop of its own."""
    message = error.format_message()
    return message.rstrip(".") + say("。") if isinstance(error, click.MissingParameter) else message


def one_line(message: str) -> str:
    """``message`` with every run of white space as one blank, for messages that must stay on one line."""
    return " ".join(message.split())


@click.group(
    cls=Lazy,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar=say("[选项]"),
    subcommand_metavar=say("命令 [参数]…"),
)
@click.version_option(__version__, "--version", message="gongkai %(version)s", help=say("显示版本并退出。"))
def gongkai() -> None:
    pass


gongkai.help = say("公开：政府信息公开的平台、工作台和年度报告，以及期限和收费的计算。")
gongkai.epilog = say(
    "退出状态：0 全部正常，1 有存疑或核对出问题，2 有文件无法处理，130 被中断。用“gongkai 命令 --help”查看各命令的用法。"
)


def main() -> NoReturn:
    """Entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        # Pipes and files are UTF-8 on every system; a terminal keeps its own encoding. A file name that is not valid text
        # must not stop a run in the middle.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    gongkai.main()
