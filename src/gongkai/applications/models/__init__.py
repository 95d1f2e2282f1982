"""The register of applications and everything that hangs on one."""

from gongkai.applications.models.application import OPEN_STAGES, Applicant, Application, Stage
from gongkai.applications.models.checks import CheckHit, CheckWord, LessonCheck
from gongkai.applications.models.complaints import Complaint
from gongkai.applications.models.decisions import Decision
from gongkai.applications.models.dossiers import Dossier
from gongkai.applications.models.files import CaseFile
from gongkai.applications.models.handling import (
    Assistance,
    Consultation,
    Correction,
    Delay,
    Extension,
    FeeNotice,
    ReasonsCall,
    Search,
)
from gongkai.applications.models.letters import Letter, LetterAnswer, LetterFile, Number, Review, Series, Template
from gongkai.applications.models.redos import Redo
from gongkai.applications.models.remedies import Lesson, RemedyCase, ResultReading, Round
from gongkai.applications.models.service import Service
from gongkai.applications.models.stamped import StampedCopy

__all__ = [
    "OPEN_STAGES",
    "Applicant",
    "Application",
    "Assistance",
    "CaseFile",
    "CheckHit",
    "CheckWord",
    "Complaint",
    "Consultation",
    "Correction",
    "Decision",
    "Delay",
    "Dossier",
    "Extension",
    "FeeNotice",
    "Lesson",
    "LessonCheck",
    "Letter",
    "LetterAnswer",
    "LetterFile",
    "Number",
    "ReasonsCall",
    "Redo",
    "RemedyCase",
    "ResultReading",
    "Review",
    "Round",
    "Search",
    "Series",
    "Service",
    "Stage",
    "StampedCopy",
    "Template",
]
