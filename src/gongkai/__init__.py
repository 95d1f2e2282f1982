"""Gongkai (公开): the disclosure year of a Chinese public body, and a reader for every body's annual report."""

__version__ = "0.1.0"
