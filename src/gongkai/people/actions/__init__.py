"""What a person does with accounts: each one a transaction with permission, rule, change and log entry.

All raise `gongkai.people.rules.NotAllowed` without the permission, and GongkaiError with a sentence where a rule forbids it.
"""

from gongkai.people.actions.accounts import (
    activate,
    appoint,
    create_account,
    deactivate,
    end_appointment,
    need_second_factor,
    reset_password,
    reset_second_factor,
    unlock,
)
from gongkai.people.actions.bodies import add_section, save_agency, switch_section
from gongkai.people.actions.deputies import depute, end_deputy
from gongkai.people.actions.own import (
    change_password,
    confirm_second_factor,
    drop_second_factor,
    end_other_sessions,
    end_session,
    renew_recovery_codes,
)
from gongkai.people.actions.records import export_heads, verify_log
from gongkai.people.actions.site import save_site

__all__ = [
    "activate",
    "add_section",
    "appoint",
    "change_password",
    "confirm_second_factor",
    "create_account",
    "deactivate",
    "depute",
    "drop_second_factor",
    "end_appointment",
    "end_deputy",
    "end_other_sessions",
    "end_session",
    "export_heads",
    "need_second_factor",
    "renew_recovery_codes",
    "reset_password",
    "reset_second_factor",
    "save_agency",
    "save_site",
    "switch_section",
    "unlock",
    "verify_log",
]
