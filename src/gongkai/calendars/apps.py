"""The Django app."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "gongkai.calendars"
    verbose_name = "工作日历"

    def ready(self) -> None:
        from gongkai.calendars import listening

        listening.begin()
