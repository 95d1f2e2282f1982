"""`gongkai redact`: find what must not go out, cut it from a copy, check the copy. Never prints a value that was found or cut."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import click

from gongkai.cli.target import NotWritten, may_write, whole_file
from gongkai.cli.terminal import table
from gongkai.documents.worker import Worker
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.redaction import (
    Cut,
    Place,
    Redacted,
    Sight,
    Suggestion,
    Verification,
    bounded,
    everywhere_each_bounded,
    place_in_words,
    place_written,
    redact_bounded,
    sight_bounded,
    suggest_bounded,
    verify_bounded,
)
from gongkai.severance.marks import place_data, place_of
from gongkai.severance.reasons import REASONS, USUAL, reason, usual


@click.command(
    help=say(
        "区分处理一个文件（《条例》第三十七条）：找出不能公开的内容，从副本里删掉，再核验副本。支持 txt、docx、xlsx、pdf 和图片；"
        "docx、xlsx 里的图片也能遮。\n\n"
        "不写 --out 时只列出，不生成副本。写了 --out，先在内存里核验，通过才写出副本；不通过就什么也不留下。\n\n"
        "退出状态：0 没有找到，或者副本核验通过；1 列出了内容，或者核验没有通过；2 无法处理。"
    )
)
@click.argument("file", type=click.Path(path_type=Path), metavar=say("文件"))
@click.option(
    "--find", is_flag=True, help=say("自动查找：身份证号、电话、账号、住址、密级标志等；与 --out 同用时全部遮去")
)
@click.option("--words", multiple=True, metavar=say("文字"), help=say("遮去这些字，全文相同的都遮；可重复"))
@click.option(
    "--words-from", type=click.Path(path_type=Path, allow_dash=True), metavar=say("文件"),
    help=say("从文件读要遮的字，一行一个；- 表示标准输入。不会留在命令历史里"),
)  # fmt: skip
@click.option(
    "--cut", "places", multiple=True, metavar=say("位置"),
    help=say("遮去这个位置，可重复。例如：“第3段”“名单!B2:B9”“第2页 10 20 30 5”“图片1”“图片1 10 20 30 5”，"
             "四个数是左、上、宽、高的百分比；也可以照抄 --json 里的 place"),
)  # fmt: skip
@click.option(
    "--reason", "code", type=click.Choice(list(REASONS)), metavar=say("代码"), default=USUAL,
    help=say("--words 和 --cut 的理由，默认 privacy（个人隐私，第十五条）；可选：{codes}", codes="、".join(REASONS)),
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar=say("文件夹"), help=say("副本写到这个文件夹"))
@click.option("--report", is_flag=True, help=say("在副本旁边写出区分处理目录（csv）和核验报告（json）"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON"))
@click.option("--force", is_flag=True, help=say("允许覆盖已有的副本；原件永远不会被覆盖"))
def redact(
    file: Path,
    find: bool,
    words: tuple[str, ...],
    words_from: Path | None,
    places: tuple[str, ...],
    code: str,
    out: Path | None,
    report: bool,
    as_json: bool,
    force: bool,
) -> int:
    if report and out is None:
        raise GongkaiError(say("--report 要和 --out 一起用：没有副本就没有目录和核验报告。请加上 --out 文件夹。"))
    data = file.read_bytes()
    wanted = _words(words, words_from)
    find = find or not (wanted or places)
    with Worker(seconds=bounded.SECONDS, memory_mb=bounded.MEMORY_MB) as worker:
        sight = sight_bounded(data, file.name, worker=worker)
        by_hand = reason(code)
        found = suggest_bounded(data, file.name, worker=worker) if find else ()
        named = [_place(text, sight) for text in places] + _stand(data, file.name, wanted, worker)
        if out is None:
            click.echo(_listed(file, sight, found, named, as_json))
            return 1 if found or named else 0
        cuts: dict[Place, Cut] = {
            each.place: Cut(each.place, (known := reason(usual(each.kind.value))).label, str(known.article))
            for each in found
        }
        cuts |= {place: Cut(place, by_hand.label, str(by_hand.article)) for place in named}
        copy = redact_bounded(data, file.name, tuple(cuts.values()), worker=worker)
        looked = verify_bounded(data, copy.data, tuple(cuts.values()), file.name, worker=worker)
    click.echo(_told(file, copy, looked, as_json))
    if not looked.passed:
        click.echo(say("核验没有通过，没有留下副本。请看没有通过的是哪一项，改过要遮的内容后再试。"), err=True)
        return 1
    _write(file, out, copy, looked, report=report, force=force)
    return 0


def _words(words: Sequence[str], path: Path | None) -> list[str]:
    read = "" if path is None else sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    return list(dict.fromkeys(text.strip() for text in (*words, *read.splitlines()) if text.strip()))


def _place(text: str, sight: Sight) -> Place:
    if not text.lstrip().startswith("{"):
        return place_written(text, sight)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = {}
    return place_of(given if isinstance(given, dict) else {})


def _stand(data: bytes, name: str, words: Sequence[str], worker: Worker) -> list[Place]:
    """Every place of the words. Raises GongkaiError where one stands nowhere: then nothing is cut."""
    if not words:
        return []
    places = everywhere_each_bounded(data, name, words, worker=worker)
    missing = [word for word, held in zip(words, places, strict=True) if not held]
    if missing:
        raise GongkaiError(
            say("文件里没有“{words}”，没有遮盖。请照文件里的写法再写一次，一行一个。", words="”“".join(missing))
        )
    return [place for held in places for place in held]


def _listed(file: Path, sight: Sight, found: Sequence[Suggestion], named: Sequence[Place], as_json: bool) -> str:
    rows = [(each.kind.value, each.label, each.place) for each in found]
    rows += [("", say("指定的内容"), place) for place in named]
    if as_json:
        return _dumps(
            {
                "file": file.as_posix(),
                "format": sight.kind.value,
                "places": [
                    {"kind": kind, "label": label, "where": place_in_words(place, sight), "place": place_data(place)}
                    for kind, label, place in rows
                ],
                "pictures": [
                    {"number": each.number, "where": each.label, "width": each.width, "height": each.height,
                     "uses": each.uses, "drawable": each.drawable}
                    for each in sight.pictures
                ],
            }
        )  # fmt: skip
    lines = [say("{file}：找到{n}处。", file=file.as_posix(), n=len(rows))]
    if rows:
        shown = [(str(at), label, place_in_words(place, sight)) for at, (_, label, place) in enumerate(rows, 1)]
        lines.append(table(shown, ("right", "left", "left")))
    if sight.pictures:
        lines.append(say("文件里有{n}幅图片，可以用 --cut 遮去：", n=len(sight.pictures)))
        lines.append(
            table(
                [_picture(each.number, each.label, each.width, each.height) for each in sight.pictures], ("left",) * 3
            )
        )
    lines.append(say("只列出，没有生成副本。要生成，请加上 --out 文件夹。"))
    return "\n".join(lines)


def _picture(number: int, label: str, width: int, height: int) -> tuple[str, str, str]:
    size = say("{width}×{height}像素", width=width, height=height) if width else say("不能预览，只能整幅遮")
    return say("图片{number}", number=number), label, size


def _told(file: Path, copy: Redacted, looked: Verification, as_json: bool) -> str:
    if as_json:
        return _dumps(_as_data(file, copy, looked))
    lines = [say("区分处理目录，{n}处：", n=len(copy.index))]
    lines.append(
        table(
            [(str(line.number), line.where, line.extent, line.reason, line.article) for line in copy.index],
            ("right", *("left",) * 4),
        )
    )
    lines.append(say("核验：通过") if looked.passed else say("核验：没有通过"))
    checks = [(say("通过") if check.passed else say("没有通过"), check.name, check.detail) for check in looked.checks]
    lines.append(table(checks, ("left",) * 3))
    lines += [say("请看一眼：{note}", note=note) for note in (*copy.notes, *looked.notes)]
    return "\n".join(lines)


def _as_data(file: Path, copy: Redacted, looked: Verification) -> dict[str, object]:
    return {
        "file": file.as_posix(),
        "copy": copy.name if looked.passed else None,
        "passed": looked.passed,
        "index": [
            {
                "number": line.number,
                "where": line.where,
                "extent": line.extent,
                "reason": line.reason,
                "article": line.article,
            }
            for line in copy.index
        ],
        "checks": [{"name": check.name, "passed": check.passed, "detail": check.detail} for check in looked.checks],
        "notes": [*copy.notes, *looked.notes],
    }


def _write(file: Path, out: Path, copy: Redacted, looked: Verification, *, report: bool, force: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    target = out / copy.name
    if target.exists() and target.samefile(file):
        raise NotWritten(say("副本会写到原件“{path}”上，没有写。请换一个文件夹。", path=target))
    contents: dict[Path, bytes] = {}
    if report:
        contents[out / say("{name}.目录.csv", name=copy.name)] = _index(copy)
        contents[out / say("{name}.核验.json", name=copy.name)] = (_dumps(_as_data(file, copy, looked)) + "\n").encode()
    contents[target] = copy.data  # last: where it is, the rest is
    for path in contents:
        may_write(path, force=force)
    for path, content in contents.items():
        with whole_file(path, force=force) as made:
            made.write(content)
    click.echo(say("已写出：{files}", files="、".join(path.as_posix() for path in contents)), err=True)


def _index(copy: Redacted) -> bytes:
    """For the spreadsheet programs of offices: with a mark of its coding."""
    out = StringIO()
    rows = csv.writer(out)
    rows.writerow((say("编号"), say("位置"), say("范围"), say("理由"), say("依据")))
    rows.writerows((line.number, line.where, line.extent, line.reason, line.article) for line in copy.index)
    return out.getvalue().encode("utf-8-sig")


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
