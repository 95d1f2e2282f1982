"""PostgreSQL, with marks: ``ENGINE = "gongkai.seals.databases.postgresql"``."""
