"""The statements of SQLite."""

from django.db.models.sql import compiler
from django.db.models.sql.compiler import SQLAggregateCompiler, SQLCompiler

from gongkai.seals.databases.compiling import Deleting, Inserting, Updating


class SQLInsertCompiler(Inserting, compiler.SQLInsertCompiler):
    pass


class SQLUpdateCompiler(Updating, compiler.SQLUpdateCompiler):
    pass


class SQLDeleteCompiler(Deleting, compiler.SQLDeleteCompiler):
    pass


__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]
