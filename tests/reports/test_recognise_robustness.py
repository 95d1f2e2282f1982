"""The recogniser on anything a Document can be: it never raises, and a form it has never seen needs no code."""

from __future__ import annotations

from importlib import resources

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.strategies import documents
from gongkai.documents import reading
from gongkai.documents.model import Cell, Document, Paragraph, Table
from gongkai.reports import editions as forms
from gongkai.reports.compose import compose
from gongkai.reports.editions import load
from gongkai.reports.model import TABLES
from gongkai.reports.recognise import recognise
from reports.layouts import pieces, spaces, tabs
from reports.strategies import make_report

_PIECES = [
    "一、总体情况", "第二十条第（一）项", "信息内容", "本年制发件数", "规章", "行政许可", "自然人", "总计", "其他", "（三）不予公开",
    "1.属于国家秘密", "3.其他", "四、结转下年度继续办理", "结果维持", "行政复议", "0", "12", "-3", "/", "", "1O", "2023年", "。", "、",
    "示例县商务局2023年政府信息公开工作年度报告", "2024年1月5日", "(", "（", "）", "\n", " ", "第 3 页", "報(bào)告", "⾏政⻓",
]  # fmt: skip

_scraps = st.lists(st.sampled_from(_PIECES), max_size=6).map("".join)
_cells = st.builds(Cell, _scraps, st.integers(1, 4), st.integers(1, 4))
_tables = st.lists(st.lists(_cells, max_size=9).map(tuple), max_size=12).map(lambda rows: Table(tuple(rows)))
_scrap_documents = st.lists(st.one_of(_tables, _scraps.filter(bool).map(Paragraph)), max_size=12).map(
    lambda blocks: Document(tuple(blocks))
)


@settings(max_examples=150)
@given(document=_scrap_documents)
def test_scraps_of_the_form_in_any_order_are_read_without_an_error_and_every_cell_is_accounted_for(
    document: Document,
) -> None:
    read = recognise(document)
    for table in TABLES:
        form = forms.editions()[read.report.tables[table].edition].tables[table]
        assert list(read.report.tables[table].rows) == list(form.rows)
    for cell, value in read.report.cells():
        assert value is not None or cell in read.doubted


@settings(max_examples=100)
@given(document=documents())
def test_any_document_is_read_without_an_error(document: Document) -> None:
    recognise(document)


def test_an_empty_document_says_that_everything_is_missing() -> None:
    read = recognise(Document())
    assert {value for _, value in read.report.cells()} == {None}
    assert {d.code for d in read.doubts} == {"not-a-report", "table-missing", "agency-missing", "year-missing"}


def _invented_form() -> str:
    """A third form: the one of 2021 with a row more, a column of table 2 renamed and other years."""
    text = resources.files(forms).joinpath("2021.toml").read_text(encoding="utf-8")
    text = text.replace('id = "2021"', 'id = "2031"').replace("from_year = 2021", "from_year = 2031")
    text = text.replace('label = "本年制发件数"', 'label = "本年新定件数"').replace('"本年制发数", "制发件数", ', "")
    extra = '  { key = "unprocessed.automated", label = "6.机器批量提交的申请", under = ["results", "unprocessed"] },\n'
    return text.replace('  { key = "other.correction_lapsed"', extra + '  { key = "other.correction_lapsed"')


def test_a_third_edition_needs_no_code() -> None:
    form = load(_invented_form())
    report = make_report(11, form, balanced=True)
    known = {**forms.editions(), form.id: form}
    for layout in (tabs, spaces):
        text = layout(pieces(compose(report, form), covered=True))
        read = recognise(reading.read(text.encode(), "report.txt"), editions=known)
        assert {t: filled.edition for t, filled in read.report.tables.items()} == {
            "proactive": "2031",
            "applications": "2031",
            "remedies": "2031",
        }
        assert dict(read.report.cells()) == dict(report.cells())
        assert read.doubts == ()
