"""The Django app."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "gongkai.roster"
    verbose_name = "机关名录"
