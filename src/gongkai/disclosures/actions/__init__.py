"""What a person does to information that is to be public, one function each: permission, rule, change, log entry, in one
transaction."""

from gongkai.disclosures.actions.drafting import begin, change, discard, go_back, restore, save
from gongkai.disclosures.actions.files import add_file, describe, offer_original, remove_file
from gongkai.disclosures.actions.mending import clean_file, drop_table_column, excuse, mask, take_back_excuse

__all__ = [
    "add_file",
    "begin",
    "change",
    "clean_file",
    "describe",
    "discard",
    "drop_table_column",
    "excuse",
    "go_back",
    "mask",
    "offer_original",
    "remove_file",
    "restore",
    "save",
    "take_back_excuse",
]
