"""Workbooks as blocks: every visible sheet, with merged cells, numbers as their cells show them, and nothing that is hidden."""
