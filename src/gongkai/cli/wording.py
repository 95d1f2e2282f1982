"""Click's own words in ours: usage lines, headings, and what it says of wrong options and values.

Click asks gettext for a catalogue of its domain, which it does not ship for Chinese. Its modules keep the two functions they
ask under the names ``_`` and ``ngettext``; we put ours there.
"""

from __future__ import annotations

import sys
from functools import cache

import click

from gongkai.cli.help import Formatter
from gongkai.language import say


@cache
def wording() -> dict[str, str]:
    """Click's sentence (its msgid, singular where it has two) → ours, places to fill kept."""
    return {
        "Usage:": say("用法："),
        "Options": say("选项"),
        "Commands": say("命令"),
        "Positional arguments": say("参数"),
        "required": say("必填"),
        "default: {default}": say("默认：{default}"),
        "(dynamic)": say("（自动）"),
        "env var: {var}": say("环境变量：{var}"),
        "deprecated": say("已停用"),
        "Show this message and exit.": say("显示本说明并退出。"),
        "Show the version and exit.": say("显示版本并退出。"),
        "Error: {message}": say("无法执行：{message}"),
        "Try '{command} {option}' for help.": say("用“{command} {option}”查看用法。"),
        "Aborted!": say("已中止。"),
        "unknown error": say("原因不明的错误"),
        "Missing command.": say("没有写命令。"),
        "Missing argument": say("缺少参数"),
        "Missing option": say("缺少选项"),
        "Missing parameter": say("缺少参数"),
        "Missing parameter: {param_name}": say("缺少参数：{param_name}"),
        "Missing {param_type}": say("缺少{param_type}"),
        "No such option {name!r}.": say("没有 {name} 这个选项。"),
        "No such command {name!r}.": say("没有 {name} 这个命令。"),
        "Did you mean {possibility}?": say("是否要写 {possibility}？"),
        "(Did you mean one of: {possibilities}?)": say("（相近的有：{possibilities}）"),
        "Invalid value: {message}": say("值不正确：{message}"),
        "Invalid value for {param_hint}: {message}": say("{param_hint} 的值不正确：{message}"),
        "Got unexpected extra argument ({args})": say("多出了无法识别的参数（{args}）"),
        "Could not open file {filename!r}: {message}": say("无法打开文件“{filename}”：{message}"),
        "Takes {nargs} values but 1 was given.": say("需要 {nargs} 个值，给出的个数不符。"),
        "Argument {name!r} takes {nargs} values.": say("参数 {name} 需要 {nargs} 个值。"),
        "Option {name!r} does not take a value.": say("选项 {name} 后面不写值。"),
        "Option {name!r} requires an argument.": say("选项 {name} 后面要写值。"),
        "file": say("文件"),
        "directory": say("文件夹"),
        "path": say("路径"),
        "Choose from:\n\t{choices}": say("可选：\n\t{choices}"),
        "Choice({choices})": say("可选值（{choices}）"),
        "{value!r} is not {choice}.": say("“{value}”不是 {choice}。"),
        "{value!r} does not match the format {format}.": say("“{value}”不是 {format} 的格式。"),
        "{value} is not in the range {range}.": say("{value} 不在 {range} 的范围内。"),
        "{value!r} is not a valid boolean. Recognized values: {states}": say("“{value}”不是是非值，可写：{states}"),
        "{len_type} values are required, but {len_value} was given.": say(
            "需要 {len_type} 个值，给出了 {len_value} 个。"
        ),
        "{value!r} is not a valid {number_type}.": say("“{value}”不是正确的数。"),
        "{value!r} is not a valid UUID.": say("“{value}”不是正确的标识。"),
        "{name} {filename!r} is a file.": say("“{filename}”是文件，这里要写文件夹。"),
        "{name} {filename!r} is a directory.": say("“{filename}”是文件夹，这里要写文件。"),
        "{name} {filename!r} is not readable.": say("没有读取“{filename}”的权限。"),
        "{name} {filename!r} is not writable.": say("没有写入“{filename}”的权限。"),
        "{name} {filename!r} is not executable.": say("没有执行“{filename}”的权限。"),
        "{name} {filename!r} does not exist.": say("找不到“{filename}”，请核对路径。"),
    }


# Click's plural sentences that need other words of ours than their singular.
_PLURALS = {
    "{value!r} is not one of {choices}.": lambda: say("“{value}”不在可选值之内：{choices}。"),
}


def _gettext(message: str) -> str:
    return wording().get(message, message)


def _ngettext(singular: str, plural: str, n: int) -> str:
    if n != 1 and plural in _PLURALS:
        return _PLURALS[plural]()
    return wording().get(singular if n == 1 or plural not in wording() else plural, singular if n == 1 else plural)


def speak_our_language() -> None:
    """Make Click speak the user's language and lay out its help in our widths. May be called again."""
    click.Context.formatter_class = Formatter
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            if hasattr(module, "_"):
                module._ = _gettext  # type: ignore[attr-defined]
            if hasattr(module, "ngettext"):
                module.ngettext = _ngettext  # type: ignore[attr-defined]
