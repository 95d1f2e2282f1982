"""What a workbook holds that its page does not, in sentences for the person who publishes it."""

from __future__ import annotations

from gongkai.language import say
from gongkai.pages.sheets.model import Sheet


class Telling:
    """Collects the names of the sheets by what was left out of them."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}

    def note(self, kind: str, name: str) -> None:
        names = self._names.setdefault(kind, [])
        if name not in names:
            names.append(name)

    def note_hidden(self, sheet: Sheet) -> None:
        if any(column in sheet.hidden_columns for _, column in sheet.cells):
            self.note("columns", sheet.name)
        if any(
            row in sheet.hidden_rows or (sheet.shown_rows is not None and row not in sheet.shown_rows)
            for row, _ in sheet.cells
        ):
            self.note("rows", sheet.name)

    def sentences(self) -> list[str]:
        def of(kind: str) -> str:
            return "、".join(self._names.get(kind, ())[:5])

        said = {
            "sheets": say(
                "工作簿有隐藏的工作表（{names}），网页中没有这些表。附件公开前，请检查并删除不应公开的内容。",
                names=of("sheets"),
            ),
            "rows": say(
                "工作表（{names}）有隐藏或者筛选掉的行，网页中没有这些行。附件公开前，请检查并删除不应公开的内容。",
                names=of("rows"),
            ),
            "columns": say(
                "工作表（{names}）有隐藏的列，网页中没有这些列。附件公开前，请检查并删除不应公开的内容。",
                names=of("columns"),
            ),
            "unseen": say(
                "工作表（{names}）有看不见的内容（白色文字，或者格式不显示的数值），网页中没有这些内容。请检查原文件。",
                names=of("unseen"),
            ),
            "struck": say(
                "工作表（{names}）有加了删除线的文字，网页中没有这些文字。请核对改动是否已经生效。", names=of("struck")
            ),
            "comments": say(
                "工作表（{names}）带有批注，网页中没有批注。附件公开前，请先删除批注。", names=of("comments")
            ),
            "chart": say("工作表（{names}）中的图表没有转换。请补充相应的表格或者图片。", names=of("chart")),
        }
        return [sentence for kind, sentence in said.items() if kind in self._names]
