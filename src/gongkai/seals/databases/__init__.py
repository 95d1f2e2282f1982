"""Django's own backends for SQLite and PostgreSQL, told to note what they write and to mark it before each commit.

`compiling` stands at the one place that every statement of the ORM passes, whatever wrote it: ``save``, ``update``, ``bulk_create``,
a deletion that follows a foreign key. Plain SQL does not pass there, and is found as what it is: something past the program.
"""
