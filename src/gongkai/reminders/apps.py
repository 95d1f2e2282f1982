from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "gongkai.reminders"
    label = "reminders"
    verbose_name = "提醒"
