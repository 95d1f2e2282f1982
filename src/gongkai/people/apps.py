"""The Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongkai.people"
    verbose_name = "人员"

    def ready(self) -> None:
        # Their receivers keep the list of sessions and the log of lock-outs.
        from gongkai.people import lock_outs, sign_ins  # noqa: F401
