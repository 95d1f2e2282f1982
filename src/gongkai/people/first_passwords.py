"""The password somebody else gives out: used once, changed at the first log-in."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

# Without letters and digits that are mistaken for one another when read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password(groups: int = 3) -> str:
    """Groups of four, 59 bits in three: to be read out once and changed at the first log-in."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(groups))


class _Quick(PBKDF2PasswordHasher):
    """Argon2 for thousands at once takes a quarter of an hour. These passwords are random (79 bits in four groups), so a guesser gains
    nothing by the cheaper hash; the first log-in replaces it (decision 0220)."""

    iterations = 10_000


def many_passwords(count: int) -> list[tuple[str, str]]:
    """``count`` passwords with what is stored of each."""
    hasher = _Quick()
    given = [one_time_password(4) for _ in range(count)]
    return [(password, hasher.encode(password, hasher.salt())) for password in given]


def no_password() -> str:
    """What is stored of an account that nobody can log in to yet."""
    return make_password(None)
