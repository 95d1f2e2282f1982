"""report → Document → file → Document → report: the same cells, in every format we write, for generated reports of both editions."""

from importlib import resources
from pathlib import Path

import pytest

from gongkai.documents.reading import read, read_file
from gongkai.documents.writing import FORMATS, write
from gongkai.reports.compose import compose, compose_table
from gongkai.reports.editions import Edition, editions, load
from gongkai.reports.model import AnnualReport, Reading
from gongkai.reports.recognise import recognise
from reports.strategies import make_report

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
SEEDS = range(15)


def there_and_back(report: AnnualReport, format: str) -> Reading:
    return recognise(read(write(compose(report), format), "report" + FORMATS[format]))


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_comes_back_from_every_format_with_the_same_cells(format: str, edition: str) -> None:
    for seed in SEEDS:
        report = make_report(seed, editions()[edition])
        back = there_and_back(report, format)
        assert dict(back.report.cells()) == dict(report.cells()), f"seed {seed}"
        assert back.doubts == (), f"seed {seed}"
        assert (back.report.agency, back.report.year) == (report.agency, report.year), f"seed {seed}"
        assert {key: table.edition for key, table in back.report.tables.items()} == dict.fromkeys(
            ("proactive", "applications", "remedies"), edition
        )


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"pdf"}))
def test_words_signature_and_title_come_back_too(format: str) -> None:
    """All but PDF, which knows no paragraphs."""
    for seed in SEEDS:
        report = make_report(seed)
        back = there_and_back(report, format).report
        assert {k: s.text for k, s in back.sections.items()} == {k: s.text for k, s in report.sections.items()}
        assert (back.title, back.preamble) == (report.title, report.preamble)
        assert (back.signed_by, back.signed_on) == (report.signed_by, report.signed_on)


def test_recognising_the_composed_document_gives_the_report_back() -> None:
    for seed in range(60):
        report = make_report(seed)
        back = recognise(compose(report))
        assert dict(back.report.cells()) == dict(report.cells()), f"seed {seed}"
        assert back.doubts == (), f"seed {seed}"


def invented() -> Edition:
    """The form of 2021 with a row and a column that no form has yet."""
    text = resources.files("gongkai.reports.editions").joinpath("2021.toml").read_text(encoding="utf-8")
    text = text.replace('id = "2021"', 'id = "2031"').replace("from_year = 2021", "from_year = 2031")
    row = '{ key = "lent", label = "（一之二）当场查阅", under = ["results"] },\n  '
    column = '{ key = "village", label = "村民委员会", kind = "count", grouped = true },\n  '
    text = text.replace('{ key = "partial", label', row + '{ key = "partial", label')
    return load(text.replace('{ key = "legal_service"', column + '{ key = "legal_service"'))


def test_a_third_edition_is_composed_and_read_back_beside_the_others_without_new_code() -> None:
    form = invented()
    for seed in range(20):
        report = make_report(seed, form)
        back = recognise(compose(report, form), editions={**editions(), form.id: form})
        assert dict(back.report.cells()) == dict(report.cells()), f"seed {seed}"
        assert back.doubts == (), f"seed {seed}"


@pytest.mark.skipif(not SAMPLES.exists(), reason="the folder of real samples is not beside the repository")
def test_the_blank_form_in_word_has_our_cells_and_merges() -> None:
    theirs = read_file(SAMPLES / "template_2021_form.docx").tables
    ours = [compose_table(form, {}) for form in editions()["2021"].tables.values()]
    assert [
        [[("".join(cell.text.split()), cell.rowspan, cell.colspan) for cell in row] for row in table.rows]
        for table in theirs
    ] == [[[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in table.rows] for table in ours]
