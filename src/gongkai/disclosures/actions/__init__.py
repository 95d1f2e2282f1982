"""What a person does to information that is to be public, one function each: permission, rule, change, log entry, in one
transaction."""

from gongkai.disclosures.actions.beginning import begin, change
from gongkai.disclosures.actions.drafting import discard, go_back, restore, save
from gongkai.disclosures.actions.files import add_file, describe, offer_original, remove_file
from gongkai.disclosures.actions.forcing import force, note_seen
from gongkai.disclosures.actions.mending import clean_file, drop_table_column, excuse, mask, take_back_excuse
from gongkai.disclosures.actions.moving import ChangedMeanwhile
from gongkai.disclosures.actions.pairing import pair, unpair
from gongkai.disclosures.actions.releasing import expire_due, release, release_due
from gongkai.disclosures.actions.reviewing import answer_doubt, review
from gongkai.disclosures.actions.submitting import StillWrong, recall, submit
from gongkai.disclosures.actions.withdrawing import put_back, withdraw
from gongkai.disclosures.actions.word_lists import add_word, remove_word, renew_word
from gongkai.disclosures.checklists import SecrecyAnswer

__all__ = [
    "ChangedMeanwhile",
    "SecrecyAnswer",
    "StillWrong",
    "add_file",
    "add_word",
    "answer_doubt",
    "begin",
    "change",
    "clean_file",
    "describe",
    "discard",
    "drop_table_column",
    "excuse",
    "expire_due",
    "force",
    "go_back",
    "mask",
    "note_seen",
    "offer_original",
    "pair",
    "put_back",
    "recall",
    "release",
    "release_due",
    "remove_file",
    "remove_word",
    "renew_word",
    "restore",
    "review",
    "save",
    "submit",
    "take_back_excuse",
    "unpair",
    "withdraw",
]
