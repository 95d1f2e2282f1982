"""The statements of PostgreSQL."""

from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import SQLAggregateCompiler, SQLCompiler

from gongkai.seals.databases.compiling import Deleting, Inserting, Updating


class SQLInsertCompiler(Inserting, compiler.SQLInsertCompiler):
    pass


class SQLUpdateCompiler(Updating, compiler.SQLUpdateCompiler):
    pass


class SQLDeleteCompiler(Deleting, compiler.SQLDeleteCompiler):
    pass


__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]
