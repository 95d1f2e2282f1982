"""SQLite, with marks: ``ENGINE = "gongkai.seals.databases.sqlite"``."""
