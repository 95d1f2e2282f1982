"""What is done to reminders: planned anew, told, read; how a body and a person want them. Each a transaction.

`replan` is for everybody who moves a due date in bulk (a calendar that is entered); single moves are found by the next round.
"""

from gongkai.reminders.actions.own import (
    end_leave,
    mark_read,
    renew_feed,
    revoke_feed,
    save_contact,
    stop_mails,
    take_leave,
)
from gongkai.reminders.actions.planning import Replanned, plan, replan
from gongkai.reminders.actions.settings import save_setting
from gongkai.reminders.actions.telling import open_bodies, tell

__all__ = [
    "Replanned",
    "end_leave",
    "mark_read",
    "open_bodies",
    "plan",
    "renew_feed",
    "replan",
    "revoke_feed",
    "save_contact",
    "save_setting",
    "stop_mails",
    "take_leave",
    "tell",
]
