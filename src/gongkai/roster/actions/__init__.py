"""What is done with the list of bodies: each one a transaction with permission, rule, change and log entry.

All raise `gongkai.people.rules.NotAllowed` for whoever does not keep the list, and GongkaiError with a sentence where a rule forbids it.
"""

from gongkai.roster.actions.adding import Added, Refused, add
from gongkai.roster.actions.ending import end, restore, why_not_restore
from gongkai.roster.actions.importing import MOST_AT_THE_DESK, discard, give_passwords, hand_in, take
from gongkai.roster.actions.manning import name_administrator
from gongkai.roster.actions.undoing import undo, why_not

__all__ = [
    "MOST_AT_THE_DESK",
    "Added",
    "Refused",
    "add",
    "discard",
    "end",
    "give_passwords",
    "hand_in",
    "name_administrator",
    "restore",
    "take",
    "undo",
    "why_not",
    "why_not_restore",
]
