"""Migrations of retention."""
