"""公民身份号码: GB 11643-1999 with its checksum, and the numbers of 15 digits before it."""

from __future__ import annotations

import re
from datetime import date

_CODES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
PROVINCES = frozenset(_CODES.split())
_FIRST_YEAR, _LAST_YEAR = 1880, 2050
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_digit(body: str) -> str:
    """The last character for the first 17 digits.

    >>> check_digit("41139919850312281")
    '1'
    """
    return "10X98765432"[sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(body)) % 11]


def is_identity(number: str) -> bool:
    """Whether 18 characters are a possible number: province, day of birth and checksum are right."""
    return (
        len(number) == 18
        and plausible(number)
        and re.fullmatch("[0-9]{17}[0-9Xx]", number) is not None
        and check_digit(number[:17]) == number[17].upper()
    )


def plausible(number: str) -> bool:
    """Whether province and day of birth can be, for 18 or 15 characters."""
    if number[:2] not in PROVINCES or number[2:4] == "00":
        return False
    born = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:8]))
    except ValueError:
        return False
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (GB 32100-2015), which is public: some consist of digits alone."""
    code = code.upper()
    if len(code) != 18 or any(char not in _CREDIT for char in code):
        return False
    total = sum(_CREDIT.index(char) * pow(3, at, 31) for at, char in enumerate(code[:17]))
    return _CREDIT[(31 - total % 31) % 31] == code[17]
