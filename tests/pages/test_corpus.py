"""The files of the corpus as pages: all that is visible is there, nothing else came along."""

from __future__ import annotations

from corpus import CorpusFile, files
from gongkai.pages import clean, convert
from pages.test_clean import require_harmless


def _chosen() -> list[CorpusFile]:
    """Every file but most of the PDFs without a secret: they are slow and alike (``benchmarks/pages.py`` takes all)."""
    chosen = []
    plain_pdfs = 0
    for file in files():
        if file.format == "pdf" and not file.hidden:
            plain_pdfs += 1
            if plain_pdfs > 4:
                continue
        chosen.append(file)
    return chosen


def test_pages_of_the_corpus_say_what_their_files_show_and_nothing_that_they_hide() -> None:
    lost, kept, unclean = [], [], []
    for file in _chosen():
        page = convert(file.data, file.name)
        require_harmless(page.html)
        words = "".join(page.text.split())
        lost += [(file.name, text) for text in file.text if "".join(text.split()) not in words]
        everything = page.html + page.text
        kept += [(file.name, secret) for secret in file.hidden if secret in everything]
        kept += [
            (file.name, secret)
            for secret in file.hidden
            for picture in page.pictures
            if secret.encode() in picture.data
        ]
        if clean(page.html) != page.html:
            unclean.append(file.name)
    assert (lost, kept, unclean) == ([], [], [])
