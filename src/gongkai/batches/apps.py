"""The Django app."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "gongkai.batches"
    verbose_name = "成批办理"
