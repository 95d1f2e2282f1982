"""The two bureaus of the tests of people."""

from people.conftest import bureau, friday, other, quick_passwords

__all__ = ["bureau", "friday", "other", "quick_passwords"]
