"""The Django app."""

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "gongkai.zones"
    verbose_name = "两区"
