"""The two bureaus of the lists, on the same Friday."""

from desk.lists.conftest import bureau, enter, friday, other, scene, standing, world

__all__ = ["bureau", "enter", "friday", "other", "scene", "standing", "world"]
