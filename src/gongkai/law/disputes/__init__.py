"""争议: reconsideration and suit as values. Results and their columns in 表四, the clocks of each instance, what may be objected."""

from gongkai.law.disputes.admissible import Objection, filing_clock, in_time, objections
from gongkai.law.disputes.results import (
    BUCKET_NAMES,
    COUNTED,
    LEVEL_NAMES,
    RESULTS,
    Bucket,
    Level,
    Result,
    bucket_of,
    results_at,
)
from gongkai.law.disputes.rounds import Round, answer_clock, decision_clock, next_clock, periods, redo_clock

__all__ = [
    "BUCKET_NAMES",
    "COUNTED",
    "LEVEL_NAMES",
    "RESULTS",
    "Bucket",
    "Level",
    "Objection",
    "Result",
    "Round",
    "answer_clock",
    "bucket_of",
    "decision_clock",
    "filing_clock",
    "in_time",
    "next_clock",
    "objections",
    "periods",
    "redo_clock",
    "results_at",
]
