"""Addresses of severance, under those of the case whose file is cut."""

from __future__ import annotations

from django.urls import path

from gongkai.desk.cases.urls import CASE, LETTER
from gongkai.desk.severing import answering, page
from gongkai.people.access import allow
from gongkai.severance.rules import SEVER

FILE = f"{CASE}files/<int:file>/"

urlpatterns = [
    path(f"{FILE}sever/", allow(SEVER)(page.Sever.as_view()), name="case_sever"),
    path(f"{FILE}page-<int:page>.png", page.page_picture, name="case_file_page"),
    path(f"{LETTER}answer/", answering.answer, name="case_letter_answer"),
]
