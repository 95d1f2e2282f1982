"""公示页: the whole text on paper, a code that leads back, tables kept."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest

from disclosures.channels import scene
from disclosures.channels.conftest import Bureau
from gongkai.disclosures.channels import poster
from gongkai.disclosures.channels.protocol import ChannelError
from gongkai.disclosures.channels.published import Published, published
from gongkai.documents.writers.unwritable import Unwritable


@pytest.fixture
def what(bureau: Bureau) -> Published:
    return published(scene.item(bureau.agency, document_number="云商〔2026〕12号").current)  # type: ignore[arg-type]


def pages(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return ["".join((page.extract_text() or "").split()) for page in pdf.pages]


def test_title_text_table_body_and_dates_stand_on_one_sheet(what: Published) -> None:
    data = poster.write(what, period=poster.Period(date(2026, 9, 11), date(2026, 9, 17)))
    (page,) = pages(data)
    wanted = (
        scene.TITLE, "一、补贴范围", "家用电器", "2000", "云岭县商务局", "公开日期：2026年9月11日", f"索引号：{what.index_number}",
        "公示期：2026年9月11日至2026年9月17日", "电话0399-5550126", what.address, "扫码查看原文、附件和图片",
    )  # fmt: skip
    assert [words for words in wanted if "".join(words.split()) not in page] == []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        (table,) = pdf.pages[0].extract_tables()
    assert [len(row) for row in table] == [2, 2, 2, 2]


def test_the_code_is_read_as_the_permanent_address(what: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    coded = []
    real = poster.segno.make
    monkeypatch.setattr(poster.segno, "make", lambda text, **more: coded.append(text) or real(text, **more))
    poster.write(what)
    assert coded == [what.address]


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a3", (842, 1191))])
def test_it_prints_on_both_papers_with_the_same_lines(what: Published, paper: str, size: tuple[int, int]) -> None:
    with pdfplumber.open(io.BytesIO(poster.write(what, paper=paper))) as pdf:
        assert [(round(page.width), round(page.height)) for page in pdf.pages] == [size]


def test_a_long_text_runs_on_and_numbers_its_pages(what: Published) -> None:
    rows = "".join(f"<tr><td>商品{n}</td><td>{n * 10}</td></tr>" for n in range(90))
    long = replace(
        what,
        html=f"{'<p>各单位应当按时办理。</p>' * 30}<table><thead><tr><th>品名</th><th>元</th></tr></thead>{rows}</table>",
    )
    found = pages(poster.write(long))
    assert len(found) == 5
    assert [f"第{n}页，共5页" in page for n, page in enumerate(found, 1)] == [True] * 5
    assert [page.count("品名") for page in found[2:]] == [1, 1, 1]


def test_words_are_never_read_as_markup(what: Published) -> None:
    tricky = replace(what, title='#panic("x") *粗* $a$ \\', html='<p>#import "x"; [a](b) `c` &lt;b&gt;</p>')
    (page,) = pages(poster.write(tricky))
    assert '#panic("x")*粗*$a$\\' in page and '#import"x";[a](b)`c`<b>' in page


def test_what_cannot_be_printed_is_said_before_it_is_printed(what: Published) -> None:
    with pytest.raises(Unwritable, match="不在所附字库中"):
        poster.write(replace(what, html="<p>😀</p>"))
    with pytest.raises(ChannelError, match="网站地址没有设置"):
        poster.write(replace(what, address=""))
