"""An open PDFium page → Page."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget
from gongkai.documents.readers.pdf.characters import find_characters, main_turn
from gongkai.documents.readers.pdf.drawing import find_drawing
from gongkai.documents.readers.pdf.page import Matrix, Page, times, view
from gongkai.documents.readers.pdf.seeing import drop_unseen


def load(page: Any, number: int, budget: Budget, *, seen_only: bool = False) -> Page:
    """Read one open page. ``seen_only``: without the characters that a person who looks at the page does not see."""
    matrix, width, height = view(page)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        turn = main_turn(text_page, matrix) if text_page else 0
        if turn:
            upright: Matrix
            if turn == 1:
                upright, width, height = (0, -1, 1, 0, 0, width), height, width
            elif turn == 2:
                upright = (-1, 0, 0, -1, width, height)
            else:
                upright, width, height = (0, 1, -1, 0, height, 0), height, width
            matrix = times(matrix, upright)
        result = Page(number, width, height)
        find_drawing(page, matrix, result, budget)
        if text_page:
            find_characters(text_page, matrix, result, budget)
        if seen_only:
            drop_unseen(page, result, turn, budget)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
    return result
