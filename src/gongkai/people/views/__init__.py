"""The pages under /account/."""

from gongkai.people.views.entering import locked_out

__all__ = ["locked_out"]
