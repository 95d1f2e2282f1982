"""What the caller of a worker hears when there is no answer."""

from __future__ import annotations

from gongkai.documents.errors import Unreadable
from gongkai.language import say


class WorkerFailed(RuntimeError):
    """The function in the child raised something that is not one of our errors: a defect, told with its traceback."""


def too_large() -> Unreadable:
    return Unreadable(
        "too-large",
        say("读取这份文件所需的内存超过上限，已经停止，以免拖垮机器。请删去文件中的图片或附件，或者拆成几份再试。"),
    )


def too_slow(seconds: float) -> Unreadable:
    return Unreadable(
        "too-slow",
        say("读取这份文件超过{seconds}秒仍未完成，已经停止。请只保留报告正文，另存后再试。", seconds=f"{seconds:g}"),
    )


def crashed() -> Unreadable:
    return Unreadable(
        "damaged",
        say("文件的内容使读取程序异常退出，多半是文件已损坏，没有读出。请向发布单位重新索取，或者另存一份再试。"),
    )
