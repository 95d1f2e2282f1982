"""The Django app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "gongkai.retention"
    verbose_name = "保管和销毁"
