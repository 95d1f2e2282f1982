"""The register of applications and everything that hangs on one."""

from gongkai.applications.models.application import OPEN_STAGES, Applicant, Application, Stage
from gongkai.applications.models.decisions import Decision
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
from gongkai.applications.models.letters import Letter, LetterFile, Number, Review, Series, Template
from gongkai.applications.models.remedies import RemedyCase
from gongkai.applications.models.service import Service

__all__ = [
    "OPEN_STAGES",
    "Applicant",
    "Application",
    "Assistance",
    "CaseFile",
    "Consultation",
    "Correction",
    "Decision",
    "Delay",
    "Extension",
    "FeeNotice",
    "Letter",
    "LetterFile",
    "Number",
    "ReasonsCall",
    "RemedyCase",
    "Review",
    "Search",
    "Series",
    "Service",
    "Stage",
    "Template",
]
