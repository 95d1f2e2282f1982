"""The two bureaus of the lists, on the same Friday."""

from desk.lists.conftest import bureau, enter, friday, other

__all__ = ["bureau", "enter", "friday", "other"]
