"""The marks. Written by `ledger` alone, in plain SQL, at the end of every transaction."""

from __future__ import annotations

from django.db import models


class Seal(models.Model):
    """The mark of one row. ``table``: `marks.code` of its table. ``mark``: 16 bytes over all its columns; ``columns``: 3 bytes for each,
    in the order of their names, to tell which one was changed."""

    pk = models.CompositePrimaryKey("table", "key")
    table = models.PositiveIntegerField()
    key = models.BigIntegerField()
    mark = models.BinaryField()
    columns = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.table}:{self.key}"


class Head(models.Model):
    """What a part of a table holds in all: how many rows, the sum of what their marks stand for, and the sum of their keys', each sealed
    once more. A row that goes together with its mark is missed here. ``turn`` grows with every change."""

    pk = models.CompositePrimaryKey("table", "part")
    table = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField()
    turn = models.PositiveBigIntegerField()
    rows = models.BigIntegerField()
    marks = models.BinaryField()
    keys = models.BinaryField()
    seal = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.table}/{self.part}"
