"""``ENGINE = "gongkai.seals.databases.sqlite"``."""

from __future__ import annotations

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations as Operations

from gongkai.seals.databases.noting import Noting


class DatabaseOperations(Operations):
    compiler_module = "gongkai.seals.databases.sqlite.compiler"


class DatabaseWrapper(Noting, base.DatabaseWrapper):
    ops_class = DatabaseOperations
