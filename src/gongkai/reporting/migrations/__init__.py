"""Migrations of the annual report."""
