"""Rows out of a spreadsheet: which column is what, what each cell says, and what is wrong with it, beside the row."""

from gongkai.disclosures.registers.rows.reading import Line, NoRows, Sheet, read_rows

__all__ = ["Line", "NoRows", "Sheet", "read_rows"]
