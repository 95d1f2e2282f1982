"""The Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gongkai.desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        from gongkai.applications.signals import dates_moved
        from gongkai.desk.calendars.tasks import plan_anew

        dates_moved.connect(plan_anew, dispatch_uid="desk.plan_anew")
