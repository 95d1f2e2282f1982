"""The room of reminders: what Django needs to know of it."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "gongkai.reminders"
    label = "reminders"
    verbose_name = "提醒"
