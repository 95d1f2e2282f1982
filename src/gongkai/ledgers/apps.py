"""Django's name for this room."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """台账的导入和导出."""

    name = "gongkai.ledgers"
    label = "ledgers"
    verbose_name = "台账导入"
