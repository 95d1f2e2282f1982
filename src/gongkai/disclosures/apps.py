"""The Django app."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    name = "gongkai.disclosures"
    verbose_name = "主动公开"
