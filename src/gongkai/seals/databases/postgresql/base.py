"""``ENGINE = "gongkai.seals.databases.postgresql"``."""

from __future__ import annotations

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as Operations

from gongkai.seals.databases.noting import Noting


class DatabaseOperations(Operations):
    compiler_module = "gongkai.seals.databases.postgresql.compiler"


class DatabaseWrapper(Noting, base.DatabaseWrapper):
    ops_class = DatabaseOperations
