"""Addresses of one case, under /desk/. A case is named by its key: its number holds brackets that addresses cannot."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.applications import rules
from gongkai.desk.cases import applicant, letter_moves, materials, page, records, stamping, telling
from gongkai.desk.cases.assisting import Ask, Assign, RecordSearch, Remind, TakeBack
from gongkai.desk.cases.charging import ChargeFee, LapseFee, Pay, Refund
from gongkai.desk.cases.closing import Close, HandOver, Withdraw
from gongkai.desk.cases.consulting import Consult
from gongkai.desk.cases.correcting import CallCorrection, Correct, LapseCorrection
from gongkai.desk.cases.deciding import Decide, Outcome
from gongkai.desk.cases.extending import Extend, SetDelay
from gongkai.desk.cases.letter_moves import CancelLetter, Redraw
from gongkai.desk.cases.letter_page import LetterPage
from gongkai.desk.cases.materials import Upload
from gongkai.desk.cases.opinions import CancelConsultation, Delivered, Opinion, TellThirdParty
from gongkai.desk.cases.reasoning import CallReasons, GiveReasons, JudgeReasons
from gongkai.desk.cases.receiving import Amend, Confirm, Register
from gongkai.desk.cases.serving import FailService, Serve, Signature
from gongkai.desk.cases.splitting import Split
from gongkai.desk.cases.stamping import Stamp
from gongkai.desk.cases.steps import StepPage
from gongkai.people.access import allow
from gongkai.people.rules import Permission

CASE = "applications/<int:pk>/"
LETTER = f"{CASE}letters/<int:letter>/"

STEPS: dict[str, tuple[type[StepPage], Permission]] = {
    "confirm": (Confirm, rules.REGISTER),
    "register": (Register, rules.REGISTER),
    "amend": (Amend, rules.REGISTER),
    "split": (Split, rules.REGISTER),
    "assign": (Assign, rules.ASSIGN),
    "ask_section": (Ask, rules.ASSIGN),
    "remind_section": (Remind, rules.ASSIGN),
    "cancel_assistance": (TakeBack, rules.ASSIGN),
    "search": (RecordSearch, rules.SEARCH),
    "call_correction": (CallCorrection, rules.HANDLE),
    "correct": (Correct, rules.HANDLE),
    "lapse_correction": (LapseCorrection, rules.HANDLE),
    "call_reasons": (CallReasons, rules.HANDLE),
    "give_reasons": (GiveReasons, rules.HANDLE),
    "judge_reasons": (JudgeReasons, rules.HANDLE),
    "extend": (Extend, rules.HANDLE),
    "delay": (SetDelay, rules.HANDLE),
    "consult": (Consult, rules.HANDLE),
    "delivered": (Delivered, rules.HANDLE),
    "opinion": (Opinion, rules.HANDLE),
    "cancel_consultation": (CancelConsultation, rules.HANDLE),
    "tell_third_party": (TellThirdParty, rules.HANDLE),
    "charge": (ChargeFee, rules.CHARGE),
    "pay": (Pay, rules.CHARGE),
    "lapse_fee": (LapseFee, rules.CHARGE),
    "refund": (Refund, rules.CHARGE),
    "decide": (Decide, rules.DECIDE),
    "outcome": (Outcome, rules.DECIDE),
    "serve": (Serve, rules.SERVE),
    "signature": (Signature, rules.SERVE),
    "fail_service": (FailService, rules.SERVE),
    "withdraw": (Withdraw, rules.HANDLE),
    "close": (Close, rules.DECIDE),
    "hand_over": (HandOver, rules.HANDLE),
    "upload": (Upload, rules.HANDLE),
}
"""The step whose page is ``desk:case_<key>``, and who holds the key to it."""


def _steps() -> list[URLPattern]:
    return [
        path(f"{CASE}{name.replace('_', '-')}/", allow(key)(step.as_view()), name=f"case_{name}")
        for name, (step, key) in STEPS.items()
    ]


urlpatterns = [
    path(CASE, page.case_page, name="case"),
    *_steps(),
    path(f"{LETTER}serve/", allow(rules.SERVE)(Serve.as_view()), name="case_serve"),
    path(LETTER, allow(rules.VIEW)(LetterPage.as_view()), name="case_letter"),
    path(f"{LETTER}submit/", letter_moves.submit, name="case_letter_submit"),
    path(f"{LETTER}recall/", letter_moves.recall, name="case_letter_recall"),
    path(f"{LETTER}cancel/", allow(rules.HANDLE)(CancelLetter.as_view()), name="case_letter_cancel"),
    path(f"{LETTER}redraw/", allow(rules.DECIDE)(Redraw.as_view()), name="case_letter_redraw"),
    path(f"{LETTER}stamp/", allow(rules.SERVE)(Stamp.as_view()), name="case_letter_stamp"),
    path(f"{LETTER}seal/", stamping.seal, name="case_letter_seal"),
    path(f"{LETTER}stamped/<int:copy>/", stamping.settle, name="case_letter_stamped"),
    path(f"{LETTER}check/", telling.case_letter_check, name="case_letter_check"),
    path(f"{LETTER}files/", letter_moves.choose_files, name="case_letter_files"),
    path(f"{LETTER}download.<str:format>", letter_moves.take_away, name="case_letter_download"),
    path(f"{CASE}files/<int:file>/", materials.case_file, name="case_file"),
    path(f"{CASE}reveal/", applicant.reveal, name="case_reveal"),
    path(f"{CASE}clock/", records.case_clock, name="case_clock"),
    path(f"{CASE}log/", records.case_log, name="case_log"),
]
