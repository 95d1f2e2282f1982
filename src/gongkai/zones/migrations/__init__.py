"""Migrations of zones."""
