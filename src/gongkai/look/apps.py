"""The Django app."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "gongkai.look"
    verbose_name = "外观"
